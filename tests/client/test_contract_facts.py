"""What the client's modules say of their operations is what the contract says."""

import pytest

from tests.client.sending import CONTRACT
from tests.contract.documented import Operation
from tests.contract.generated import GeneratedOperation


@pytest.mark.parametrize("operation", CONTRACT.operations, ids=str)
def test_the_rate_limit_is_the_documented_one(operation: Operation) -> None:
    said = getattr(GeneratedOperation(operation).module, "RATE_LIMIT", None)
    assert said == operation.rate_limit.get("requestsPerSecond")


def test_some_operation_has_a_rate_limit() -> None:
    assert any(operation.rate_limit for operation in CONTRACT.operations)
