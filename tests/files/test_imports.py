"""Importing costs little, and the generated client needs none of the library's parts."""

from __future__ import annotations

import subprocess
import sys

HEAVY = {
    *("green_api_client", "httpx", "attrs", "aiohttp", "urllib3", "tenacity", "pyrate_limiter"),
    *("typer", "asyncio", "sqlite3"),
}


def modules_after(statement: str) -> set[str]:
    script = f"{statement}\nimport sys\nprint(*sys.modules)"
    # Without the site's own files: a .pth file of a tool may import anything.
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_the_library_imports_nothing_heavy_before_it_is_used() -> None:
    assert not modules_after("import green_api_files") & HEAVY


def test_the_generated_client_needs_httpx_and_attrs_only() -> None:
    script = """
import importlib.abc, sys
class Refuse(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {"aiohttp", "urllib3", "tenacity", "pyrate_limiter",
                                      "typer", "green_api_files"}:
            raise ImportError(name)
sys.meta_path.insert(0, Refuse())
import green_api_client, green_api_client.api.receiving.download_file
"""
    subprocess.run([sys.executable, "-c", script], check=True)
