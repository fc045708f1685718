"""An account on the stand-in of the gateway, and the environment that leads to it."""

import json
from typing import Any, cast

import pytest

from tests.contract.documented import Contract, Operation
from tests.contract.valid import valid_case
from tests.live.broken import broken_bodies
from tests.live.gateway import Account, Other
from tests.live.settings import URL, body_schema, field_variable, parameter_variable, reading
from tests.live.wording import Wording

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
    others = {
        other.path.split("/")[2]: another(other)
        for other in reading(CONTRACT)
        if other is not operation
    }
    return Account(
        instance="7103000001",
        token=TOKEN,
        message={chat: "71234567890@c.us", message: "3EB0CANARY0001"},
        shapes={chat: r"[0-9]+@(c[.]us|lid)|[0-9]+(-[0-9]+)?@g[.]us", message: ".*"},
        others=others,
    )


def another(operation: Operation) -> Other:
    """Return a method that answers as the contract says."""
    answers = (answer for answer in operation.answers() if answer.status == operation.success)
    schema, refusals = body_schema(operation), dict[str, str]()
    if schema:
        wording, right = Wording(operation), cast("dict[str, Any]", valid_case(operation).body)
        components = CONTRACT.document["components"]
        for broken in broken_bodies(schema, components, right):
            if broken.rule in CONTRACT.document["x-mock"]["validation"]["details"]:
                refusals[json.dumps(broken.body)] = wording.of(broken)
    return Other(operation.method.upper(), json.dumps(next(answers).value), refusals)


def environment_of(operation: Operation, account: Account, url: str) -> dict[str, str]:
    """Return the variables that lead a live run to an account."""
    path = [p["name"] for p in operation.parameters if p["in"] == "path"]
    values = dict(zip(path, (account.instance, account.token), strict=True))
    return {
        URL: url,
        **{parameter_variable(name): value for name, value in values.items()},
        **{field_variable(name): value for name, value in account.message.items()},
    }
