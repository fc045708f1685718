"""Prism's process: how it is started, asked, watched and ended, with a script in its place."""

from __future__ import annotations

import asyncio
import json
import os
import signal
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from green_api_mock.errors import PrismError
from green_api_mock.judge import prism
from green_api_mock.judge.node import NodeHome
from green_api_mock.judge.prism import Prism
from green_api_mock.judge.question import Body, JudgeAwayError, JudgeFailedError, Question
from tests.mock.example import EXAMPLE
from tests.mock.scripts import script

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

HANG_GUARD = 20
READY = "read -r contract; echo ready"
SILENT = f"{READY}; while read -r question; do :; done"
NUMBERED = "number=${question%%,*}; number=${number#[}"
ANSWERS = f"{READY}; while read -r question; do {NUMBERED}; ANSWER; done"
QUESTION = Question(EXAMPLE.operation, {})
NOTHING_WRONG = ANSWERS.replace("ANSWER", 'echo "[$number, []]"')


def prism_of(folder: Path, line: str) -> Prism:
    node = script(folder / "node", line)
    return Prism(str(node), NodeHome(folder, is_checkout=True), {"openapi": "3.1.0"})


@asynccontextmanager
async def running(folder: Path, line: str) -> AsyncIterator[Prism]:
    judge = prism_of(folder, line)
    async with asyncio.timeout(HANG_GUARD):
        await judge.start()
        try:
            yield judge
        finally:
            await judge.stop()


async def test_it_is_told_the_contract_and_where_node_keeps_what_it_compiled(
    tmp_path: Path,
) -> None:
    tells = f'read -r contract; echo "$contract $2 $NODE_COMPILE_CACHE $HOME" >{tmp_path}/told; '
    judge = prism_of(tmp_path, tells + "echo ready; read -r end")
    assert (judge.pid, judge.is_ready, judge.restarts) == (None, False, 0)
    await judge.start()
    pid = judge.pid
    assert pid is not None
    assert judge.is_ready
    os.kill(pid, 0)
    await judge.stop()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    cache = tmp_path / "node_modules" / ".cache" / "node"
    told = (tmp_path / "told").read_text()
    assert told == f'{{"openapi": "3.1.0"}} {tmp_path} {cache} {os.environ["HOME"]}\n'


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (r"printf 'caf\351\n\n of \n' >&2; exit 3", "ended with code 3: caf� | of"),
        ("echo because one >&2; echo because two >&2; echo three >&2; exit 1", "code 1: two"),
        (
            "for line in $(seq 30); do echo $line >&2; done; exit 1",
            f"code 1: {' | '.join(map(str, range(11, 31)))}",
        ),
        ("exec 2>&-; exit 1", "code 1: "),
    ],
)
async def test_why_it_did_not_start_is_told_in_its_own_words(
    tmp_path: Path, line: str, said: str
) -> None:
    judge = prism_of(tmp_path, f"read -r contract; {line}")
    with pytest.raises(PrismError) as error:
        await judge.start()
    assert str(error.value).endswith(said)
    assert judge.pid is None


async def test_what_does_not_get_ready_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prism, "_START_SECONDS", 0.01)
    monkeypatch.setattr(prism, "_STOP_SECONDS", 0.01)
    judge = prism_of(tmp_path, f"echo because it waits >&2; >{tmp_path}/said; exec sleep 60")
    await judge.spawn()
    while not (tmp_path / "said").exists():  # noqa: ASYNC110 - a process says it
        await asyncio.sleep(0.001)
    pid = judge.pid
    assert pid is not None
    assert not judge.is_ready
    with pytest.raises(JudgeAwayError, match="is being started"):
        await judge.verdict(QUESTION)
    with pytest.raises(PrismError, match="did not start within 0 s: it waits"):
        await judge.ready()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    with pytest.raises(PrismError, match="was stopped"):
        await judge.ready()


