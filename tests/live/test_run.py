"""A live run meets what the real gateway was seen to do, and names ten ways of breaking it."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from tests.contract.documented import Contract, Operation
from tests.live.__main__ import ALL_MET, BUDGET, NOT_ASKED, SOME_DIFFER, main
from tests.live.conftest import TOKEN, environment_of
from tests.live.gateway import Account, Gateway, Reply, as_it_is, serving
from tests.live.judging import DIFFERENT, MET, Finding, Judge
from tests.live.masking import Mask
from tests.live.plan import calls
from tests.live.sending import Sender
from tests.live.settings import read_settings, reading
from tests.live.violations import VIOLATIONS

pytestmark = pytest.mark.slow

ENOUGH = 100


def findings_of(
    gateway: Gateway, contract: Contract, operation: Operation, waits: list[float]
) -> list[Finding]:
    """Return what a run with a large budget finds, without its waiting."""
    with serving(gateway) as url:
        settings = read_settings(contract, environment_of(operation, gateway.account, url))
        judge = Judge(contract, Mask(contract, settings))
        sender = Sender(url, ENOUGH, sleep=waits.append)
        sent = list(sender.send_all(calls(contract, settings)))
        return [finding for each in sent for finding in judge.findings(each)]


def test_everything_the_real_gateway_does_is_documented(
    contract: Contract, operation: Operation, account: Account
) -> None:
    waits: list[float] = []
    findings = findings_of(Gateway(account, per_second=1000), contract, operation, waits)
    assert {finding.verdict for finding in findings} == {MET}, findings
    statuses = {finding.status for finding in findings}
    assert statuses == {200, 400, 401, 403, 404}
    rates = [other.rate_limit["requestsPerSecond"] for other in reading(contract)]
    assert len(waits) == len(findings) - 1
    assert min(waits) > 1 / max(rates), "calls come faster than the documented rate"
    # Nothing that changes anything is called, and all that only reads is.
    called = {finding.request["path"] for finding in findings}
    assert called == {other.path for other in reading(contract)}


@pytest.mark.parametrize("name", VIOLATIONS)
def test_a_violation_is_named(
    contract: Contract, operation: Operation, account: Account, name: str
) -> None:
    violation = VIOLATIONS[name]
    gateway = Gateway(account, violation.apply, per_second=1000)
    findings = findings_of(gateway, contract, operation, [])
    different = [finding for finding in findings if finding.verdict == DIFFERENT]
    assert different, f"{name} was not seen"
    assert all(violation.named in " ".join(f.differences) for f in different), different
    untouched = [finding for finding in findings if finding not in different]
    assert {finding.verdict for finding in untouched} == {MET}, untouched


def test_other_words_are_told_and_are_no_violation(
    contract: Contract, operation: Operation, account: Account
) -> None:
    def reword(situation: str, reply: Reply) -> Reply:
        if situation != "empty":
            return reply
        return replace(reply, body=json.dumps({"message": "it is empty"}))

    findings = findings_of(Gateway(account, reword, 1000), contract, operation, [])
    (finding,) = [finding for finding in findings if finding.verdict != MET]
    assert finding.verdict == "met, in other words"
    assert "'it is empty' came" in finding.differences[0]


def test_a_used_up_rate_is_judged_and_the_call_repeated(
    contract: Contract, operation: Operation, account: Account
) -> None:
    limited = iter([True])

    def used_up(_: str, reply: Reply) -> Reply:
        if next(limited, False):
            headers = {**reply.headers, "X-RateLimit-Remaining": "0"}
            return Reply(429, {**headers, "Content-Type": "application/json"})
        return reply

    waits: list[float] = []
    findings = findings_of(Gateway(account, used_up, 1000), contract, operation, waits)
    first, second, *_ = findings
    assert (first.status, first.verdict) == (429, MET), first
    assert (second.status, second.verdict) == (200, MET), second
    assert first.call.startswith(second.call)
    assert waits[0] > 1, "the rate is filled again after a second"


def test_the_rate_is_that_of_a_method_and_goes_before_the_token(account: Account) -> None:
    # The stand-in itself: what was seen of the real one.
    gateway = Gateway(account, per_second=0)
    path = f"/waInstance{account.instance}/anyMethod/wrong"
    assert gateway.reply("POST", path, b"{bad").status == 429


@pytest.fixture
def captures(tmp_path: Path) -> Path:
    return tmp_path / "captures.json"


def test_the_command_meets_the_real_gateway(
    operation: Operation, account: Account, captures: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gateway = Gateway(account, per_second=1000)
    arguments = ["--captures", str(captures)]
    with serving(gateway) as url:
        environment = environment_of(operation, account, url)
        code = main(arguments, environment, sleep=lambda _: None)
    printed = capsys.readouterr()
    assert (code, printed.err) == (ALL_MET, ""), printed
    assert "different" not in printed.out
    assert 10 < len(gateway.paths) <= BUDGET
    saved = json.loads(captures.read_text("utf-8"))
    assert [answer["verdict"] for answer in saved["answers"]] == [MET] * len(gateway.paths)
    assert all(answer["response"]["status"] for answer in saved["answers"])
    observed = printed.out.partition("and now observed")[2].partition("\n\n")[0]
    # By their text alone; no link can tell that it is an example's.
    assert {line.split()[0] for line in observed.splitlines()[1:]} <= {"400", "401", "404"}
    assert "400 malformedJson" in observed


def test_the_command_names_all_ten(
    operation: Operation, account: Account, captures: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def all_ten(situation: str, reply: Reply) -> Reply:
        for violation in VIOLATIONS.values():
            reply = violation.apply(situation, reply)
        return reply

    with serving(Gateway(account, all_ten, per_second=1000)) as url:
        environment = environment_of(operation, account, url)
        # The calls go round the operations, and only some of them have all ten situations.
        arguments = ["--captures", str(captures), "--calls", "100"]
        code = main(arguments, environment, sleep=lambda _: None)
    printed = capsys.readouterr().out
    assert code == SOME_DIFFER
    assert printed.count("  different") >= len(VIOLATIONS) == 10, printed
    for name, violation in VIOLATIONS.items():
        assert violation.named in printed, name


def test_nothing_of_the_account_is_printed_or_saved(
    operation: Operation, account: Account, captures: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def tell_all(_: str, reply: Reply) -> Reply:
        leak = f"{TOKEN} {TOKEN.upper()} {account.message} 79998887766@c.us"
        return replace(reply, headers={**reply.headers, "X-Leak": leak}, body=leak + reply.body)

    for vary in (tell_all, as_it_is):
        with serving(Gateway(account, vary, per_second=1000)) as url:
            environment = environment_of(operation, account, url)
            main(["--captures", str(captures)], environment, sleep=lambda _: None)
        printed = capsys.readouterr()
        text = f"{printed.out}{printed.err}{captures.read_text('utf-8')}".lower()
        for secret in (TOKEN, account.instance, *account.message.values(), "79998887766", "5f0c"):
            assert secret.lower() not in text, secret


@pytest.mark.parametrize("budget", [0, 1, 5])
def test_no_more_is_sent_than_the_budget_allows(
    operation: Operation, account: Account, captures: Path, budget: int
) -> None:
    gateway = Gateway(account)
    with serving(gateway) as url:
        environment = environment_of(operation, account, url)
        arguments = ["--captures", str(captures), "--calls", str(budget)]
        main(arguments, environment, sleep=lambda _: None)
    assert len(gateway.paths) == budget


def test_without_an_account_nothing_is_asked(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([], {}) == NOT_ASKED
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.count("\n") == 1
    assert "GREEN_API_ID_INSTANCE and GREEN_API_TOKEN_INSTANCE" in printed.err


@pytest.mark.parametrize(
    "url", ["http://api.example", "api.example", "ftp://api.example", "https://"]
)
def test_the_token_is_not_sent_where_it_could_be_read(
    operation: Operation, account: Account, url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([], environment_of(operation, account, url)) == NOT_ASKED
    assert "GREEN_API_URL must" in capsys.readouterr().err


def test_a_server_that_is_not_there_is_told_in_a_sentence(
    operation: Operation, account: Account, capsys: pytest.CaptureFixture[str]
) -> None:
    with serving(Gateway(account)) as url:
        pass
    assert main([], environment_of(operation, account, url)) == NOT_ASKED
    assert capsys.readouterr().err == f"{url} cannot be reached: no answer (ConnectError).\n"
