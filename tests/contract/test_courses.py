"""What was sent, and what came, has the consequences that are known: `courses.yaml`."""

import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest

from bench.account import Account
from green_api_mock.contract.yaml12 import parse_yaml
from tests.contract.documented import Contract
from tests.contract.facts import members
from tests.mock.depot import Receiver

DATA: dict[str, Any] = parse_yaml(Path(__file__).with_name("courses.yaml").read_text("utf-8"))
TOKEN = "d75b3a66374942c5b3c019c698abc2067e151558acbd412345"  # of nobody
NEAR = 300  # seconds
MISSING = object()


def courses() -> Iterator[Any]:
    """Yield each course, and for each what it is run with."""
    for course in DATA["courses"]:
        for each in course.get("for each", [{}]):
            kept = each if isinstance(each, dict) else {"each": each}
            because = "-".join([course["because"], *kept.values()])
            yield pytest.param(course["steps"], kept, id=because)


def at(value: Any, pointer: str) -> Any:
    """Return what is at a JSON pointer."""
    for step in pointer.split("/")[1:]:
        if isinstance(value, list):
            value = value[int(step)] if int(step) < len(value) else MISSING
        else:
            value = value.get(step, MISSING) if isinstance(value, dict) else MISSING
    return value


@dataclass
class Course:
    """An instance that nothing else has, and what was kept of its answers."""

    client: httpx.Client
    account: Account
    receiver: Receiver
    kept: dict[str, Any]
    ids: set[str] = field(default_factory=set)

    def filled(self, value: Any) -> Any:
        """Return a value of the data with kept values in it."""
        if isinstance(value, dict):
            return {self.filled(name): self.filled(inner) for name, inner in value.items()}
        if isinstance(value, list):
            return [self.filled(inner) for inner in value]
        if not isinstance(value, str):
            return value
        known = {f"{{{name}}}": kept for name, kept in self.kept.items()}
        if value in known:
            return known[value]
        for name, kept in known.items():
            value = value.replace(name, str(kept))
        return value

    def take(self, step: dict[str, Any]) -> None:
        """Do what the step says, and see what it says of that."""
        step = self.filled(step)
        (do,) = {"ask", "comes", "fetch", "delivered"} & set(step)
        answer = getattr(self, f"_{do}")(step)
        if "count" in step:
            assert len(answer) == step["count"], answer
        for pointer, wanted in step.get("holds", {}).items():
            self._see(at(answer, pointer), wanted, f"{pointer} of {answer}")
        for name, pointer in step.get("keep", {}).items():
            self.kept[name] = at(answer, pointer)
            assert self.kept[name] is not MISSING, f"{pointer} of {answer}"

    def _see(self, found: Any, wanted: Any, where: str) -> None:
        if wanted == "<now>":
            assert abs(found - time.time()) < NEAR, where
        elif wanted == "<new>":
            assert isinstance(found, str)
            assert found not in self.ids, where
            self.ids.add(found)
        else:
            assert found == (self.account.number if wanted == "<instance>" else wanted), where

    def _ask(self, step: dict[str, Any]) -> Any:
        method, _, asked = step["ask"].partition(" ")
        name, _, more = asked.partition(" ")
        name, _, query = name.partition("?")
        path = DATA["path"].format(instance=self.account.number, ask=name, token=TOKEN) + more
        sent: dict[str, Any] = {"json": step["body"]} if "body" in step else {}
        if "form" in step:
            sent = {"files": members(step["form"])}
        answer = self.client.request(method, path, params=query, **sent)
        assert answer.status_code == step.get("status", 200), answer.text
        return answer.json()

    def _comes(self, step: dict[str, Any]) -> Any:
        file = step["file"].encode() if "file" in step else None
        body, *_ = self.account.trigger(step["comes"], file=file, set=step.get("set", {}))
        return body

    def _fetch(self, step: dict[str, Any]) -> None:
        try:
            answer = self.client.get(step["fetch"])
        except httpx.RemoteProtocolError:
            assert step.get("breaks"), "it broke off"
            return
        assert not step.get("breaks"), answer.status_code
        assert answer.status_code == step.get("status", 200)
        for name, wanted in step.get("headers", {}).items():
            assert answer.headers[name] == wanted
        assert answer.text == step.get("content", answer.text)

    def _delivered(self, step: dict[str, Any]) -> Any:
        self.receiver.wait_for(1)
        headers, content = self.receiver.came.pop(0)
        found = {name.lower(): value for name, value in headers.items()}
        assert found | step["delivered"] == found
        return httpx.Response(200, content=content).json()


def test_what_no_answer_tells_is_as_known(contract: Contract) -> None:
    assert {pointer: contract.at(pointer) for pointer in DATA["known"]} == DATA["known"]


@pytest.mark.parametrize(("steps", "kept"), [*courses()])
def test_what_follows(steps: list[dict[str, Any]], kept: dict[str, Any], base_url: str) -> None:
    with closing(Receiver()) as receiver, httpx.Client(base_url=base_url, timeout=30) as client:
        course = Course(client, Account(base_url), receiver, {**kept, "receiver": receiver.url})
        for step in steps:
            course.take(step)
