"""A valid request of any operation, made from the contract's own examples."""

from typing import Any

from tests.contract.documented import JSON, AnyCase, Operation


def valid_case(operation: Operation) -> AnyCase:
    """Return the case of the operation's own first examples."""
    located: dict[str, dict[str, Any]] = {"path": {}, "query": {}, "header": {}}
    for parameter in operation.parameters:
        if parameter.get("required"):
            located[parameter["in"]][parameter["name"]] = parameter["example"]
    body = operation.definition.get("requestBody")
    content = {}
    if body is not None:
        examples = operation.contract.follow(body)["content"][JSON]["examples"]
        content = {"body": next(iter(examples.values()))["value"], "media_type": JSON}
    return operation.tested.Case(
        path_parameters=located["path"],
        query=located["query"],
        headers=located["header"],
        **content,
    )
