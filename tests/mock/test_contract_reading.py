"""A contract with a mistake is refused with a sentence that names the place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from green_api_mock.contract import (
    MediaFault,
    default_contract,
    parse_contract,
    read_contract,
    reading,
)
from green_api_mock.contract.yaml12 import parse_yaml
from green_api_mock.errors import ContractError

CONTRACT = Path(__file__).with_name("small.yaml").read_text("utf-8")


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
    "a parameter of the path that is not declared": (
        "{name: number, in: path,",
        "{name: numbers, in: path,",
        "POST /a/{number}/b: `number` is in the path, but not among its parameters",
    ),
    "a parameter of the path that is declared elsewhere": (
        "{name: number, in: path,",
        "{name: number, in: query,",
        "POST /a/{number}/b: `number` is in the path, but not among its parameters",
    ),
    "a limit that counts by no parameter": (
        "    post:\n",
        "    post:\n      x-mock: {quota: {per: nix, status: 400, example: broken}}\n",
        "quota > per must name a parameter of the path (number), not nix",
    ),
    "a limit that counts by nothing": (
        "    post:\n",
        "    post:\n      x-mock: {quota: {status: 400, example: broken}}\n",
        "quota > per must name a parameter of the path (number), not nothing",
    ),
    "callers that are told apart by no parameter": (
        "  bodyLimitBytes: 10\n",
        "  bodyLimitBytes: 10\n  per: nix\n",
        "x-mock > per must name a parameter of a path, not nix",
    ),
    "no operation": ("paths:\n  /a/{number}/b:", "paths: {}\nx-paths:\n  /a:", "no operation"),
    "an answer without content that is not there": (
        "unreadable: {status: 400, example: broken}",
        "unreadable: {status: 401}",
        "unreadable names an answer that there is not (401 )",
    ),
    "an example that is not there": (
        "malformedBody: {status: 400, example: broken}",
        "malformedBody: {status: 400, example: whole}",
        "b: the contract > x-mock > answers > malformedBody names an answer that there is not",
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
    "a number that is none": (
        "bodyLimitBytes: 10",
        "bodyLimitBytes: ten",
        "must be a number, not 'ten'",
    ),
    "a word that there is not": (
        "  bodyLimitBytes: 10\n",
        "  bodyLimitBytes: 10\n  bodyLimit: 10\n",
        "the contract > x-mock cannot say `bodyLimit`: use per, bodyLimitBytes, answers",
    ),
    "a word that an operation does not have": (
        "    post:\n",
        "    post:\n      x-mock: {rateLimits: 5}\n",
        "POST /a/{number}/b: the contract > paths > /a/{number}/b > post > x-mock cannot say",
    ),
    "a word that a scenario does not have": (
        "good: {value",
        "good: {x-mock: {when: {name: a}, time: 1}, value",
        "good > x-mock cannot say `time`: use when, summary, times",
    ),
    "a switch that is none": (
        "    post:\n",
        "    x-mock: {caseInsensitive: 'yes'}\n    post:\n",
        "caseInsensitive must be true or false, not 'yes'",
    ),
    "a list that is none": (
        "    post:\n",
        "    post:\n      x-mock: {quota: {per: number, status: 400, example: broken, used: a}}\n",
        "quota > used must be a list of names, not 'a'",
    ),
    "a delay that is none": (
        "good: {value",
        "good: {x-mock: {when: {name: a}, delaySeconds: long}, value",
        "delaySeconds must be a number, not 'long'",
    ),
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


def test_an_operation_without_a_body_needs_no_answers_to_one() -> None:
    parameter = "schema: {type: integer}, x-mock: {invalid: {status: 401}}}"
    get = (
        f"  /a/{{number}}:\n    get:\n      parameters: [{{name: number, in: path, {parameter}]\n"
        "      responses: {200: {}, 401: {}}\n  /a/{number}/b:\n"
    )
    contract = parse_contract(CONTRACT.replace("  /a/{number}/b:\n", get))
    operation = contract.operations[0]
    assert operation.id == "GET /a/{number}"
    assert (operation.malformed, operation.invalid, operation.too_large) == (None, None, None)
    wrong = CONTRACT.replace("  /a/{number}/b:\n", get.replace(", x-mock: {invalid", ", y: {a"))
    with pytest.raises(ContractError, match=r"GET /a/\{number\}: .*invalidRequest names an answer"):
        parse_contract(wrong)


LINKED = {
    "in a list": ("{type: array, items: LINK}", ["http://a", "", "https://b"], ((0,), (2,))),
    "in any of some": (
        "{anyOf: [{type: 'null'}, {properties: {x: LINK}}]}",
        {"x": "http://a"},
        (("x",),),
    ),
    "deep in one of some": ("{oneOf: [" * 10 + "LINK" + "]}" * 10, "http://a", ((),)),
    "in parts": (
        "{allOf: [{properties: {x: LINK}}, {properties: {y: {items: LINK}}}]}",
        {"y": ["http://a"], "x": "http://b"},
        (("x",), ("y", 0)),
    ),
    "in every field": ("{additionalProperties: LINK}", {"x": "http://a", "y": 1}, (("x",),)),
    "in no field that is known": (
        "{properties: {x: {}}, additionalProperties: LINK}",
        {"x": "http://a", "y": "http://b"},
        (("y",),),
    ),
    "itself": ("LINK", "http://a", ((),)),
    "in what is no link": ("LINK", "{{NONE}}", ()),
    "in what contains itself": (
        "{anyOf: [{$ref: '#/components/schemas/Loop'}, {properties: {x: LINK}}]}",
        {"x": "http://a"},
        (("x",),),
    ),
    "in nothing": ("{properties: {x: LINK}}", None, ()),
}


@pytest.mark.parametrize(("schema", "value", "places"), LINKED.values(), ids=LINKED)
def test_links_are_found_wherever_the_schema_has_them(
    schema: str, value: object, places: object
) -> None:
    text = CONTRACT.replace(
        "{properties: {link: {x-mock: {link: true}}}}",
        schema.replace("LINK", "{type: string, x-mock: {link: true}}"),
    ).replace("{link: 'https://example.org/x.png'}", json.dumps(value))
    assert parse_contract(text).operations[0].default.links == places


def test_headers_of_the_rate_limit_say_the_operations_own() -> None:
    limit = "{requestsPerSecond: 9, per: number, status: 400, example: broken, LIMIT}"
    for more, left, most in (
        ("remainingHeader: x-left", "8", "4"),
        ("remainingHeader: X-LEFT, limitHeader: X-Most", "8", "9"),
    ):
        rate = limit.replace("LIMIT", more)
        text = CONTRACT.replace("    post:\n", f"    post:\n      x-mock: {{rateLimit: {rate}}}\n")
        text = text.replace("example: 0}", "example: 0}, X-Most: {example: 4}")
        operation = parse_contract(text).operations[0]
        assert dict(operation.default.headers)["X-Left"] == left
        assert dict(operation.default.headers)["X-Most"] == most


def test_two_operations_of_one_name_are_refused() -> None:
    twin = (
        "  /twin/{number}:\n    parameters: [{name: number, in: path, schema: {}}]\n"
        "    post: *post\ncomponents:\n"
    )
    text = CONTRACT.replace("    post:\n", "    post: &post\n      operationId: twin\n")
    with pytest.raises(ContractError, match="two of its operations are called twin"):
        parse_contract(text.replace("components:\n", twin))


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
        "[no, off, 12:30, 2023-09-13, 0o17, 0x1f, 1e3, .5, -7, true, null, ~, '1', 010, 1_000,"
        " {a: , b: ''}, FALSE, False, NULL, +7, 1., -.5E-1, 0X1F, nulls, XX, trueXX]"
    )
    assert read == [
        *("no", "off", "12:30", "2023-09-13"),
        *(15, 31, 1000.0, 0.5, -7, True, None, None, "1", 10, "1_000"),
        *({"a": None, "b": ""}, False, False, None, 7, 1.0, -0.05, "0X1F", "nulls"),
        *("XX", "trueXX"),
    ]


def test_the_place_of_what_is_no_yaml_is_told() -> None:
    with pytest.raises(ContractError, match=r"at line 2, column 5$"):
        parse_yaml("a: 1\nb: c: d")


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


def test_a_contract_that_came_with_the_package_is_the_default(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shipped = tmp_path / "mock" / "package" / "openapi.yaml"
    monkeypatch.setattr(reading, "__file__", str(shipped.parent / "contract" / "reading.py"))
    assert default_contract() == tmp_path / "openapi.yaml"
    shipped.parent.mkdir(parents=True)
    shipped.touch()
    assert default_contract() == shipped


def test_the_default_contract_is_that_of_the_checkout() -> None:
    path = default_contract()
    assert path == Path(__file__).resolve().parents[2] / "openapi.yaml"
    assert read_contract(path).title == parse_yaml(path.read_text("utf-8"))["info"]["title"]
