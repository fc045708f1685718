"""What the fixture's methods do with a mock, within one event loop."""

from __future__ import annotations

import asyncio
import sys
import threading
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Self, cast

import pytest

from green_api_mock import installed, plugin
from green_api_mock.contract import default_contract, read_contract
from green_api_mock.errors import PortError
from green_api_mock.server.mock import Options
from green_api_mock.storage.address import MEDIA_PATH
from tests.mock.depot import CONTRACT
from tests.mock.indoors import DEPOTS, Indoors, served

if TYPE_CHECKING:
    from pathlib import Path

    from green_api_mock.contract import Contract


def fixture_of(mock: Indoors) -> plugin.GreenApiMock:
    running = SimpleNamespace(state=mock.state, url=mock.url)
    return plugin.GreenApiMock(cast("Any", running), asyncio.get_running_loop())


async def test_requests_and_downloads_are_told_apart(mock: Indoors) -> None:
    fixture = fixture_of(mock)
    await mock.http.get("/depots/1/rules")
    await mock.http.get(f"{MEDIA_PATH}nothing")
    requests = await asyncio.to_thread(lambda: fixture.requests)
    downloads = await asyncio.to_thread(lambda: fixture.downloads)
    assert [arrived.path for arrived in requests] == ["/depots/1/rules"]
    assert [arrived.path for arrived in downloads] == [f"{MEDIA_PATH}nothing"]


@pytest.mark.parametrize(
    ("name", "wanted", "order", "instance"),
    [
        ("wrong", {}, {"answer": "400 wrong"}, None),
        (400, {"times": 3}, {"answer": "400 wrong", "times": 3}, None),
        ("idle", {"delay_seconds": 0.5}, {"answer": "200 idle", "delaySeconds": 0.5}, None),
        (
            "wrong",
            {"operation": "rules", "instance": 7},
            {"answer": "400 wrong", "operation": "rules"},
            "7",
        ),
        (None, {"status": 599}, {"answer": "599"}, None),
        (None, {"fault": "silence"}, {"answer": "silence", "fault": "silence"}, None),
    ],
)
async def test_an_answer_is_ordered_as_it_is_wanted(
    mock: Indoors, name: Any, wanted: dict[str, Any], order: dict[str, Any], instance: str | None
) -> None:
    await asyncio.to_thread(fixture_of(mock).answer_with, name, **wanted)
    (placed,) = mock.state.session.orders.waiting(None, None)
    plain = {"id": 1, "operation": None, "times": 1, "delaySeconds": 0, "fault": None}
    assert placed.as_json() == plain | order
    assert placed.instance == instance


async def test_an_answer_of_ones_own_has_its_headers_and_its_body(mock: Indoors) -> None:
    fixture = fixture_of(mock)
    own = {"X-Own": "yes"}
    await asyncio.to_thread(fixture.answer_with, status=418, headers=own, body={"a": [1]})
    answer = await mock.http.get("/depots/1/rules")
    assert (answer.status_code, answer.headers["X-Own"]) == (418, "yes")
    assert answer.json() == {"a": [1]}


async def test_what_came_is_given_back(mock: Indoors, tmp_path: Path) -> None:
    fixture = fixture_of(mock)
    came = await asyncio.to_thread(fixture.trigger, "moved")
    assert came == {"ticket": 1, "body": {"number": "P1", "state": "moved"}}
    came = await asyncio.to_thread(
        fixture.trigger, "moved", set={"state": "lost"}, times=4, instance=7
    )
    assert (came["ticket"], came["body"]["state"]) == (4, "lost")
    waiting = {each.instance: each.waiting() for each in mock.state.session.remembered()}
    assert waiting == {"1": {"arrivals": 1}, "7": {"arrivals": 4}}
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(b"\xff its bytes")
    picture = (await asyncio.to_thread(fixture.trigger, "parcel", file=photo))["body"]["picture"]
    assert (picture["name"], picture["link"].startswith(mock.url)) == ("photo.jpg", True)
    assert (await mock.http.get(picture["link"])).content == photo.read_bytes()


