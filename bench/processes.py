"""What a package costs before it does anything: the time and the memory of its import."""

import functools
import os
import subprocess
import sys
from collections.abc import Callable, Mapping

from bench.rounds import Group, rows_of, seconds_for, take_turns

IMPORTS = {
    "bare Python": "pass",
    "httpx": "import httpx",
    "httpx, client made": "import httpx; httpx.Client()",
    # httpx imports click and rich where they are, as they are here, for a command that few use.
    "httpx without click, client made": (
        "import sys; sys.modules['click'] = None; import httpx; httpx.Client()"
    ),
    "green_api_client": "from green_api_client.api.receiving import download_file",
    "green_api_client, client made": (
        "from green_api_client.api.receiving import download_file; "
        "from green_api_client import Client; Client('http://127.0.0.1').get_httpx_client()"
    ),
    "green_api_files": "from green_api_files import AsyncGreenApi, GreenApi",
    "green_api_files, client made": (
        "from green_api_files import GreenApi; GreenApi(1101000001, '0' * 50)"
    ),
    "official SDK": "from whatsapp_api_client_python import API",
    "requests": "import requests",
    "aiohttp": "import aiohttp",
}
"""The statement by which a user gets each package ready to be called."""

MEBIBYTE = 1 << 20
TELL_MEMORY = "; import psutil; print(psutil.Process().memory_info().rss)"


def import_time(rounds: int) -> Group:
    """Milliseconds of a whole Python process that imports the package and ends."""
    contenders = {
        name: functools.partial(_milliseconds, statement) for name, statement in IMPORTS.items()
    }
    return _group("import-time", "Import, whole process", "ms", contenders, rounds)


def import_memory(rounds: int) -> Group:
    """Resident memory of a whole Python process that imported the package."""
    contenders = {
        name: functools.partial(_mebibytes, statement) for name, statement in IMPORTS.items()
    }
    return _group("import-memory", "Memory after the import", "MiB", contenders, rounds)


def _group(
    key: str, title: str, unit: str, contenders: Mapping[str, Callable[[], float]], rounds: int
) -> Group:
    rows = rows_of(take_turns(contenders, rounds), "httpx")
    return Group(
        key, title, unit, more_is_better=False, reference="httpx", rounds=rounds, rows=rows
    )


def _python(statement: str) -> str:
    command = [sys.executable, "-c", statement]
    # Users' packages are compiled when they are installed, ours in the round that does not count.
    surroundings = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    return subprocess.run(
        command, check=True, capture_output=True, text=True, env=surroundings
    ).stdout


def _milliseconds(statement: str) -> float:
    return seconds_for(lambda: _python(statement)) * 1000


def _mebibytes(statement: str) -> float:
    return int(_python(statement + TELL_MEMORY)) / MEBIBYTE
