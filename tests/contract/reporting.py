"""The text of a failure: what was sent, what came, what was expected, how to repeat it."""

from typing import Any

import httpx

from tests.contract.documented import AnyCase


def failure(
    *, sent: Any, received: Any, expected: Any, fix: str, case: AnyCase | None = None
) -> str:
    """Return the text of a failed comparison, with the curl command where there is a case."""
    lines = [
        "contract, client and mock disagree",
        f"  sent:      {sent}",
        f"  received:  {received}",
        f"  expected:  {expected}",
        f"  to fix:    {fix}",
    ]
    if case is not None:
        lines.append(f"  reproduce: {case.as_curl_command()}")
    return "\n".join(lines)


def shown(response: httpx.Response) -> str:
    """Return an answer in one line."""
    media_type = response.headers.get("content-type", "no content type")
    return f"{response.status_code} ({media_type}) {response.text[:500]}"
