"""The contract, its operations and what is known of them, and the running mock, as fixtures."""

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from tests.contract.documented import Contract, Operation
from tests.contract.facts import Facts, all_facts
from tests.contract.generated import GeneratedOperation, Wire
from tests.contract.judging import Judge

CONTRACT = Contract()
FACTS = all_facts(CONTRACT)
JUDGE = Judge(CONTRACT)
WORDS_MET: list[str] = []

Pairs = Sequence[tuple[object, object]]
# What a test may ask to be run for, beside the operation that it belongs to.
EACH: dict[str, Callable[[Operation], Iterator[object]]] = {
    "answer": lambda operation: operation.answers(),
    "json_status": lambda operation: iter(operation.json_statuses),
    "request_example": lambda operation: (
        name for media in operation.bodies.values() for name in media["examples"]
    ),
}
# What is known of an operation is tried in one test: in tests of their own, a thousand facts cost
# more time than what they ask.
EACH_FACT: dict[str, Callable[[Facts], Iterator[object]]] = {
    "known_requests": lambda facts: facts.requests("accepted"),
    "refused_requests": lambda facts: facts.requests("refused"),
    "odd_requests": lambda facts: facts.requests("tolerated", "refused"),
    "known_answers": lambda facts: facts.answers("allowed"),
    "broken_answers": lambda facts: facts.answers("broken"),
    "named_answers": lambda facts: facts.answers("named"),
    "payloads": lambda facts: facts.payloads(),
}
ALL: dict[str, Callable[[], Sequence[object]]] = {
    "schema_name": lambda: CONTRACT.object_names,
    "json_name": lambda: CONTRACT.json_names,
    "webhook": lambda: CONTRACT.webhooks,
    "operation": lambda: CONTRACT.operations,
}


# Marks of tests that cost much, the costliest first.
COSTLY = ("last", "many_requests", "waits")
# Fixtures for which the mock starts.
ASKS_THE_MOCK = {"green_api_mock", "base_url"}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test for every operation, or for every part of each that it asks for."""
    pairs: Pairs
    for name, parts in EACH.items():
        if name in metafunc.fixturenames:
            pairs = [
                (operation, part) for operation in CONTRACT.operations for part in parts(operation)
            ]
            _parametrize(metafunc, name, pairs)
            return
    for name, known in EACH_FACT.items():
        if name in metafunc.fixturenames:
            lists = [(facts.operation, list(known(facts))) for facts in FACTS]
            pairs = [(operation, those) for operation, those in lists if those]
            names = [str(operation) for operation, _ in pairs]
            metafunc.parametrize(("operation", name), pairs, ids=names)
            return
    if "read_status" in metafunc.fixturenames:
        # What several operations answer is read by one of them.
        _parametrize(metafunc, "read_status", list(CONTRACT.read_schemas.values()))
        return
    if "facts" in metafunc.fixturenames:
        operations = [f.operation for f in FACTS if f.operation in CONTRACT.operations]
        metafunc.parametrize("operation", operations, ids=str)
        return
    for name, all_of_them in ALL.items():
        if name in metafunc.fixturenames:
            metafunc.parametrize(name, all_of_them(), ids=str)
            return


def _parametrize(metafunc: pytest.Metafunc, name: str, pairs: Pairs) -> None:
    names = [f"{operation}-{part}" for operation, part in pairs]
    metafunc.parametrize(("operation", name), pairs, ids=names)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what is cheap: what needs no mock, then what sends few requests."""

    def cost(item: pytest.Item) -> tuple[bool, ...]:
        fixtures: list[str] = getattr(item, "fixturenames", [])
        marks = {mark.name for mark in item.iter_markers()}
        return *(mark in marks for mark in COSTLY), not ASKS_THE_MOCK.isdisjoint(fixtures)

    items.sort(key=cost)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print how many words of the contract were met, when they were counted."""
    if WORDS_MET:
        terminalreporter.section("words of the contract that the gate met")
        for line in WORDS_MET:
            terminalreporter.line(line)


@pytest.fixture
def contract() -> Contract:
    """The contract."""
    return CONTRACT


@pytest.fixture
def words_met() -> list[str]:
    """Lines for the summary."""
    return WORDS_MET


@pytest.fixture
def judge() -> Judge:
    """What notes which words of the contract were met."""
    return JUDGE


@pytest.fixture
def facts(operation: Operation) -> Facts:
    """What is known of the operation under test."""
    return Facts(operation)


@pytest.fixture
def generated(operation: Operation) -> GeneratedOperation:
    """The client's functions for the operation under test."""
    return GeneratedOperation(operation)


@pytest.fixture
def base_url(request: pytest.FixtureRequest) -> str:
    """Where the mock listens: one of our own, or the one that ``CONTRACT_MOCK_URL`` names."""
    given = os.environ.get("CONTRACT_MOCK_URL")
    return given or str(request.getfixturevalue("green_api_mock").url)


@pytest.fixture(scope="session")
def connections() -> Iterator[Wire]:
    """What keeps connections and an event loop open from test to test."""
    wire = Wire(JUDGE)
    yield wire
    wire.end()


@pytest.fixture
def wire(connections: Wire) -> Wire:
    """Real HTTP, watched by the judge."""
    connections.forget()
    return connections


@pytest.fixture
def whole_gate(request: pytest.FixtureRequest) -> bool:
    """Whether every contract test runs, so that every word can have been met."""
    options = request.config.option
    if options.keyword or options.markexpr or options.deselect or "::" in str(request.config.args):
        return False
    collected = {item.path for item in request.session.items}
    return collected.issuperset(Path(__file__).parent.glob("test_*.py"))
