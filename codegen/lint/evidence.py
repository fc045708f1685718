"""Does every answer say how sure it is, and where it comes from?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from codegen.contract import JsonPath, operations, pointer, resolve
from codegen.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

_DEGREES = ("documented", "observed", "assumed")


def problems(document: dict[str, Any]) -> Iterator[Problem]:
    """Examples of responses, and responses without content, that do not say it."""
    for place, response in _responses(document):
        content = response.get("content")
        if not content:
            yield from _statement_problems("A response without content", place, response)
            continue
        for media_type, body in content.items():
            body_place = (*place, "content", media_type)
            if not body.get("examples"):
                yield Problem(
                    "A response has no named example.",
                    pointer(body_place),
                    "add one under `examples`: the mock answers with it, and the tests ask for it.",
                )
            for name, example in body.get("examples", {}).items():
                example_place = (*body_place, "examples", name)
                resolved = resolve(document, example)
                yield from _statement_problems("An example of a response", example_place, resolved)


def _responses(document: dict[str, Any]) -> Iterator[tuple[JsonPath, dict[str, Any]]]:
    for name, response in document.get("components", {}).get("responses", {}).items():
        yield ("components", "responses", name), response
    for place, operation in operations(document):
        for status, response in operation.get("responses", {}).items():
            if "$ref" not in response:
                yield (*place, "responses", status), response


def _statement_problems(subject: str, place: JsonPath, stated: dict[str, Any]) -> Iterator[Problem]:
    degree, source = stated.get("x-evidence"), stated.get("x-source")
    if degree not in _DEGREES:
        yield Problem(
            f"{subject} does not say how sure it is: `x-evidence` is {degree!r}.",
            pointer(place),
            f"give it `x-evidence`: {', '.join(_DEGREES)}.",
        )
    if not (isinstance(source, str) and source.strip()):
        yield Problem(
            f"{subject} does not say where it comes from.",
            pointer(place),
            "give it `x-source`: an address, or who saw it where and when.",
        )