async def test_what_is_of_one_instance_can_be_forgotten_alone(mock: Indoors) -> None:
    fixture = fixture_of(mock)
    for depot in (1, 2, 3):
        await mock.http.get(f"/depots/{depot}/rules")
    left = []
    for instance in (2, "3", None):
        await asyncio.to_thread(fixture.reset, instance)
        left.append([each.instance for each in await asyncio.to_thread(lambda: fixture.requests)])
    assert left == [["1", "3"], ["1"], []]


def contract_of(text: str, folder: Path) -> Contract:
    path = folder / "contract.yaml"
    path.write_text(text, "utf-8")
    return read_contract(path)


async def test_each_test_has_the_next_number_that_no_scenario_has(tmp_path: Path) -> None:
    text = CONTRACT.read_text("utf-8").replace("depot: 901", "depot: 3")
    async with served(contract_of(text, tmp_path)) as mock:
        fixture = fixture_of(mock)
        numbers = []
        for _ in range(4):
            numbers.append(fixture.instance)
            await asyncio.to_thread(fixture.next_test)
        # The contract's example is 1, which a test has that asks for no number.
        assert numbers == [2, 4, 5, 6]


async def test_where_instances_have_names_there_is_no_next_number(tmp_path: Path) -> None:
    number = "schema: { type: integer, minimum: 1 }, example: 1 }\n  requestBodies"
    text = CONTRACT.read_text("utf-8")
    assert number in text
    text = text.replace(number, "schema: { type: string }, example: north }\n  requestBodies")
    async with served(contract_of(text, tmp_path)) as mock:
        fixture = fixture_of(mock)
        with pytest.raises(LookupError, match="names no number"):
            _ = fixture.instance


class Started:
    """Stands in for the mock of a session, which takes seconds to start."""

    url = "http://127.0.0.1:1"
    options: list[Options]
    threads: list[threading.Thread]
    error: Exception | None

    def __init__(self, options: Options) -> None:
        self.options.append(options)
        self.threads.append(threading.current_thread())
        self.state = SimpleNamespace(
            session=SimpleNamespace(forget=lambda _: None), contract=DEPOTS
        )

    async def __aenter__(self) -> Self:
        if self.error is not None:
            raise self.error
        return self

    async def __aexit__(self, *_: object) -> None:
        pass


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> type[Started]:
    Started.options, Started.threads, Started.error = [], [], None
    monkeypatch.setattr("green_api_mock.server.mock.Mock", Started)
    return Started


PLUGIN = ("-p", "green_api_mock.plugin", "-p", "no:cacheprovider")
SUITE = "def test_it(green_api_mock):\n    assert green_api_mock.url == 'http://127.0.0.1:1'\n"
pytest_plugins = ["pytester"]


@pytest.fixture
def suite(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    pytester.makepyfile(SUITE)
    return pytester


def test_a_suite_has_one_mock_on_a_free_port_and_in_the_time_of_the_world(
    suite: pytest.Pytester, started: type[Started]
) -> None:
    suite.makepyfile(test_other=SUITE)
    suite.runpytest_inprocess(*PLUGIN).assert_outcomes(passed=2)
    assert started.options == [Options(default_contract(), port=0, time_factor=1.0)]
    (thread,) = started.threads
    assert (thread.name, thread.daemon, thread.is_alive()) == ("green-api-mock", True, False)


def test_a_mock_that_cannot_start_is_said_in_a_sentence(
    suite: pytest.Pytester, started: type[Started]
) -> None:
    started.error = PortError("The port is taken.")
    result = suite.runpytest_inprocess(*PLUGIN)
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["The mock cannot start: The port is taken."])
    result.stdout.no_fnmatch_line("*plugin.py:*")


@pytest.mark.parametrize("missing", ["a package", "a module"])
def test_what_is_not_installed_is_said_in_a_sentence(
    suite: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    if missing == "a package":
        monkeypatch.setattr(installed, "find_spec", lambda _: None)
    else:
        monkeypatch.setitem(sys.modules, "green_api_mock.server.mock", None)
    result = suite.runpytest_inprocess(*PLUGIN)
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(
        ["The mock cannot start*Install it with: pip install 'green-api-files[[]mock[]]'"]
    )
    result.stdout.no_fnmatch_line("*plugin.py:*")
