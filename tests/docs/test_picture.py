"""The README's picture shows what `watch` shows now."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from tests.docs.picture import COMMAND, PICTURE, main

if TYPE_CHECKING:
    from pathlib import Path


def shown(picture: Path) -> list[str]:
    """The lines of the terminal, in any order and without the figures that differ."""
    root = ET.fromstring(picture.read_text("utf-8"))  # noqa: S314 - our own
    text = "".join(root.itertext()).replace("\xa0", " ")
    return sorted(re.findall(r"\$ .*|saved: \S+|VID_\S+|Watching: 6 notifications", text))


def test_it_is_a_picture_of_files_that_arrive() -> None:
    lines = shown(PICTURE)
    assert f"$ {' '.join(COMMAND)}" in lines
    assert sum(line.startswith("saved: inbox/") for line in lines) == 4
    assert "url(http" not in PICTURE.read_text("utf-8").replace('"', "")  # nothing is fetched


@pytest.mark.slow
def test_it_is_what_is_seen_today(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GREEN_API_URL", raising=False)
    assert main(tmp_path / "now.svg") == 0
    assert shown(tmp_path / "now.svg") == shown(PICTURE)
