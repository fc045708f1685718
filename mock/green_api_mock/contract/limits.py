"""Reads what a caller is held to: the rate and the monthly quota of an operation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from green_api_mock.contract.model import Parameter, Quota, RateLimit
from green_api_mock.contract.responses import pick
from green_api_mock.errors import ContractError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from green_api_mock.contract.answer import Answer
    from green_api_mock.contract.document import Node


def read_rate_limit(
    node: Node, per: str, in_path: Sequence[Parameter], answers: Sequence[Answer]
) -> RateLimit | None:
    """The limit of requests a second, if there is one.

    Args:
        node: what the contract says of it.
        per: the parameter that tells callers apart, unless the limit names another one.
        in_path: the operation's parameters that are in the path.
        answers: the operation's.
    """
    if not node.only(
        *("requestsPerSecond", "per", "status", "example", "remainingHeader", "limitHeader")
    ):
        return None
    return RateLimit(
        requests_per_second=int(node["requestsPerSecond"].number()),
        per=_caller(node, per, in_path),
        answer=pick(answers, node["status"].text(), node),
        remaining_header=node["remainingHeader"].text(),
    )


def read_quota(
    node: Node, per: str, in_path: Sequence[Parameter], answers: Sequence[Answer]
) -> Quota | None:
    """The monthly quota, if there is one; the arguments are those of `read_rate_limit`."""
    if not node.only("per", "status", "example", "used", "total", "method"):
        return None
    return Quota(
        per=_caller(node, per, in_path),
        answer=pick(answers, node["status"].text(), node),
        used=node["used"].names(),
        total=node["total"].names(),
        method=node.at("method").names(),
    )


def rate_headers(node: Node, status: str) -> Mapping[str, str]:
    """What the headers of the operation's own limit say: the examples are shared by many."""
    if not node:
        return {}
    limit = int(node["requestsPerSecond"].number())
    left = 0 if status == node["status"].text() else limit - 1
    said = {node["remainingHeader"].text().lower(): str(left)}
    if name := node.at("limitHeader").text():
        said[name.lower()] = str(limit)
    return said


def _caller(node: Node, usual: str, in_path: Sequence[Parameter]) -> str:
    """The parameter that a limit counts by."""
    per = node.at("per").text(usual)
    names = [parameter.name for parameter in in_path]
    if per not in names:
        raise ContractError(
            f"{node.where} > per must name a parameter of the path "
            f"({', '.join(names) or 'there is none'}), not {per or 'nothing'}"
        )
    return per
