"""What the figures were measured on: kinds and versions, no names of machines or folders."""

import datetime as dt
import importlib.metadata
import os
import platform
import re
import subprocess
from pathlib import Path

from bench.nginx import find_nginx
from bench.savers import find_curl

PACKAGES = (
    "green-api-files",
    "httpx",
    "httpx-aiohttp",
    "aiohttp",
    "requests",
    "whatsapp-api-client-python",
)


def describe() -> dict[str, str]:
    """Date, processor, system and versions."""
    facts = {
        "date": dt.datetime.now(tz=dt.UTC).date().isoformat(),
        "processor": _processor(),
        "cores": str(os.cpu_count()),
        "system": f"{platform.system()} {platform.release().split('-')[0]}",
        "Python": platform.python_version(),
        "nginx": _version([find_nginx(), "-v"]),
        "curl": _version([find_curl(), "--version"]),
    }
    return facts | {name: _installed(name) for name in PACKAGES}


def _processor() -> str:
    information = Path("/proc/cpuinfo")
    if information.exists():
        found = re.search(r"^model name\s*:\s*(.+)$", information.read_text(), re.MULTILINE)
        if found:
            return found[1]
    return platform.processor() or platform.machine()


def _version(command: list[str]) -> str:
    answer = subprocess.run(command, capture_output=True, text=True, check=True)
    found = re.search(r"\d+(?:\.\d+)+", answer.stdout + answer.stderr)
    return found[0] if found else "unknown"


def _installed(package: str) -> str:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return "not installed"
