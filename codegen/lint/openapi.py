"""Is it valid OpenAPI?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from openapi_spec_validator import OpenAPIV31SpecValidator

from codegen.contract import pointer
from codegen.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator


def problems(document: dict[str, Any]) -> Iterator[Problem]:
    """What breaks the OpenAPI specification, version 3.1, defaults among it."""
    for error in OpenAPIV31SpecValidator(document).iter_errors():
        yield Problem(
            f"The contract is not valid OpenAPI 3.1: {error.message}.",
            pointer(tuple(str(step) for step in error.absolute_path)) or "/",
            "correct it as https://spec.openapis.org/oas/v3.1.0 says.",
        )
