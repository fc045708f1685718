"""Prism as a child process: started, watched, restarted, and never left behind."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import subprocess
import sys
import tempfile
from collections import deque
from pathlib import Path
from typing import TYPE_CHECKING

from green_api_mock.errors import PrismError

if TYPE_CHECKING:
    from collections.abc import Callable

    from green_api_mock.node import NodeHome

log = logging.getLogger(__name__)

_GUARD = Path(__file__).with_name("guard.js")
# A cold start on a busy machine takes some seconds; nothing good comes after this.
_START_SECONDS = 60.0
_STOP_SECONDS = 5.0
_LOG_LINES = 20
# How guard.js begins the line that says why Prism ends.
_REASON = "because "
_FIRST_PAUSE = 0.05
_LONGEST_PAUSE = 5.0
# A Prism that lived this long had started well, so the next pause is the shortest again.
_STABLE_SECONDS = 10.0


class Prism:
    """One running Prism with one contract.

    Args:
        node: the Node to run it with.
        home: where it is installed.
        contract: the contract as JSON. Prism gets a private copy, so that its own reloading,
            which ends the process over a broken file, never sees a change.
        upstream: the URL of a server whose answers it checks; without, it answers by itself.
    """

    def __init__(
        self, node: str, home: NodeHome, contract: bytes, *, upstream: str | None = None
    ) -> None:
        self._node = node
        self._home = home
        self._contract = contract
        self._upstream = upstream
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._process: asyncio.subprocess.Process | None = None
        self._watcher: asyncio.Task[None] | None = None
        self._listening: asyncio.Future[int] | None = None
        self._log: deque[str] = deque(maxlen=_LOG_LINES)
        self._readers: list[asyncio.Task[None]] = []
        self.port: int | None = None
        self.restarts = 0
        self.on_port: Callable[[int | None], None] = lambda _port: None

    @property
    def pid(self) -> int | None:
        """The process id, while there is a process."""
        return self._process.pid if self._process else None

    async def start(self) -> None:
        """Start and wait until it listens.

        Raises:
            PrismError: it ended, or did not listen in time. The text holds its own reason.
        """
        try:
            await self.spawn()
            await self.listening()
        except BaseException:
            await self.stop()
            raise

    async def spawn(self) -> None:
        """Begin to start. Something else can be done until `listening`."""
        self._folder = tempfile.TemporaryDirectory(prefix="green-api-mock-")
        (Path(self._folder.name) / "contract.json").write_bytes(self._contract)
        await self._launch()

    async def listening(self) -> None:
        """Wait until it listens, and watch it from then on.

        Raises:
            PrismError: as `start`.
        """
        await self._wait_until_listening()
        self._watcher = asyncio.create_task(self._watch())

    async def stop(self) -> None:
        """End the process and remove the private copy of the contract."""
        if self._watcher is not None:
            self._watcher.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._watcher
            self._watcher = None
        await self._end_process()
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None

    async def _launch(self) -> None:
        if self._folder is None:
            raise PrismError("Prism was stopped.")
        self._log.clear()
        document = str(Path(self._folder.name) / "contract.json")
        # Not the user's NODE_ENV: "production" makes Prism fork a second process.
        environment = {name: value for name, value in os.environ.items() if name != "NODE_ENV"}
        # Node 22.1 and later keep what they compiled, which is a tenth of the start.
        environment.setdefault("NODE_COMPILE_CACHE", str(self._home.compile_cache))
        self._process = await asyncio.create_subprocess_exec(
            self._node,
            str(_GUARD),
            str(self._home.folder),
            *("proxy" if self._upstream else "mock", document),
            *([self._upstream] if self._upstream else []),
            *("--port", "0", "--host", "127.0.0.1", "--cors", "false"),
            # `fatal` says why a start failed and nothing else: request lines hold the token.
            *("--multiprocess", "false", "--verboseLevel", "fatal"),
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            # Ctrl-C reaches the whole foreground group; Prism ends when its parent says so.
            start_new_session=sys.platform != "win32",
        )
        self._listening = asyncio.get_running_loop().create_future()
        self._readers = [
            asyncio.create_task(self._read_port(self._process.stdout, self._listening)),
            asyncio.create_task(self._read_log(self._process.stderr)),
        ]

    async def _wait_until_listening(self) -> None:
        process, listening = self._process, self._listening
        if process is None or listening is None:
            raise PrismError("Prism was stopped.")
        ended = asyncio.ensure_future(process.wait())
        done, _ = await asyncio.wait(
            {ended, listening}, timeout=_START_SECONDS, return_when=asyncio.FIRST_COMPLETED
        )
        if listening in done:
            ended.cancel()
            self.port = listening.result()
            self.on_port(self.port)
            return
        if ended in done:
            await asyncio.gather(*self._readers)
            raise PrismError(f"Prism ended with code {process.returncode}{self._said()}")
        ended.cancel()
        await self._end_process()
        raise PrismError(f"Prism did not start within {_START_SECONDS:.0f} s{self._said()}")

    async def _read_port(
        self, stream: asyncio.StreamReader | None, listening: asyncio.Future[int]
    ) -> None:
        while stream is not None and (line := await _line(stream)):
            word, _, port = line.decode("utf-8", "replace").strip().partition(" ")
            if word == "listening" and not listening.done():
                listening.set_result(int(port))

    async def _read_log(self, stream: asyncio.StreamReader | None) -> None:
        while stream is not None and (line := await _line(stream)):
            if text := line.decode("utf-8", "replace").strip():
                self._log.append(text)

    async def _watch(self) -> None:
        """Restart Prism whenever it ends."""
        clock = asyncio.get_running_loop().time
        pause = _FIRST_PAUSE
        while True:
            started = clock()
            if self._process is not None and self.port is not None:
                code = await self._process.wait()
                log.warning("Prism ended with code %s and is being restarted", code)
            self.port = None
            self.on_port(None)
            if clock() - started > _STABLE_SECONDS:
                pause = _FIRST_PAUSE
            await asyncio.sleep(pause)
            pause = min(pause * 2, _LONGEST_PAUSE)
            try:
                await self._launch()
                await self._wait_until_listening()
            except (PrismError, OSError) as error:
                log.error("Prism could not be restarted: %s", error)  # noqa: TRY400 - no traceback
            else:
                self.restarts += 1

    async def _end_process(self) -> None:
        process, self._process, self.port = self._process, None, None
        if process is None:
            return
        if process.stdin is not None:
            process.stdin.close()  # the guard ends on this by itself
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
