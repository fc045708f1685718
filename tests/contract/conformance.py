"""What an answer has that the contract does not document, in sentences."""

from collections.abc import Iterator

import httpx
import jsonschema
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.openapi.checks import JsonSchemaError
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.contract.documented import JSON, AnyCase, Operation

CONFORMANCE = [
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]


def deviations(operation: Operation, case: AnyCase, response: httpx.Response) -> list[str]:
    """Return what is undocumented about an answer; nothing if it is as the contract says."""
    found: list[str] = []
    try:
        case.validate_response(response, checks=CONFORMANCE)
    except FailureGroup as group:
        found += [sentence(failure, response) for failure in group.exceptions]
    if response.status_code in operation.statuses:
        found += body_deviations(operation, response)
    return found


def sentence(failure: BaseException, response: httpx.Response) -> str:
    """Return a failed check in one line."""
    if not isinstance(failure, Failure):
        return str(failure)
    if not isinstance(failure, JsonSchemaError):
        return f"{failure.title}: {' '.join(failure.message.split())}"
    place = "".join(f"/{step}" for step in failure.instance_path)
    if "header" in failure.title:
        # The failure does not name the header, but holds its value.
        named = [name for name, value in response.headers.items() if value == str(failure.instance)]
        place = " or ".join(named)
    return f"{failure.title} at {place or 'its top'}: {failure.validation_message}"


def body_deviations(operation: Operation, response: httpx.Response) -> Iterator[str]:
    """Yield what schemathesis does not look at: bodies of no media type, and of text."""
    content = operation.response(response.status_code).get("content", {})
    if not content and response.content:
        yield f"Body where none is documented: {len(response.content)} bytes"
    media_type = response.headers.get("content-type", "").split(";")[0].strip().lower()
    if media_type in content and media_type != JSON:
        schema = operation.contract.follow(content[media_type]["schema"])
        for error in jsonschema.Draft202012Validator(schema).iter_errors(response.text):
            yield f"Response violates schema: {error.message}"
