"""The pinned Prism alone, as mock/README.md says to run it, serves every documented example."""

from __future__ import annotations

import json
import os
import re
import shlex
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import psutil
import pytest

from green_api_mock.contract.document import Node
from tests.mock.asking import ask
from tests.mock.command import END_SECONDS, START_SECONDS
from tests.mock.example import EXAMPLE, ROOT, ExampleRequest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from green_api_mock.contract import Answer

pytestmark = pytest.mark.slow

# `npx` is that of the virtual environment, which the README says to activate.
BIN = Path(sys.executable).parent
README = (ROOT / "mock" / "README.md").read_text(encoding="utf-8")
ANSWERS = [
    pytest.param(operation.id, answer, id=f"{operation.id}-{answer.title}")
    for operation in EXAMPLE.contract.operations
    for answer in operation.answers
    if not answer.is_deviation
]


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def prism() -> Iterator[str]:
    """The address of the Prism that the command in the README starts."""
    (command,) = re.findall(r"^npx --prefix mock prism mock .+$", README, re.MULTILINE)
    port = free_port()
    process = subprocess.Popen(
        [*shlex.split(command), "--port", str(port)],
        cwd=ROOT,
        env=os.environ | {"PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    url = f"http://127.0.0.1:{port}"
    deadline = time.monotonic() + START_SECONDS
    try:
        while not answers(url):
            assert process.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.05)
        yield url
    finally:
        first = psutil.Process(process.pid)
        family = [first, *first.children(recursive=True)]
        for member in family:
            with suppress(psutil.NoSuchProcess):  # it ended with its parent
                member.terminate()
        psutil.wait_procs(family, timeout=END_SECONDS)
        process.wait()


def answers(url: str) -> bool:
    try:
        return ask("GET", url).status_code > 0
    except httpx.TransportError:
        return False


def header_examples(request: ExampleRequest, answer: Answer) -> dict[str, Any]:
    """The headers of an answer, and the examples that the contract shows for them."""
    operation = request.operation
    root = Node(request.contract.document, request.contract.document, "the contract")
    described = root["paths"][operation.template][operation.method.lower()]
    headers = described["responses"][str(answer.status)].at("headers")
    return {name: header["example"].value for name, header in headers.items()}


@pytest.mark.parametrize(("identifier", "answer"), ANSWERS)
def test_every_example_is_served_by_its_name(prism: str, identifier: str, answer: Answer) -> None:
    request = ExampleRequest(EXAMPLE.contract, identifier)
    prefer = f"code={answer.status}" + (f", example={answer.name}" if answer.name else "")
    headers = {"Prefer": prefer} | ({"Accept": answer.media_type} if answer.media_type else {})
    served = ask(
        request.operation.method, prism + request.path(), headers=headers, **request.options()
    )
    assert served.status_code == answer.status
    assert served.content == answer.body
    documented = header_examples(request, answer)
    for name, example in documented.items():
        assert served.headers[name] == str(example)
    # Prism sends a header whose example is 0, and takes it for missing all the same: JavaScript
    # does not tell 0 from nothing. It finds nothing else wrong with any example.
    complaints = json.loads(served.headers.get("sl-violations", "[]"))
    assert [complaint["message"] for complaint in complaints] == [
        f"Response header must have required property '{name.lower()}'"
        for name, example in documented.items()
        if example == 0
    ]
