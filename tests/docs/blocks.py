"""The documentation's pages and the blocks of code in them, with what is said of them in comments.

Comments before a block say what cannot be seen in it:

    <!-- not run: REASON -->           it is not run, because of that
    <!-- tested by: tests/… -->        another test runs or checks it
    <!-- shell: COMMANDS -->           run before it, and not shown
    <!-- given: PYTHON -->             the beginning of the Python below, not shown
    <!-- ends with: 5 -->              the exit code of its last command
    <!-- goes on after: TEXT -->       its last command goes on; what follows waits for this output
    <!-- Ctrl-C after: TEXT -->        its last command is ended by Ctrl-C when it has said that
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

from tests.support.project import PROJECT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PAGES = sorted(
    [
        *(PROJECT / name for name in ("README.md", "SECURITY.md", "mock/README.md")),
        *(PROJECT / "docs").glob("*.md"),
    ]
)
WORDS = ("not run", "tested by", "shell", "given", "ends with", "goes on after", "Ctrl-C after")
RUN = ("sh", "console", "python", "js")  # languages of what is run
SHOWN = ("mermaid", "text")  # languages of what is only looked at
_COMMENT = re.compile(r"<!-- (?P<word>[\w -]+?):\s(?P<value>.*?)\s*-->", re.DOTALL)


@dataclass(frozen=True)
class Block:
    """A block of code."""

    page: Path
    line: int
    language: str
    text: str
    said: dict[str, str]

    @property
    def is_run(self) -> bool:
        return self.language in RUN and not self.said.keys() & {"not run", "tested by"}

    @property
    def place(self) -> str:
        return f"{os.path.relpath(self.page, PROJECT)}:{self.line}"


def comments(page: Path) -> list[str]:
    """The words that are said in the comments of a page."""
    return [found["word"] for found in _COMMENT.finditer(page.read_text("utf-8"))]


def blocks(page: Path) -> Iterator[Block]:
    """The blocks of a page, in their order."""
    said: dict[str, str] = {}
    for token in MarkdownIt("commonmark").parse(page.read_text("utf-8")):
        first, _ = token.map or (0, 0)
        if token.type == "html_block":
            said |= {found["word"]: found["value"] for found in _COMMENT.finditer(token.content)}
        elif token.type in ("fence", "code_block"):
            yield Block(page, first + 1, token.info.strip(), token.content, said)
            said = {}
        elif token.type == "paragraph_open":
            said = {}
