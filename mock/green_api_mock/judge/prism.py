"""Prism as a child process: started, asked, watched, restarted, and never left behind."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import logging
import os
import subprocess
import sys
from collections import deque
from pathlib import Path
from typing import TYPE_CHECKING, Any

from green_api_mock.errors import PrismError
from green_api_mock.judge.question import JudgeAwayError, JudgeFailedError
from green_api_mock.judge.violations import read_violation

if TYPE_CHECKING:
    from green_api_mock.contract.document import JsonObject
    from green_api_mock.judge.node import NodeHome
    from green_api_mock.judge.question import Question
    from green_api_mock.judge.violations import Violation

log = logging.getLogger(__name__)

_JUDGE = Path(__file__).with_name("judge.js")
# A cold start on a busy machine takes some seconds; nothing good comes after this.
_START_SECONDS = 60.0
_STOP_SECONDS = 5.0
_ANSWER_SECONDS = 20.0
# The longest line of an answer: a message repeats what it found, up to a whole body.
_LONGEST_LINE = 64 * 1024 * 1024
_LOG_LINES = 20
# How judge.js begins the line that says why it ends.
_REASON = "because "
_READY = b"ready\n"
_FIRST_PAUSE = 0.05
_LONGEST_PAUSE = 5.0
# A Prism that lived this long had started well, so the next pause is the shortest again.
_STABLE_SECONDS = 10.0


class Prism:
    """One running Prism with one contract.

    Args:
        node: the Node to run it with.
        home: where it is installed.
        document: the contract. Prism reads it once, from a pipe, and sees no later change.
    """

    def __init__(self, node: str, home: NodeHome, document: JsonObject) -> None:
        self._command = (node, str(_JUDGE), str(home.folder))
        self._compile_cache = str(home.compile_cache)
        self._contract = json.dumps(document).encode() + b"\n"
        self._process: asyncio.subprocess.Process | None = None
        self._watcher: asyncio.Task[None] | None = None
        self._readers: list[asyncio.Task[None]] = []
        self._log: deque[str] = deque(maxlen=_LOG_LINES)
        self._ready: asyncio.Future[None] | None = None
        self._numbers = itertools.count()
        self._asked: dict[int, asyncio.Future[Any]] = {}
        self.restarts = 0

    @property
    def pid(self) -> int | None:
        """The process id, while there is a process."""
        return self._process.pid if self._process else None

    @property
    def is_ready(self) -> bool:
        """Whether it can be asked now."""
        return self._ready is not None and self._ready.done()

    async def start(self) -> None:
        """Start and wait until it can be asked.

        Raises:
            PrismError: it ended, or was not ready in time. The text holds its own reason.
        """
        try:
            await self.spawn()
            await self.ready()
        except BaseException:
            await self.stop()
            raise

    async def spawn(self) -> None:
        """Begin to start. Something else can be done until `ready`."""
        self._log.clear()
        # Node 22.1 and later keep what they compiled, which is a tenth of the start.
        cache = {"NODE_COMPILE_CACHE": self._compile_cache}
        process = await asyncio.create_subprocess_exec(
            *self._command,
            env=cache | os.environ,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            limit=_LONGEST_LINE,
            # Ctrl-C reaches the whole foreground group; Prism ends when its parent says so.
            start_new_session=sys.platform != "win32",
        )
        self._process, self._ready = process, asyncio.get_running_loop().create_future()
        self._readers = [
            asyncio.create_task(self._read_answers(process.stdout, self._ready)),
            asyncio.create_task(self._read_log(process.stderr)),
        ]
        self._write(self._contract)

    async def ready(self) -> None:
        """Wait until it can be asked, and watch it from then on.

        Raises:
            PrismError: as `start`.
        """
        await self._wait_until_ready()
        self._watcher = asyncio.create_task(self._watch())

    async def stop(self) -> None:
        """End the process. Who still waits for a verdict hears that there is none."""
        if self._watcher is not None:
            self._watcher.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._watcher
            self._watcher = None
        await self._end_process()

    async def verdict(self, question: Question) -> list[Violation]:
        """The rules that are broken.

        Raises:
            JudgeAwayError: Prism is not there, ended meanwhile, or did not answer in time.
            JudgeFailedError: Prism cannot judge this request.
        """
        verdict = await self.ask(question.as_json())
        if isinstance(verdict, str):
            raise JudgeFailedError(verdict)
        return [read_violation(found) for found in verdict]

    async def ask(self, question: list[Any]) -> Any:
        """What `judge.js` says to a question: violations, or the text of an error.

        Raises:
            JudgeAwayError: as `verdict`.
        """
        if not self.is_ready:
            raise JudgeAwayError("Prism is being started")
        number = next(self._numbers)
        answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._asked[number] = answer
        self._write(json.dumps([number, *question]).encode() + b"\n")
        try:
            async with asyncio.timeout(_ANSWER_SECONDS):
                return await answer
        except TimeoutError:
            raise JudgeAwayError("Prism did not answer in time") from None
        finally:
            self._asked.pop(number, None)

    def _write(self, line: bytes) -> None:
        if self._process is not None and self._process.stdin is not None:
            self._process.stdin.write(line)

    async def _wait_until_ready(self) -> None:
        process, ready = self._process, self._ready
        if process is None or ready is None:
            raise PrismError("Prism was stopped.")
        ended = asyncio.ensure_future(process.wait())
        either: set[asyncio.Future[Any]] = {ended, ready}
        await asyncio.wait(either, timeout=_START_SECONDS, return_when=asyncio.FIRST_COMPLETED)
        if ready.done():
            ended.cancel()
            return
        if ended.done():
            await asyncio.gather(*self._readers)
            raise PrismError(f"Prism ended with code {process.returncode}{self._said()}")
        ended.cancel()
        await self._end_process()
        raise PrismError(f"Prism did not start within {_START_SECONDS:.0f} s{self._said()}")

    async def _read_answers(
        self, stream: asyncio.StreamReader | None, ready: asyncio.Future[None]
    ) -> None:
        while stream is not None and (line := await _line(stream)).endswith(b"\n"):
            if line == _READY:
                ready.set_result(None)
                continue
            try:
                number, verdict = json.loads(line)
            except (TypeError, ValueError):
                self._note(line)  # what a package of Prism's has to say
                continue
            waiting = self._asked.get(number)
            if waiting is not None and not waiting.done():  # nobody waits for what came too late
                waiting.set_result(verdict)

    async def _read_log(self, stream: asyncio.StreamReader | None) -> None:
        while stream is not None and (line := await _line(stream)):
            self._note(line)

    def _note(self, line: bytes) -> None:
        if text := line.decode("utf-8", "replace").strip():
            self._log.append(text)

    async def _watch(self) -> None:
        """Restart Prism whenever it ends."""
        clock = asyncio.get_running_loop().time
        pause = _FIRST_PAUSE
        while True:
            started = clock()
            if self._process is not None and self.is_ready:
                code = await self._process.wait()
                log.warning("Prism ended with code %s and is being restarted", code)
            self._leave("Prism ended")
            if clock() - started > _STABLE_SECONDS:
                pause = _FIRST_PAUSE
            await asyncio.sleep(pause)
            pause = min(pause * 2, _LONGEST_PAUSE)
            try:
                await self.spawn()
                await self._wait_until_ready()
            except (PrismError, OSError) as error:
                log.error("Prism could not be restarted: %s", error)  # noqa: TRY400 - no traceback
            else:
                self.restarts += 1

    def _leave(self, reason: str) -> None:
        """Nobody can be answered any more."""
        self._ready = None
        asked, self._asked = self._asked, {}
        for waiting in asked.values():
            if not waiting.done():
                waiting.set_exception(JudgeAwayError(reason))

    async def _end_process(self) -> None:
        process, self._process = self._process, None
        self._leave("Prism was stopped")
        if process is None:
            return
        if process.stdin is not None:
            process.stdin.close()  # judge.js ends on this by itself
        try:
            async with asyncio.timeout(_STOP_SECONDS):
                await process.wait()
        except TimeoutError:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()
        await asyncio.gather(*self._readers, return_exceptions=True)

    def _said(self) -> str:
        """Prism's own reason, or whatever it wrote."""
        reasons = [line for line in self._log if line.startswith(_REASON)]
        return ": " + (reasons[-1].removeprefix(_REASON) if reasons else " | ".join(self._log))


async def _line(stream: asyncio.StreamReader) -> bytes:
    """The next line, or a piece of one that is too long; empty at the end."""
    try:
        return await stream.readuntil()
    except asyncio.IncompleteReadError as end:
        return end.partial
    except asyncio.LimitOverrunError as long:
        return await stream.read(long.consumed)
