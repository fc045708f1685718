"""Pushes the items of a queue to a server of the caller, as the API does to a bot's."""

from __future__ import annotations

import asyncio
import json
import logging
import re
import time
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import aiohttp

from green_api_mock.hosts import is_loopback
from green_api_mock.memory.payloads import pointed
from green_api_mock.memory.remembered import Rules, text_at

if TYPE_CHECKING:
    from green_api_mock.contract.memory import Delivery
    from green_api_mock.memory.queue import Item
    from green_api_mock.memory.remembered import Remembered

log = logging.getLogger(__name__)

_MAYBE_SECRET = re.compile(r"(?<=//)[^/?#]*@|[?#].*", re.DOTALL)
_KEPT = 1000
_LARGEST_ANSWER_KEPT = 4096
# The only status that counts, as documented.
_TAKEN = 200


@dataclass(frozen=True, slots=True)
class Attempt:
    """One delivery and what became of it.

    Attributes:
        at: seconds since 1970, UTC.
        url: without its user and its query, which may be secrets.
        item: the number of what was delivered.
        trigger: of what it is a payload.
        status: of the answer; None if there was none.
        said: the answer's body, or why there was none.
    """

    number: int
    at: float
    instance: str
    url: str
    item: int
    trigger: str
    body: bytes
    status: int | None
    said: str
    seconds: float

    def as_json(self) -> dict[str, Any]:
        """In the form of the control API, but for the instance."""
        return {
            "number": self.number,
            "at": self.at,
            "url": self.url,
            "item": self.item,
            "trigger": self.trigger,
            "body": json.loads(self.body),
            "status": self.status,
            "answer": self.said,
            "durationMs": round(self.seconds * 1000, 3),
        }


@dataclass(slots=True)
class Attempts:
    """A ring of the last deliveries."""

    total: int = 0
    _kept: deque[Attempt] = field(default_factory=lambda: deque[Attempt](maxlen=_KEPT))

    def note(self, **what: Any) -> None:
        """Add one."""
        self.total += 1
        self._kept.append(Attempt(self.total, **what))

    def after(self, number: int, instance: str | None = None) -> list[Attempt]:
        """The kept ones with a higher number, the oldest first."""
        return [
            attempt
            for attempt in self._kept
            if attempt.number > number and instance in (None, attempt.instance)
        ]

    def forget(self, instance: str | None = None) -> None:
        """Forget all, or those of one instance. Numbers go on counting."""
        left = [] if instance is None else [a for a in self._kept if a.instance != instance]
        self._kept.clear()
        self._kept.extend(left)


class Postman:
    """Delivers what waits in a queue, for every instance whose documents name an address.

    Args:
        rules: say what is delivered, and how long is waited.
        base: scheme and host under which the servers reach the mock.
        hosts: to which hosts it may go besides this machine.
    """

    def __init__(self, rules: Rules, base: str, hosts: frozenset[str] = frozenset()) -> None:
        self.attempts = Attempts()
        self.rules = rules
        self.rules.on_change = self.look_at
        self._hosts = hosts
        self._base = base
        self._rounds: dict[str, asyncio.Task[None]] = {}
        self._session: aiohttp.ClientSession | None = None

    def look_at(self, remembered: Remembered) -> None:
        """Begin to deliver what waits, unless that is under way or nobody wants it."""
        rule = self.rules.memory.delivery
        under_way = self._rounds.get(remembered.instance)
        # One that has just ended would not see what came since.
        if rule is None or (under_way is not None and not under_way.done()):
            return
        if text_at(remembered, rule.url):
            task = asyncio.create_task(self._deliver_all(remembered))
            self._rounds[remembered.instance] = task
            task.add_done_callback(lambda ended: self._end(remembered.instance, ended))

    def _end(self, instance: str, ended: asyncio.Task[None]) -> None:
        if self._rounds.get(instance) is ended:
            del self._rounds[instance]

    def forget(self, instance: str | None = None) -> None:
        """End the deliveries of one instance, or all, and forget what they were."""
        for name in [name for name in self._rounds if instance in (None, name)]:
            self._rounds.pop(name).cancel()
        self.attempts.forget(instance)

    async def close(self) -> None:
        """End every delivery."""
        tasks = list(self._rounds.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._session is not None:
            await self._session.close()

    async def _deliver_all(self, remembered: Remembered) -> None:
        """Deliver until nothing waits or nobody wants it. One at a time, in order."""
        while (rule := self.rules.memory.delivery) and (url := text_at(remembered, rule.url)):
            item = await remembered.queue(rule.queue).peek(0)
            if item is None:
                return
            if await self._deliver(remembered, rule, url, item):
                remembered.drop(rule.queue, item.number)
            else:
                await asyncio.sleep(self.rules.clock.real(rule.pause_seconds))

    async def _deliver(self, remembered: Remembered, rule: Delivery, url: str, item: Item) -> bool:
        status: int | None = None
        began = time.monotonic()
        shown = _MAYBE_SECRET.sub("", url)
        body = pointed(item.body, self._base)
        token = text_at(remembered, rule.token)
        said = self._refusal(url, token)
        if not said:
            try:
                status, said = await self._post(rule, url, token, body)
            except (aiohttp.ClientError, OSError, TimeoutError) as error:
                said = f"no answer ({type(error).__name__})"
        self.attempts.note(
            at=time.time(),
            instance=remembered.instance,
            url=shown,
            item=item.number,
            trigger=item.trigger,
            body=body,
            status=status,
            said=said,
            seconds=time.monotonic() - began,
        )
        if status != _TAKEN:
            log.info("%s did not take what was delivered: %s %s", shown, status, said)
        return status == _TAKEN

    def _refusal(self, url: str, token: str) -> str:
        """Why nothing is delivered to this address; empty if it is."""
        try:
            parts = urlsplit(url)
        except ValueError:
            return "not delivered: this is no address"
        host = parts.hostname
        if parts.scheme not in ("http", "https") or not host:
            return "not delivered: this is no http or https address"
        if token and "@" in parts.netloc:
            return "not delivered: a token and a user in the address would be the same header"
        if host not in self._hosts and not is_loopback(host):
            return f"not delivered: {host} is another machine; --webhook-hosts {host} allows it"
        return ""

    async def _post(self, rule: Delivery, url: str, token: str, body: bytes) -> tuple[int, str]:
        if self._session is None:
            # One instance's server must not meet the cookies that another's has set.
            self._session = aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar())
        headers = {"Content-Type": "application/json; charset=utf-8"}
        if token:
            # One that begins with a scheme of its own is sent as it was typed.
            headers["Authorization"] = token if " " in token else f"Bearer {token}"
        timeout = aiohttp.ClientTimeout(total=self.rules.clock.real(rule.answer_seconds))
        async with self._session.post(
            url, data=body, headers=headers, timeout=timeout, allow_redirects=False
        ) as answer:
            said = await answer.content.read(_LARGEST_ANSWER_KEPT)
            return answer.status, said.decode(errors="replace")
