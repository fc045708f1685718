"""What the mock knows of the API: all of it stands in the contract and its `x-mock` keys."""

from green_api_mock.contract.answer import Answer, MediaFault, MediaRule
from green_api_mock.contract.model import (
    Contract,
    Operation,
    Parameter,
    Quota,
    RateLimit,
    Scenario,
    Scenarios,
    Wording,
)
from green_api_mock.contract.reading import default_contract, parse_contract, read_contract

__all__ = [
    "Answer",
    "Contract",
    "MediaFault",
    "MediaRule",
    "Operation",
    "Parameter",
    "Quota",
    "RateLimit",
    "Scenario",
    "Scenarios",
    "Wording",
    "default_contract",
    "parse_contract",
    "read_contract",
]
