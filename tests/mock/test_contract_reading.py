"""A contract with a mistake is refused with a sentence that names the place."""

from __future__ import annotations

import pytest

from green_api_mock.contract import MediaFault, default_contract, parse_contract, read_contract
from green_api_mock.contract.yaml12 import parse_yaml
from green_api_mock.errors import ContractError
from tests.mock.example import CONTRACT_FILE, EXAMPLE

CONTRACT = """
openapi: 3.1.0
info: {title: Small, version: 1}
x-mock:
  bodyLimitBytes: 10
  answers:
    noSuchOperation: {response: {$ref: '#/components/responses/Gone'}, example: gone}
    unreadable: {status: 400, example: broken}
    bodyTooLarge: {status: 400, example: broken}
    malformedBody: {status: 400, example: broken}
    invalidRequest: {status: 400, example: broken}
  validation:
    messageField: message
    pathField: path
    timeField: time
    message: 'Wrong: {details}'
    malformed: '{token} at {position}'
    malformedEnd: end
    body: no object
    details: {required: '{field} is missing'}
  preflight: {status: 204, headers: {}}
paths:
  /a/{number}/b:
    parameters:
      - {name: number, in: path, schema: {type: integer}}
    post:
      requestBody:
        content:
          application/json:
            schema: {properties: {name: {type: string}}}
      responses:
        200:
          headers: {X-Left: {schema: {type: integer}, example: 0}}
          content:
            application/json:
              schema: {properties: {link: {x-mock: {link: true}}}}
              examples:
                good: {value: {link: 'https://example.org/x.png'}}
        '400':
          content:
            text/plain:
              examples: {broken: {value: broken}}
        default: {description: something else}
        4XX: {description: something else}
components:
  responses:
    Gone:
      content:
        text/plain:
          examples: {gone: {value: gone}}
"""


def test_a_small_contract_is_read() -> None:
    contract = parse_contract(CONTRACT)
    (operation,) = contract.operations
    assert (contract.title, contract.version, operation.body_limit) == ("Small", "1", 10)
    assert (operation.method, operation.template) == ("POST", "/a/{number}/b")
    assert [answer.title for answer in operation.answers] == ["200 good", "400 broken"]
    assert operation.default.headers == (("Content-Type", "application/json"), ("X-Left", "0"))
    assert operation.default.links == (("link",),)
    assert operation.rate_limit is None
    assert operation.quota is None
    assert not operation.ignores_case
    assert operation.media_types == {"application/json"}
    assert contract.no_such_operation.body == b"gone"


MISTAKES = {
    "no operation": ("paths:\n  /a/{number}/b:", "paths: {}\nx-paths:\n  /a:", "no operation"),
    "an answer without content that is not there": (
        "unreadable: {status: 400, example: broken}",
        "unreadable: {status: 401}",
        "unreadable names an answer that there is not (401 )",
    ),
    "an example that is not there": (
        "malformedBody: {status: 400, example: broken}",
        "malformedBody: {status: 400, example: whole}",
        "malformedBody names an answer that there is not (400 whole)",
    ),
    "a reference to nowhere": ("responses/Gone'", "responses/Nix'", "nothing at #/components/res"),
    "a reference to a file": ("'#/components/responses/Gone'", "other.yaml", "only $ref within"),
    "no success": ("        200:", "        '300':", "documents no success"),
    "a key that is missing": ("  bodyLimitBytes: 10\n", "", "x-mock has no `bodyLimitBytes`"),
    "words that are missing": ("    body: no object\n", "", "validation has no `body`"),
    "a mapping that is none": (
        "        default: {description: something else}",
        "        '401': {content: 5}",
        "content must be a mapping",
    ),
    "a number that is none": ("bodyLimitBytes: 10", "bodyLimitBytes: ten", "wrong form"),
    "a header without an example": (
        "schema: {type: integer}, example: 0",
        "schema: {type: integer}",
        "X-Left has no example",
    ),
    "a text that is no text": ("{broken: {value: broken}}", "{broken: {value: 5}}", "be a text"),
    "an example without a value": ("{broken: {value: broken}}", "{broken: {}}", "has no `value`"),
    "a scenario of unknown names": (
        "good: {value",
        "good: {x-mock: {when: {nix: 1}}, value",
        "good > x-mock > when must name parameters or fields, not {'nix'}",
    ),
    "a scenario without values": (
        "good: {value",
        "good: {x-mock: {when: {}}, value",
        "when must name parameters or fields",
    ),
    "a scenario that never plays": (
        "good: {value",
        "good: {x-mock: {when: {name: a}, times: 0}, value",
        "times must be a whole number over 0",
    ),
    "an unknown fault of a file": (
        "good: {value",
        "good: {x-mock: {media: {fault: lost}}, value",
        "fault must be one of expired, expiresHalfway, truncated, stalled",
    ),
}


