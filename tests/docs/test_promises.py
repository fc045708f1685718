"""docs/proof.md names for every promise of the documentation a test that exists."""

from __future__ import annotations

import ast
import re
from functools import cache

import pytest

from tests.support.project import PROJECT

PROOF = PROJECT / "docs" / "proof.md"
ROW = re.compile(
    r"^\| \[[a-z A-Z-]+\]\((?P<page>[^)]+)\) \| (?P<words>.+) \| (?P<tests>.+) \|$", re.MULTILINE
)
TEST = re.compile(r"`(?P<file>[\w/]+\.py)::(?P<name>test_\w+)`")
COMMAND = re.compile(r"`make (?P<target>[\w-]+)`")
BULLET = re.compile(r"^- (?:.+\n(?:  .+\n)*)", re.MULTILINE)
# The lists of promises, each of which has to be in the table.
LISTS = (
    ("docs/library.md", "## What saving a file promises"),
    ("docs/library.md", "## An inbox"),
    ("docs/library.md", "## Notifications"),
    ("docs/command.md", "## Receive for ever"),
    ("SECURITY.md", "## What is promised"),
)


def rows() -> list[tuple[str, str, str]]:
    """The table: the page, its words, and what would fail."""
    table = PROOF.read_text("utf-8").partition("| page | promise |")[2]
    found = [
        (
            str((PROOF.parent / row["page"]).resolve().relative_to(PROJECT)),
            row["words"],
            row["tests"],
        )
        for row in ROW.finditer(table)
    ]
    assert len(found) == table.count("\n|") - 1  # all lines but the one below the head
    return [(page, words.replace(r"\|", "|"), tests) for page, words, tests in found]


@cache
def text_of(page: str) -> str:
    return " ".join((PROJECT / page).read_text("utf-8").split())


@cache
def names_in(file: str) -> set[str]:
    tree = ast.parse((PROJECT / "tests" / file).read_text("utf-8"))
    return {
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }


@pytest.mark.parametrize(
    ("page", "words", "tests"), rows(), ids=[f"{page}-{words}" for page, words, _ in rows()]
)
def test_the_words_are_those_of_the_page_and_the_tests_exist(
    page: str, words: str, tests: str
) -> None:
    assert words in text_of(page)
    named = [*TEST.finditer(tests), *COMMAND.finditer(tests)]
    assert len(named) == len(tests.split(", ")), tests
    targets = (PROJECT / "Makefile").read_text("utf-8")
    for found in named:
        if "target" in found.groupdict():
            assert f"\n{found['target']}: " in targets
        else:
            assert found["name"] in names_in(found["file"]), found[0]


@pytest.mark.parametrize(("page", "heading"), LISTS)
def test_no_promise_of_a_list_is_left_out(page: str, heading: str) -> None:
    section = (
        (PROJECT / page).read_text("utf-8").partition(f"\n{heading}\n")[2].partition("\n## ")[0]
    )
    promised = section.partition("What is not promised")[0]
    bullets = [" ".join(bullet[0].split()) for bullet in BULLET.finditer(promised)]
    assert bullets
    proved = [words for where, words, _ in rows() if where == page]
    assert not [bullet for bullet in bullets if not any(words in bullet for words in proved)]
