"""The contract and each of its operations, and the running mock, as fixtures."""

import pytest
from green_api_mock.plugin import GreenApiMock

from tests.contract.documented import Contract, Operation
from tests.contract.generated import GeneratedOperation

CONTRACT = Contract()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test for every operation, documented answer or status with JSON that it asks for."""
    operations = CONTRACT.operations
    if "answer" in metafunc.fixturenames:
        pairs = [(operation, answer) for operation in operations for answer in operation.answers()]
        names = [f"{operation}-{answer}" for operation, answer in pairs]
        metafunc.parametrize(("operation", "answer"), pairs, ids=names)
    elif "json_status" in metafunc.fixturenames:
        bodies = [
            (operation, status) for operation in operations for status in operation.json_statuses
        ]
        metafunc.parametrize(
            ("operation", "json_status"),
            bodies,
            ids=[f"{name}-{status}" for name, status in bodies],
        )
    elif "operation" in metafunc.fixturenames:
        metafunc.parametrize("operation", operations, ids=str)


@pytest.fixture
def contract() -> Contract:
    """The contract."""
    return CONTRACT


@pytest.fixture
def generated(operation: Operation) -> GeneratedOperation:
    """The client's functions for the operation under test."""
    return GeneratedOperation(operation)


@pytest.fixture
def base_url(green_api_mock: GreenApiMock) -> str:
    """Where the mock listens."""
    return green_api_mock.url
