"""What schemathesis is told of the contract beyond its schemas.

It loads this file itself, as `SCHEMATHESIS_HOOKS` says.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

import httpx
import schemathesis

from green_api_mock.contract.yaml12 import parse_yaml


@cache
def _contract() -> dict[str, Any]:
    path = Path(__file__).parents[2] / "openapi.yaml"
    document: dict[str, Any] = parse_yaml(path.read_text(encoding="utf-8"))
    return document


def _members(schema: dict[str, Any]) -> dict[str, Any]:
    """The members of a form that its schema, perhaps a reference, names."""
    name = schema.get("$ref", "").rpartition("/")[2]
    named: dict[str, Any] = _contract()["components"]["schemas"].get(name, schema)
    members: dict[str, Any] = named["properties"]
    return members


@schemathesis.hook
def filter_body(context: Any, body: Any) -> bool:
    """Keep bodies within the documented limit: no schema can say it, and the answer is a 500.

    The names of a form's members stand in header lines, which hold no control characters. Their
    values are texts on the wire, whatever they were before: null that was to be wrong is `null`.
    """
    content = context.operation.definition.raw.get("requestBody", {}).get("content", {})
    if "multipart/form-data" in content and isinstance(body, dict):
        known = _members(content["multipart/form-data"]["schema"])
        return all(
            str(name).isprintable() and (name in known or isinstance(value, str | bytes))
            for name, value in body.items()
        )
    return len(json.dumps(body, default=str)) <= int(_contract()["x-mock"]["bodyLimitBytes"])


@schemathesis.hook
def after_call(_context: Any, case: Any, _response: Any) -> None:
    """Forget what a call has changed, as each call is judged without those before it."""
    definition = case.operation.definition.raw
    if "merge" in definition.get("x-mock", {}).get("document", {}):
        per = _contract()["x-mock"]["per"]
        query = {per: str(case.path_parameters[per])}
        httpx.delete(f"{case.operation.schema.get_base_url()}/_mock/state", params=query)
