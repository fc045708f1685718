"""Importing costs little, and the generated client needs none of the library's parts."""

from __future__ import annotations

import subprocess
import sys


def modules_after(statement: str) -> set[str]:
    script = f"{statement}\nimport sys\nprint(*sys.modules)"
    # Without the site's own files: a .pth file of a tool may import anything.
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def imported_by(statement: str) -> set[str]:
    return modules_after(statement) & {
        *("httpx", "aiohttp", "urllib3", "attrs", "asyncio", "green_api_client"),
        *("typer", "sqlite3", "tenacity", "pyrate_limiter"),
    }


def test_the_library_imports_no_client_before_one_is_used() -> None:
    assert imported_by("import green_api_files") == set()


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
