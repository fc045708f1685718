"""A page that says what is not so is noticed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.docs.blocks import blocks
from tests.docs.running import run_page

if TYPE_CHECKING:
    from pathlib import Path

# It starts something itself, so that no mock is started for it.
START = """
<!-- goes on after: here -->
```sh
echo here; sleep 60
```
"""


def name(text: str) -> str:
    return re.sub(r"\W+", "-", text)


def run(folder: Path, text: str) -> None:
    page = folder / "page.md"
    page.write_text(f"{START}\n{text}", "utf-8")
    run_page(blocks(page), folder)


@pytest.mark.parametrize(
    "text",
    [
        "```console\n$ echo 'one and two'; echo three\none …\nthree\n```",
        "<!-- ends with: 3 -->\n```sh\ntrue\n(exit 3)\n```",
        "```sh\nexport A=b\n```\n\n```python\nimport os\nassert os.environ['A'] == 'b'\n```",
        "<!-- given: a = 1 -->\n```python\nassert a == 1\n```",
        "<!-- shell: touch file -->\n```sh\nls file\n```",
        "<!-- Ctrl-C after: begun -->\n```sh\necho begun; trap 'exit 130' INT; sleep 60\n```",
    ],
    ids=name,
)
def test_what_is_so(tmp_path: Path, text: str) -> None:
    run(tmp_path, text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("```sh\nfalse\ntrue\n```", "exit code 1 instead of 0"),
        ("```console\n$ echo one\ntwo\n```", "shows 'two', but it printed:\none"),
        ("```console\n$ printf 'b\\na\\n'\na\nb\n```", "shows 'b', but"),
        ("```python\nraise SystemExit(4)\n```", "exit code 4 instead of 0"),
        pytest.param(
            "```python\ndef test_it():\n    assert False\n```", "1 failed", marks=pytest.mark.slow
        ),
        ("<!-- goes on after: ready -->\n```sh\necho no\n```", "it never said ready"),
        ("```sh\npip install '.[nothing]'\n```", "exit code 1"),
        ("```sh\nmake nothing\n```", "No rule to make target"),
    ],
    ids=name,
)
def test_what_is_not_so(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(AssertionError, match=said):
        run(tmp_path, text)
