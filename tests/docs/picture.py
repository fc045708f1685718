"""Takes the README's picture of a terminal: a real run of `watch` against the mock.

`python -m tests.docs.picture` writes docs/terminal.svg anew, or the file that it is given. It
starts a mock, lets messages come, and takes the screen of a terminal while the last file, a large
one, is on its way.
"""

from __future__ import annotations

import fcntl
import io
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time
from itertools import groupby
from pathlib import Path

import pyte
from rich.console import Console
from rich.style import Style
from rich.text import Text

from tests.support.project import PROJECT

PICTURE = PROJECT / "docs" / "terminal.svg"
SAMPLES = PROJECT / "mock" / "green_api_mock" / "storage" / "samples"
SCRIPTS = Path(sys.executable).parent
COLUMNS, LINES = 96, 24
SECONDS = 60
COMMAND = ("green-api-files", "watch", "--to", "inbox", "--layout", "{chat}/{name}")
# What comes: the trigger, the chat, the name of the file, and how many bytes are added to a sample.
MESSAGES = (
    ("incomingImage", "79001234567@c.us", "IMG_2041.jpg", 0),
    ("incomingText", "79001234567@c.us", "", 0),
    ("incomingDocument", "120363043968066561@g.us", "offer.pdf", 0),
    ("incomingVoice", "79007654321@c.us", "voice.ogg", 0),
    ("incomingImage", "120363043968066561@g.us", "IMG_2042.jpg", 0),
    ("incomingVideo", "79001234567@c.us", "VID_0007.mp4", 90_000_000),
)
_BAR = "━"
_COLORS = {"brown": "yellow"}  # pyte's word for it


def trigger(name: str, chat: str, file: str, more: int, folder: Path) -> None:
    """Let a message come to the instance."""
    command = [
        str(SCRIPTS / "green-api-mock"),
        "trigger",
        name,
        "--at",
        os.environ["GREEN_API_URL"],
    ]
    command += ["--set", f"senderData.chatId={chat}"]
    if file:
        sample = SAMPLES / f"sample{Path(file).suffix}"
        (folder / file).write_bytes(sample.read_bytes() + bytes(more))
        command += ["--file", str(folder / file)]
        command += ["--set", f"messageData.fileMessageData.fileName={file}"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def watched() -> pyte.Screen:
    """The screen on which `watch` has received everything."""
    screen = pyte.Screen(COLUMNS, LINES)
    stream = pyte.ByteStream(screen)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        process, terminal = pty.fork()
        if process == 0:
            os.chdir(folder)
            os.execv(SCRIPTS / COMMAND[0], COMMAND)  # noqa: S606 - without a shell
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
        for message in MESSAGES:
            trigger(*message, folder)
        end = time.monotonic() + SECONDS
        while (text := "\n".join(screen.display)).count("saved:") != 4 or _BAR not in text:
            if time.monotonic() > end:
                raise TimeoutError(text)
            if select.select([terminal], [], [], 1)[0]:
                stream.feed(os.read(terminal, 4096))
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
        os.close(terminal)
    return screen


def style_of(char: pyte.screens.Char) -> Style:
    """How a character looks."""
    color = _COLORS.get(char.fg, char.fg).replace("bright", "bright_")
    return Style(color=f"#{color}" if re.fullmatch("[0-9a-f]{6}", color) else color, bold=char.bold)


def drawn(screen: pyte.Screen) -> str:
    """The screen, below the command, as an SVG."""
    console = Console(record=True, width=COLUMNS, file=io.StringIO(), force_terminal=True)
    console.print(Text.assemble(("$ ", "bold green"), " ".join(COMMAND)))
    for number in range(screen.cursor.y + 1):
        line = Text()
        chars = [screen.buffer[number][column] for column in range(COLUMNS)]
        for style, run in groupby(chars, style_of):
            line.append("".join(char.data for char in run), style)
        line.rstrip()
        console.print(line, soft_wrap=True)
    svg = console.export_svg(title="green-api-files", unique_id="terminal")
    # Without the fonts that would be fetched from somebody else's server.
    return re.sub(r" *@font-face \{.*?\}\n", "", svg, flags=re.DOTALL)


def main(picture: Path) -> int:
    """Write the picture, with a mock that is started for it unless GREEN_API_URL names one."""
    if "GREEN_API_URL" in os.environ:
        picture.write_text(drawn(watched()), encoding="utf-8")
        return 0
    account = {"GREEN_API_ID_INSTANCE": "1101000001", "GREEN_API_TOKEN_INSTANCE": "abc123"}
    mock = [str(SCRIPTS / "green-api-mock"), "--port", "0", "--"]
    again = [*mock, sys.executable, "-m", "tests.docs.picture", str(picture)]
    return subprocess.call(again, cwd=PROJECT, env=os.environ | account)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else PICTURE))