async def test_a_question_is_asked_in_the_form_of_prism(tmp_path: Path) -> None:
    operation = replace(EXAMPLE.operation, method="POST", template="/a{id}/{name}")
    request = ({"id": "1", "name": "b/ c"}, {"q": ["1", "2"]}, {"x": "y"}, Body("text/plain", "t"))
    async with running(
        tmp_path,
        ANSWERS.replace("ANSWER", f'echo "$question" >>{tmp_path}/told; echo "[$number, []]"'),
    ) as judge:
        await judge.verdict(Question(operation, *request, {"statusCode": 200}))
        await judge.verdict(Question(operation, {"id": "2", "name": "3"}))
    first, second = map(json.loads, (tmp_path / "told").read_text().splitlines())
    # Prism looks at the media type of a body only where a length says that there is one.
    headers = {"x": "y", "content-type": "text/plain", "content-length": "1"}
    url = {"path": "/a1/b%2F%20c", "query": {"q": ["1", "2"]}}
    asked: dict[str, Any] = {"method": "post", "url": url, "headers": headers, "body": "t"}
    assert first == [0, "post /a{id}/{name}", asked, {"statusCode": 200}]
    asked |= {"url": {"path": "/a2/3", "query": {}}, "headers": {}, "body": None}
    assert second == [1, "post /a{id}/{name}", asked, None]


@pytest.mark.parametrize(
    "answer",
    [
        # Nobody waits for the first one any more, and nobody for the second of two.
        r'printf "%s\n" "[99, []]" "[$number, []]" "[$number, []]"',
        # More than what a pipe holds, and than asyncio takes for a line by itself.
        r'printf "%0100000d\n" 0 >&2; printf "[$number, %100000s]\n" "[]"',
        # What a package of Prism's has to say, and is no answer.
        r'printf "%s\n" "(node:1) Warning" 7 "[1]" "[$number, []]"',
    ],
)
async def test_a_question_gets_the_answer_with_its_number(tmp_path: Path, answer: str) -> None:
    async with running(tmp_path, ANSWERS.replace("ANSWER", answer)) as judge:
        for _ in range(3):
            assert await judge.verdict(QUESTION) == []


async def test_a_line_of_the_log_may_be_longer_than_any(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prism, "_LONGEST_LINE", 1000)
    loud = 'printf "%0200000d" 0 >&2; echo >&2; echo "[$number, []]"'
    async with running(tmp_path, ANSWERS.replace("ANSWER", loud)) as judge:
        assert await judge.verdict(QUESTION) == []


async def test_what_it_cannot_judge_is_told(tmp_path: Path) -> None:
    failing = ANSWERS.replace("ANSWER", """echo "[$number, \\"TypeError: x\\"]" """)
    async with running(tmp_path, failing) as judge:
        with pytest.raises(JudgeFailedError, match="TypeError: x"):
            await judge.verdict(QUESTION)


async def test_who_waits_hears_why_there_is_no_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ends = f"{READY}; read -r question; exit 1"
    async with running(tmp_path, ends) as judge:
        with pytest.raises(JudgeAwayError, match=r"^Prism ended$"):
            await judge.verdict(QUESTION)
    async with running(tmp_path, SILENT) as judge:
        asked = asyncio.create_task(judge.verdict(QUESTION))
        await asyncio.sleep(0)
        await judge.stop()
        with pytest.raises(JudgeAwayError, match=r"^Prism was stopped$"):
            await asked
    monkeypatch.setattr(prism, "_ANSWER_SECONDS", 0.01)
    for line in (SILENT, f"{READY}; echo no JSON; read -r question; read -r end"):
        async with running(tmp_path, line) as judge:
            with pytest.raises(JudgeAwayError, match="did not answer in time"):
                await judge.verdict(QUESTION)


async def test_it_is_restarted_ever_later_until_it_lives_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pauses: list[float] = []
    sleep = asyncio.sleep

    async def note(seconds: float) -> None:
        pauses.append(seconds)
        await sleep(0.001)

    async def fall_and_rise(times: int) -> None:
        (tmp_path / "node").unlink()
        before = len(pauses)
        assert judge.pid is not None
        os.kill(judge.pid, signal.SIGKILL)
        while len(pauses) < before + times:
            await sleep(0.01)
        assert not judge.is_ready
        script(tmp_path / "node", NOTHING_WRONG)
        while not judge.is_ready:
            await sleep(0.01)
        assert await judge.verdict(QUESTION) == []

    async with running(tmp_path, NOTHING_WRONG) as judge:
        monkeypatch.setattr(asyncio, "sleep", note)
        monkeypatch.setattr(prism, "_STABLE_SECONDS", 3600)
        await fall_and_rise(4)
        await fall_and_rise(6)
        assert judge.restarts == 2
        assert pauses[:9] == [0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 5, 5]
        monkeypatch.setattr(prism, "_STABLE_SECONDS", -1)
        await fall_and_rise(2)
        assert pauses[-1] == pauses[0]
