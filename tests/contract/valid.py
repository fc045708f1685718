"""A valid request of any operation, made from the contract's own examples."""

from typing import Any

from tests.contract.documented import AnyCase, Operation, example_of


def valid_case(operation: Operation, *, optional: bool = False, example: str = "") -> AnyCase:
    """Return the case of the operation's own first examples.

    Args:
        operation: which one.
        optional: also with the parameters that it does not need.
        example: the name of another example of its body.
    """
    located: dict[str, dict[str, Any]] = {"path": {}, "query": {}, "header": {}}
    for parameter in operation.parameters:
        if parameter.get("required") or optional:
            located[parameter["in"]][parameter["name"]] = example_of(parameter)
    content = {}
    for media_type, media in list(operation.bodies.items())[:1]:
        named = media["examples"][example or next(iter(media["examples"]))]
        value = operation.contract.follow(named)["value"]
        content = {"body": value, "media_type": media_type}
    return operation.tested.Case(
        path_parameters=located["path"],
        query=located["query"],
        headers=located["header"],
        **content,
    )
