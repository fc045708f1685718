"""Reads what can be triggered, and where it goes; `memory.py` has the words' meaning."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from green_api_mock.contract.document import Node, as_object, is_object
from green_api_mock.contract.memory import Entry, FileOf, FollowUp, Trigger, Update, Webhook
from green_api_mock.contract.places import copies, dotted, member, place_of, sources
from green_api_mock.contract.responses import media_rule
from green_api_mock.errors import ContractError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from green_api_mock.contract.answer import Place

_FILLS = ("unique", "now", "caller")
_OF_TRIGGER = ("summary", "times", "hurries", "media", "then")
# How deep a schema is looked into for the members of a payload.
_MOST_HOPS = 12


def read_triggers(webhooks: Node) -> Iterator[Trigger]:
    """Every example of a webhook, and what is like one."""
    for name, item in webhooks.items():
        for operation in item.values():
            if not is_object(operation.value):
                continue
            for media in operation.at("requestBody").at("content").values():
                examples = dict(media.at("examples").items())
                webhook = _webhook(name, operation.at("x-mock"), media.at("schema"), examples)
                for key, each in examples.items():
                    yield _trigger(key, each, each.at("x-mock").only(*_OF_TRIGGER), webhook)
                for key, mock in operation.at("x-mock").at("triggers").items():
                    mock.only("like", *_OF_TRIGGER)
                    yield _trigger(key, _like(mock, examples), mock, webhook)


def check_places(webhook: Webhook, places: Iterable[Place], where: str) -> None:
    """Refuse places that no payload of a webhook has.

    Raises:
        ContractError: there is one.
    """
    for place in places:
        if place not in webhook.known:
            known = ", ".join(sorted(map(dotted, webhook.known)))
            raise ContractError(
                f"{where}: {webhook.name} has nothing at {dotted(place)}, but at {known}"
            )


def _like(mock: Node, examples: Mapping[str, Node]) -> Node:
    """The example that a further trigger is like."""
    name = mock["like"].text()
    if name not in examples:
        raise ContractError(f"{mock.where} > like must name an example: {', '.join(examples)}")
    return examples[name]


def _trigger(name: str, example: Node, mock: Node, webhook: Webhook) -> Trigger:
    times = mock.at("times").number(1)
    if not isinstance(times, int) or times < 1:
        raise ContractError(f"{mock.where} > times must be a whole number over 0")
    return Trigger(
        name=name,
        summary=mock.at("summary").text(example.at("summary").text(name)),
        webhook=webhook,
        value=as_object(example["value"].value),
        times=times,
        hurries=mock.at("hurries").flag(),
        media=media_rule(mock.at("media")),
        then=tuple(_follow_up(each, webhook) for each in mock.at("then")),
    )


def _follow_up(node: Node, webhook: Webhook) -> FollowUp:
    node.only("trigger", "afterSeconds", "members", "copy")
    copy = copies(node.at("copy"))
    check_places(webhook, copy.values(), f"{node.where} > copy")
    return FollowUp(
        trigger=node["trigger"].text(),
        after_seconds=node.at("afterSeconds").number(0),
        members={place_of(at): item.value for at, item in node.at("members").items()},
        copy=copy,
    )


def _webhook(name: str, mock: Node, schema: Node, examples: Mapping[str, Node]) -> Webhook:
    mock.only("queue", "if", "fill", "journal", "update", "document", "file", "triggers")
    known = set(_places_in_schema(schema))
    for example in examples.values():
        known |= set(_places_in(example.at("value").value))
    webhook = Webhook(
        name=name,
        queue=mock.at("queue").text(),
        only_if={member(at, value.where): value.value for at, value in mock.at("if").items()},
        fill={place_of(at): _filling(what) for at, what in mock.at("fill").items()},
        entries={key: _entry(each) for key, each in mock.at("journal").items()},
        updates={key: _update(each) for key, each in mock.at("update").items()},
        documents={key: copies(each) for key, each in mock.at("document").items()},
        file=_file_of(mock.at("file")),
        known=frozenset(known),
    )
    check_places(webhook, _used(webhook), mock.where)
    return webhook


def _used(webhook: Webhook) -> Iterator[Place]:
    """The places of a payload that the rules of its webhook use."""
    yield from webhook.fill
    for entry in webhook.entries.values():
        yield from entry.copy.values()
        yield from entry.spread
    for update in webhook.updates.values():
        yield from update.match.values()
        yield from update.copy.values()
    for document in webhook.documents.values():
        yield from document.values()
    if (file := webhook.file) is not None:
        yield from (*file.match.values(), file.link, file.name, file.media_type)


def _filling(what: Node) -> str:
    if what.text() not in _FILLS:
        raise ContractError(f"{what.where} must be one of {', '.join(_FILLS)}, not {what.text()}")
    return what.text()


def _entry(node: Node) -> Entry:
    node.only("members", "copy", "spread")
    return Entry(
        members=as_object(node.at("members").value),
        copy=sources(node.at("copy")),
        spread=tuple(place_of(each) for each in node.at("spread").names()),
    )


def _update(node: Node) -> Update:
    node.only("match", "copy")
    return Update(match=sources(node["match"]), copy=sources(node["copy"]))


def _file_of(node: Node) -> FileOf | None:
    if not node.only("match", "link", "name", "type"):
        return None
    return FileOf(
        match=sources(node["match"]),
        link=place_of(node["link"].text()),
        name=place_of(node["name"].text()),
        media_type=place_of(node["type"].text()),
    )


def _places_in(value: Any, above: Place = ()) -> Iterator[Place]:
    for name, item in as_object(value).items():
        yield (*above, name)
        yield from _places_in(item, (*above, name))


def _places_in_schema(schema: Node, above: Place = (), hops: int = 0) -> Iterator[Place]:
    if hops > _MOST_HOPS or not is_object(schema.value):
        return
    for name, each in schema.at("properties").items():
        yield (*above, name)
        yield from _places_in_schema(each, (*above, name), hops + 1)
    for way in ("allOf", "anyOf", "oneOf"):
        for part in schema.at(way):
            yield from _places_in_schema(part, above, hops + 1)
