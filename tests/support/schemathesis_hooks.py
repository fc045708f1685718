"""What schemathesis is told of the contract beyond its schemas.

It loads this file itself, as `SCHEMATHESIS_HOOKS` says.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

import schemathesis
import yaml


@cache
def _limit() -> int:
    contract = Path(__file__).parents[2] / "openapi.yaml"
    document = yaml.load(contract.read_bytes(), getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
    return int(document["x-mock"]["bodyLimitBytes"])


@schemathesis.hook
def filter_body(context: Any, body: Any) -> bool:
    """Keep bodies within the documented limit: no schema can say it, and the answer is a 500.

    The names of a form's members stand in header lines, which hold no control characters.
    """
    content = context.operation.definition.raw.get("requestBody", {}).get("content", {})
    if "multipart/form-data" in content and isinstance(body, dict):
        return all(str(name).isprintable() for name in body)
    return len(json.dumps(body, default=str)) <= _limit()
