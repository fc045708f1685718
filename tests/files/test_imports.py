"""Importing costs little, and the generated client needs none of the library's parts."""

from __future__ import annotations

import subprocess
import sys

import pytest


def modules_after(statement: str) -> set[str]:
    script = f"{statement}\nimport sys\nprint(*sys.modules)"
    # Without the site's own files: a .pth file of a tool may import anything.
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return set(done.stdout.split())


HTTP = {"httpx", "aiohttp", "urllib3"}


def test_the_library_imports_no_client_before_one_is_used() -> None:
    heavy = {*HTTP, "attrs", "asyncio", "green_api_client", "typer", "sqlite3"}
    assert not modules_after("import green_api_files") & heavy


@pytest.mark.parametrize(
    ("client", "library"), [("GreenApi", "urllib3"), ("AsyncGreenApi", "aiohttp")]
)
def test_each_client_brings_one_http_library(client: str, library: str) -> None:
    imported = modules_after(f"import green_api_files; green_api_files.{client}(1, 'abc')")
    assert imported & HTTP == {library}


def test_the_client_for_threads_needs_no_event_loop() -> None:
    assert "asyncio" not in modules_after(
        "from green_api_files import GreenApi; GreenApi(1, 'abc')"
    )


def test_the_generated_client_needs_httpx_and_attrs_only() -> None:
    script = """
import importlib.abc, sys
class Refuse(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {"aiohttp", "urllib3", "typer", "green_api_files"}:
            raise ImportError(name)
sys.meta_path.insert(0, Refuse())
import green_api_client, green_api_client.api.receiving.download_file
"""
    subprocess.run([sys.executable, "-c", script], check=True)
