"""Every block of the documentation is run or says why not, and every link leads somewhere."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest

from tests.docs.blocks import PAGES, RUN, SHOWN, WORDS, Block, blocks, comments
from tests.support.project import PROJECT

if TYPE_CHECKING:
    from pathlib import Path

LINK = re.compile(r"\]\((?!https?:)(?P<file>[^)#\s]*)(?:#(?P<anchor>[^)\s]+))?\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)


def each(page: Path) -> str:
    return str(page.relative_to(PROJECT))


@pytest.mark.parametrize("page", PAGES, ids=each)
def test_every_block_is_run_or_says_why_not(page: Path) -> None:
    for block in blocks(page):
        assert block.is_run or block.language in SHOWN or reason(block), block.place


def reason(block: Block) -> str:
    if test := block.said.get("tested by"):
        assert (PROJECT / test).is_file(), f"{block.place}: {test}"
    return test or block.said.get("not run", "")


@pytest.mark.parametrize("page", PAGES, ids=each)
def test_what_comments_say_of_blocks_is_understood(page: Path) -> None:
    said = [word for block in blocks(page) for word in block.said]
    assert set(said) <= set(WORDS)
    # None of them stands where it belongs to no block.
    assert sorted(said) == sorted(word for word in comments(page) if word in WORDS)


def test_every_language_is_run_somewhere() -> None:
    assert {block.language for page in PAGES for block in blocks(page) if block.is_run} == set(RUN)


def slug(heading: str) -> str:
    """The anchor that a heading gets where the pages are shown."""
    plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading)
    return re.sub(r"[^\w\- ]", "", plain.lower()).replace(" ", "-")


@pytest.mark.parametrize("page", PAGES, ids=each)
def test_every_link_leads_to_a_file_and_a_heading(page: Path) -> None:
    for link in LINK.finditer(FENCE.sub("", page.read_text("utf-8"))):
        target = page.parent / unquote(link["file"]) if link["file"] else page
        assert target.exists(), link[0]
        if link["anchor"] and target.suffix == ".md":
            headings = HEADING.findall(FENCE.sub("", target.read_text("utf-8")))
            assert link["anchor"] in {slug(heading) for heading in headings}, link[0]
