"""An account on the stand-in of the gateway, and the environment that leads to it."""

import pytest

from tests.contract.documented import Contract, Operation
from tests.live.gateway import Account
from tests.live.settings import (
    URL,
    body_schema,
    field_variable,
    parameter_variable,
)

CONTRACT = Contract()
TOKEN = "c4nary0123456789"


@pytest.fixture
def contract() -> Contract:
    return CONTRACT


@pytest.fixture
def operation() -> Operation:
    return CONTRACT.operations[0]


@pytest.fixture
def account(operation: Operation) -> Account:
    chat, message = body_schema(operation)["required"]
    return Account(
        instance="7103000001",
        token=TOKEN,
        message={chat: "71234567890@c.us", message: "3EB0CANARY0001"},
        shapes={chat: r"[0-9]+@(c[.]us|lid)|[0-9]+(-[0-9]+)?@g[.]us", message: ".*"},
    )


def environment_of(operation: Operation, account: Account, url: str) -> dict[str, str]:
    """Return the variables that lead a live run to an account."""
    path = [p["name"] for p in operation.parameters if p["in"] == "path"]
    values = dict(zip(path, (account.instance, account.token), strict=True))
    return {
        URL: url,
        **{parameter_variable(name): value for name, value in values.items()},
        **{field_variable(name): value for name, value in account.message.items()},
    }
