"""Payloads of webhooks: made from the contract's examples, and let take effect."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from green_api_mock.contract.document import as_object
from green_api_mock.contract.values import dump, get_in, set_in, without
from green_api_mock.storage.address import KEPT, address_path, file_name
from green_api_mock.storage.files import file_for
from green_api_mock.storage.serving import Stored

if TYPE_CHECKING:
    from collections.abc import Mapping

    from green_api_mock.contract.answer import Place
    from green_api_mock.contract.memory import Copies, Entry, FileOf, Trigger, Webhook
    from green_api_mock.memory.remembered import Remembered

# A payload keeps its links without scheme and host, which only a request or a delivery can tell.
# What stands there meanwhile cannot be guessed, so nothing that a caller sends is taken for it.
_HERE = f"{secrets.token_hex(8)}:/"


@dataclass(frozen=True, slots=True)
class Happened:
    """What became of a payload.

    Attributes:
        number: in the queue; None if it was not queued.
        body: JSON; its links are not yet pointed at anybody.
        why_not: why it was not queued; empty if it was.
    """

    number: int | None
    body: Mapping[str, Any]
    why_not: str = ""


def pointed(body: bytes, base: str) -> bytes:
    """A body with its links leading to the mock.

    Args:
        body: as it was kept.
        base: scheme and host under which whoever gets it knows the mock.
    """
    return body.replace(_HERE.encode(), base.encode())


def link_to(remembered: Remembered, key: str, name: str) -> str:
    """The link to a kept file, for `pointed` to complete."""
    return _HERE + address_path(remembered.instance, KEPT, key, quote(name, safe=""))


def payload(
    trigger: Trigger,
    remembered: Remembered,
    changes: Mapping[Place, Any],
    stored: Stored | None = None,
) -> Mapping[str, Any]:
    """A payload as it would come now.

    Args:
        trigger: the payload's example.
        remembered: whom it comes to.
        changes: places and the values they get; what gets None is left out.
        stored: the file behind it, where it has one.
    """
    body: Any = trigger.value
    for place, what in trigger.webhook.fill.items():
        body = set_in(body, place, _filling(what, remembered, get_in(body, place)))
    if stored is not None:
        body = _told_of_file(trigger.webhook, body, stored)
    for place, value in changes.items():
        body = without(body, place) if value is None else set_in(body, place, value)
    if stored is not None:
        body = _linked(trigger, remembered, body, changes, stored)
    return as_object(body)


def sample_of(trigger: Trigger) -> Stored | None:
    """A file of the kind that the example has; None if it has none."""
    rule = trigger.webhook.file
    if rule is None or get_in(trigger.value, rule.link) is None:
        return None
    name = str(get_in(trigger.value, rule.name) or file_name(str(get_in(trigger.value, rule.link))))
    return Stored(name, file_for(name, trigger.media.size), trigger.media)


def _filling(what: str, remembered: Remembered, example: Any) -> Any:
    if what == "unique":
        return secrets.token_hex(16).upper()
    if what == "now":
        return int(time.time())
    return int(remembered.instance) if isinstance(example, int) else remembered.instance


def _told_of_file(webhook: Webhook, body: Any, stored: Stored) -> Any:
    rule = webhook.file
    if rule is None or get_in(body, rule.link) is None:
        return body
    body = set_in(body, rule.name, stored.name)
    return set_in(body, rule.media_type, stored.file.media_type)


def _linked(
    trigger: Trigger,
    remembered: Remembered,
    body: Any,
    changes: Mapping[Place, Any],
    stored: Stored,
) -> Any:
    """The payload with a link to the file, which from now on is known by the payload's values."""
    rule = trigger.webhook.file
    if rule is None:
        return body
    known_by = tuple(str(get_in(body, place)) for place in rule.match.values())
    key = remembered.files.keep(known_by, replace(stored, rule=trigger.media))
    # What the example has no link for, or is to have another one, is known all the same.
    is_changed = any(rule.link[: len(place)] == place for place in changes)
    if is_changed or not _has_link(trigger, rule):
        return body
    return set_in(body, rule.link, link_to(remembered, key, stored.name))


def _has_link(trigger: Trigger, rule: FileOf) -> bool:
    return str(get_in(trigger.value, rule.link)).startswith(("http:", "https:"))


def made_anew(trigger: Trigger) -> dict[Place, str]:
    """The places whose values are a payload's own, and of what kind: as in `fill`, or `file`."""
    made = dict(trigger.webhook.fill)
    rule = trigger.webhook.file
    if rule is not None and get_in(trigger.value, rule.link) is not None:
        told = [rule.name, rule.media_type]
        made |= dict.fromkeys([*told, rule.link] if _has_link(trigger, rule) else told, "file")
    return made


def happen(trigger: Trigger, remembered: Remembered, body: Any) -> list[Happened]:
    """Let a payload take effect on documents, journals and queue, and what follows it later."""
    webhook = trigger.webhook
    for name, copies in webhook.documents.items():
        changed = as_object(copied(copies, body, remembered.document(name)))
        told = {place[0] for place in copies}
        remembered.change(name, {key: value for key, value in changed.items() if key in told})
    for name, entry in webhook.entries.items():
        remembered.write(name, _entry(entry, body))
    for name, update in webhook.updates.items():
        remembered.update(name, _taken(update.match, body), _taken(update.copy, body))
    for each in trigger.then:
        copies = {to: get_in(body, source) for to, source in each.copy.items()}
        changes = {**each.members, **copies}
        remembered.later(each.after_seconds, partial(_follow, remembered, each.trigger, changes))
    why_not = _why_not(webhook, remembered)
    if why_not:
        return [Happened(None, body, why_not)]
    written = dump(body)
    numbers = [
        remembered.put(webhook.queue, written, trigger.name, hurries=trigger.hurries)
        for _ in range(trigger.times)
    ]
    return [Happened(number, body) for number in numbers]


def _follow(remembered: Remembered, name: str, changes: Mapping[Place, Any]) -> None:
    """Let come what follows something, unless the contract has lost it meanwhile."""
    trigger = remembered.rules.memory.triggers.get(name)
    if trigger is not None:
        happen(trigger, remembered, payload(trigger, remembered, changes, sample_of(trigger)))


def copied(copies: Copies, source: Any, value: Any) -> Any:
    """A value with copies of what is in a source. What is not there is not copied."""
    for to, place in copies.items():
        found = get_in(source, place)
        if found is not None:
            value = set_in(value, to, found)
    return value


def _why_not(webhook: Webhook, remembered: Remembered) -> str:
    """Why a payload is not queued; empty if it is."""
    if not webhook.queue:
        return f"{webhook.name} is not queued"
    for member, value in webhook.only_if.items():
        held = get_in(remembered.document(member.document), member.at)
        if held not in (None, value):
            return f"{member} is {held!r}"
    return ""


def _taken(places: Mapping[str, Place], body: Any) -> dict[str, Any]:
    return {name: get_in(body, place) for name, place in places.items()}


def _entry(rule: Entry, body: Any) -> dict[str, Any]:
    entry = dict(rule.members)
    for place in rule.spread:
        entry.update(as_object(get_in(body, place)))
    copies = _taken(rule.copy, body)
    return entry | {name: value for name, value in copies.items() if value is not None}
