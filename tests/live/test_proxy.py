"""The proxy passes everything on as it is, and reports what the contract does not allow."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

import httpx
import psutil
import pytest

from tests.contract.documented import Contract, Operation
from tests.live.conftest import TOKEN, environment_of
from tests.live.gateway import Account, Gateway, Reply, serving
from tests.live.judging import MET, Judge
from tests.live.masking import Mask
from tests.live.plan import Call, calls
from tests.live.sending import Sender, Sent, request_of
from tests.live.settings import Settings, read_settings
from tests.live.violations import VIOLATIONS

pytestmark = pytest.mark.slow

START_SECONDS = 60
END_SECONDS = 60
ENOUGH = 100
COMMAND = [sys.executable, "-m", "green_api_mock.proxy"]


@dataclass
class Proxy:
    """A running proxy."""

    process: subprocess.Popen[str]
    url: str

    def end(self) -> tuple[int, list[str]]:
        """Press Ctrl-C: the exit code and the lines of the report."""
        self.process.send_signal(signal.SIGINT)
        report, trouble = self.process.communicate(timeout=END_SECONDS)
        assert trouble == ""
        return self.process.returncode, report.splitlines()


@contextmanager
def proxied(upstream: str) -> Iterator[Proxy]:
    """Run the proxy in front of a server."""
    process = subprocess.Popen(
        [*COMMAND, upstream, "--port", "0"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line.startswith("ready: "), line
        yield Proxy(process, line.removeprefix("ready: ").strip())
    finally:
        if process.poll() is None:
            process.kill()
            process.communicate()


def settings_for(contract: Contract, operation: Operation, account: Account, url: str) -> Settings:
    return read_settings(contract, environment_of(operation, account, url))


def run(contract: Contract, settings: Settings) -> list[Sent]:
    """Send every call of a live run, without its waiting."""
    sender = Sender(settings.base_url, ENOUGH, sleep=lambda _: None)
    return list(sender.send_all(calls(contract, settings)))


def send(request: httpx.Request) -> httpx.Response:
    with httpx.Client(timeout=END_SECONDS) as client:
        return client.send(request)


def test_everything_passes_as_it_is_and_only_broken_requests_are_reported(
    contract: Contract, operation: Operation, account: Account
) -> None:
    with serving(Gateway(account, per_second=1000)) as url, proxied(url) as proxy:
        settings = settings_for(contract, operation, account, proxy.url)
        judge = Judge(contract, Mask(contract, settings))
        sent = run(contract, settings)
        findings = [finding for each in sent for finding in judge.findings(each)]
        prism = psutil.Process(proxy.process.pid).children(recursive=True)
        code, report = proxy.end()
    # Above all the empty answers that call themselves JSON, of which Prism makes errors.
    assert {finding.verdict for finding in findings} == {MET}, findings
    *lines, summary = report
    assert code == 1
    assert summary == f"{len(sent)} requests, {len(lines)} violations of the contract"
    assert not any(": answer " in line for line in lines), lines
    named = "POST /" + operation.path.lstrip("/")
    for words in ("request: Request body must have required property", "pattern", "none"):
        assert any(words in line and line.startswith(named) for line in lines), words
    assert any(line.startswith("GET (a path") or "GET /" in line for line in lines)
    gone, alive = psutil.wait_procs(prism, timeout=END_SECONDS)
    assert gone
    assert not alive


def test_violations_are_named_as_far_as_prism_sees_them(
    contract: Contract, operation: Operation, account: Account
) -> None:
    def all_ten(situation: str, reply: Reply) -> Reply:
        for violation in VIOLATIONS.values():
            reply = violation.apply(situation, reply)
        return reply

    with serving(Gateway(account, all_ten, per_second=1000)) as url, proxied(url) as proxy:
        run(contract, settings_for(contract, operation, account, proxy.url))
        code, report = proxy.end()
    assert code == 1
    answers = [line for line in report if ": answer " in line]
    for name, violation in VIOLATIONS.items():
        told = f": answer {violation.reply.status}: "
        seen = any(told in line and violation.named in line for line in answers)
        assert seen is not bool(violation.unseen), (name, answers)
    assert sum(not violation.unseen for violation in VIOLATIONS.values()) == 6


def test_no_line_holds_anything_of_the_account(
    contract: Contract, operation: Operation, account: Account
) -> None:
    def echo(_: str, reply: Reply) -> Reply:
        odd = {f"x{TOKEN}": TOKEN, "message": [TOKEN]}
        return replace(reply, status=400, body=str(odd).replace("'", '"'))

    with serving(Gateway(account, echo, per_second=1000)) as url, proxied(url) as proxy:
        settings = settings_for(contract, operation, account, proxy.url)
        run(contract, settings)
        httpx.get(f"{proxy.url}/elsewhere/{TOKEN}?token={TOKEN}")
        _, report = proxy.end()
    text = "\n".join(report)
    for secret in (TOKEN, account.instance, *account.message.values()):
        assert secret not in text, text
    assert "(a path that the contract does not have)" in text


def test_bytes_that_are_no_text_and_odd_requests_pass(
    contract: Contract, operation: Operation, account: Account
) -> None:
    with serving(Gateway(account, per_second=1000)) as url, proxied(url) as proxy:
        settings = settings_for(contract, operation, account, proxy.url)
        call: Call = calls(contract, settings)[0]
        for content in (b"", b"\xff\x00{", b"[" * 5000, b"NaN", b"x" * 3_000_000):
            through = send(request_of(replace(call, content=content), proxy.url))
            straight = send(request_of(replace(call, content=content), url))
            assert through.status_code == straight.status_code
            assert through.content == straight.content
        assert proxy.end()[0] in (0, 1)


def test_nothing_to_report_is_a_success(
    contract: Contract, operation: Operation, account: Account
) -> None:
    with serving(Gateway(account, per_second=1000)) as url, proxied(url) as proxy:
        settings = settings_for(contract, operation, account, proxy.url)
        right = calls(contract, settings)[0]
        assert send(request_of(right, proxy.url)).status_code == operation.success
        assert proxy.end() == (0, ["1 requests, 0 violations of the contract"])


def test_an_api_that_does_not_answer_is_told_to_both_sides(
    contract: Contract, operation: Operation, account: Account
) -> None:
    with serving(Gateway(account)) as url:
        pass
    with proxied(url) as proxy:
        settings = settings_for(contract, operation, account, proxy.url)
        answer = send(request_of(calls(contract, settings)[0], proxy.url))
        _, report = proxy.end()
    assert answer.status_code == 502
    assert answer.text.startswith("The API did not answer (")
    assert "The API did not answer (" in report[0]
    assert TOKEN not in "".join(report)


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["api.example.com"], 2, "is no address like"),
        (["https://api.example.com", "--port", "x"], 2, "is no port"),
        (["https://api.example.com", "--contract", "nowhere.yaml"], 3, "cannot be read"),
    ],
)
def test_bad_arguments_are_told_in_a_sentence(arguments: list[str], code: int, words: str) -> None:
    ended = subprocess.run(
        [*COMMAND, *arguments], capture_output=True, text=True, timeout=START_SECONDS, check=False
    )
    assert (ended.returncode, ended.stdout) == (code, "")
    assert words in ended.stderr
    assert "Traceback" not in ended.stderr
