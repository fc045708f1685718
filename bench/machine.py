"""What the figures were measured on: kinds and versions, no names of machines or folders."""

import datetime as dt
import importlib.metadata
import os
import platform
import re
import subprocess
from pathlib import Path

from bench.curl import find_curl
from bench.nginx import find_nginx

ENGINES = ("green-api-files", "httpx", "urllib3", "aiohttp")
PACKAGES = (
    *ENGINES,
    "requests",
    "whatsapp-api-client-python",
)


def describe() -> dict[str, str]:
    """Date, processor, system and the versions of the project and its peers."""
    peers = {
        "nginx": _version([find_nginx(), "-v"]),
        "curl": _version([find_curl(), "--version"]),
    }
    return _surroundings() | peers | {name: _installed(name) for name in PACKAGES}


def describe_library() -> dict[str, str]:
    """Date, processor, system and the versions of the library and what it stands on."""
    return _surroundings() | {name: _installed(name) for name in ENGINES}


def _surroundings() -> dict[str, str]:
    return {
        "date": dt.datetime.now(tz=dt.UTC).date().isoformat(),
        "processor": _processor(),
        "cores": str(os.cpu_count()),
        "system": f"{platform.system()} {platform.release().split('-')[0]}",
        "Python": platform.python_version(),
    }


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
