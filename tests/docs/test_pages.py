"""Every block of the README and of docs/ is run as it stands, against the mock."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.docs.blocks import PAGES, blocks
from tests.docs.running import run_page
from tests.support.project import PROJECT

if TYPE_CHECKING:
    from pathlib import Path

RUN = [page for page in PAGES if any(block.is_run for block in blocks(page))]


@pytest.mark.waits
@pytest.mark.parametrize(
    "page",
    [
        pytest.param(page, marks=[] if page.parent == PROJECT else [pytest.mark.slow])
        for page in RUN
    ],
    ids=lambda page: str(page.relative_to(PROJECT)),
)
def test_every_block_does_what_the_page_says(page: Path, tmp_path: Path) -> None:
    run_page(blocks(page), tmp_path)