@pytest.mark.parametrize(("old", "new", "reason"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_named(old: str, new: str, reason: str) -> None:
    assert CONTRACT.count(old) == 1
    with pytest.raises(ContractError) as refused:
        parse_contract(CONTRACT.replace(old, new))
    assert reason in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_circle_of_references_is_named() -> None:
    circle = CONTRACT.replace(
        "    Gone:\n      content:",
        "    Gone: {$ref: '#/components/responses/Gone'}\n    X:\n      content:",
    )
    with pytest.raises(ContractError, match="circle"):
        parse_contract(circle)


@pytest.mark.parametrize("text", ["", "5", "[]", "openapi: 2", "openapi: '2.0'", "swagger: 2.0"])
def test_another_document_is_refused(text: str) -> None:
    with pytest.raises(ContractError, match="no OpenAPI 3 document"):
        parse_contract(text)


@pytest.mark.parametrize("text", ["a: [", "a: b: c", "\tx", "a: !!python/object:x {}", "\x00"])
def test_what_is_no_yaml_is_refused(text: str) -> None:
    with pytest.raises(ContractError, match="it is not YAML"):
        parse_contract(text)


def test_scalars_are_those_of_yaml_1_2() -> None:
    read = parse_yaml(
        "[no, off, 12:30, 2023-09-13, 0o17, 0x1f, 1e3, .5, -7, true, null, ~, '1', 010, 1_000]"
    )
    assert read == [
        *("no", "off", "12:30", "2023-09-13"),
        *(15, 31, 1000.0, 0.5, -7, True, None, None, "1", 10, "1_000"),
    ]


def test_several_scenarios_of_one_answer_are_read() -> None:
    contract = parse_contract(
        CONTRACT.replace(
            "good: {value",
            "good: {x-mock: {media: {fault: stalled, bytes: 7}, scenarios: {"
            "one: {when: {name: a}}, "
            "two: {when: {name: b, number: 5}, times: 2, delaySeconds: 0.5, summary: Twice}}}, "
            "value",
        )
    )
    one, two = contract.operations[0].scenarios
    assert (one.name, one.when, one.times, one.delay_seconds) == ("one", {"name": "a"}, None, 0)
    assert (two.summary, two.times, two.delay_seconds) == ("Twice", 2, 0.5)
    # A parameter is compared as it stands in the URL.
    assert two.when == {"name": "b", "number": "5"}
    assert one.answer.media.fault is MediaFault.STALLED
    assert one.answer.media.size == 7


@pytest.mark.parametrize(
    ("when", "at_gateway"),
    [("number: 5", True), ("name: a", False), ("page: 1", False), ("number: 5, page: 1", False)],
)
def test_an_error_for_path_parameters_alone_comes_at_the_gateway(
    when: str, *, at_gateway: bool
) -> None:
    in_query = "    post:\n      parameters: [{name: page, in: query, schema: {type: integer}}]"
    text = CONTRACT.replace("    post:", in_query).replace(
        "broken: {value", f"broken: {{x-mock: {{when: {{{when}}}}}, value"
    )
    [scenario] = parse_contract(text).operations[0].scenarios
    assert scenario.at_gateway is at_gateway


def test_a_success_never_comes_at_the_gateway() -> None:
    text = CONTRACT.replace("good: {value", "good: {x-mock: {when: {number: 5}}, value")
    [scenario] = parse_contract(text).operations[0].scenarios
    assert not scenario.at_gateway


def test_the_default_contract_is_that_of_the_checkout() -> None:
    assert default_contract() == CONTRACT_FILE
    assert read_contract(CONTRACT_FILE).title == EXAMPLE.contract.title
