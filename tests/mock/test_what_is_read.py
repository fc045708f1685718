"""What a contract says is read as the table in the mock's README means it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from green_api_mock.contract import (
    Answer,
    Contract,
    MediaFault,
    MediaRule,
    Operation,
    Parameter,
    Quota,
    RateLimit,
    Wording,
    parse_contract,
    read_contract,
)
from green_api_mock.contract.document import Node
from green_api_mock.contract.model import MULTIPART
from green_api_mock.errors import ContractError
from tests.mock.rewriting import rewritten

CONTRACT = Path(__file__).with_name("small.yaml").read_text("utf-8")
POST = "    post:\n"
GOOD = "good: {value"
BROKEN = "{broken: {value: broken}}"
TYPE = "schema: {type: integer}}"
REQUEST = "application/json:\n            schema: {properties: {name"
NO_ANSWER = "        default: {description: something else}"
LIMIT = "status: 400, example: broken"
COMPONENTS = "components:\n"


def changed(*changes: tuple[str, str]) -> Contract:
    """The small contract with some things written otherwise."""
    return parse_contract(rewritten(CONTRACT, *changes))


def operation(*changes: tuple[str, str]) -> Operation:
    return changed(*changes).operations[0]


def says(words: str) -> tuple[str, str]:
    """The operation has this line besides."""
    return POST, f"{POST}      {words}\n"


def titles(*answers: Answer | None) -> list[str]:
    return [answer.title if answer else "" for answer in answers]


def parts(answer: Answer) -> tuple[Any, ...]:
    return answer.title, answer.summary, answer.media_type, answer.headers, answer.body


def test_the_contract_as_a_whole() -> None:
    contract = changed()
    assert parts(contract.no_such_operation) == (
        *("404 gone", "gone", "text/plain", (("Content-Type", "text/plain"),), b"gone"),
    )
    assert parts(contract.preflight) == ("204", "Preflight", None, (), b"")
    assert titles(contract.unreadable) == ["400 broken"]
    assert (contract.per, contract.example_caller) == ("", "")
    assert not contract.memory.has_files
    assert contract.document["info"] == {"title": "Small", "version": 1}
    nameless = changed(("info: {title: Small, version: 1}\n", ""))
    assert (nameless.title, nameless.version) == ("mock", "0")
    headers = changed(("headers: {}}\npaths", "headers: {A: 1, B: x}}\npaths"))
    assert headers.preflight.headers == (("A", "1"), ("B", "x"))


@pytest.mark.parametrize(
    "method", ["get", "put", "post", "delete", "options", "head", "patch", "trace"]
)
def test_every_method_is_an_operation(method: str) -> None:
    found = operation((POST, f"    {method}:\n"))
    assert (found.method, found.title) == (method.upper(), f"{method.upper()} /a/{{number}}/b")
    assert found.id == found.title
    assert changed((POST, f"    {method}:\n")).operation(found.id) is not None


def test_an_operation_by_its_name() -> None:
    contract = changed(says("operationId: make"))
    assert contract.operation("make") is contract.operations[0]
    assert contract.operation("other") is None


def test_a_path_in_any_case() -> None:
    for flag in (True, False):
        word = f"    x-mock: {{caseInsensitive: {str(flag).lower()}}}\n"
        assert operation((POST, word + POST)).ignores_case is flag


def test_what_a_body_may_be() -> None:
    assert not operation().body_required
    required = ("requestBody:\n", "requestBody:\n        required: true\n")
    assert operation(required).body_required
    assert operation(says("x-mock: {bodyLimitBytes: 7}")).body_limit == 7
    upper = operation((REQUEST, REQUEST.replace("application/json", "Application/X+JSON")))
    assert upper.media_types == {"application/x+json"}
    other = "text/plain: {}\n          application/json:\n            schema: {properties: {name"
    scenario = (GOOD, "good: {x-mock: {when: {name: 5}}, value")
    for before, kind, value in (
        (REQUEST, "multipart/form-data", "5"),
        (other, "application/json", 5),
    ):
        body = before.replace("application/json", kind)
        found = operation((REQUEST, body), scenario)
        assert found.scenarios[0].when == {"name": value}
        assert (MULTIPART in found.media_types) == (value == "5")


def test_every_shared_answer_is_the_operations_own() -> None:
    examples = ", ".join(f"{name}: {{value: {name}}}" for name in ("broken", "bad", "big", "odd"))
    kinds = ("malformedBody", "bad"), ("bodyTooLarge", "big"), ("invalidRequest", "odd")
    changes = [
        (f"{kind}: {{{LIMIT}}}", f"{kind}: {{status: '400', example: {name}}}")
        for kind, name in kinds
    ]
    contract = changed((BROKEN, f"{{{examples}}}"), *changes)
    found = contract.operations[0]
    assert titles(found.malformed, found.too_large, found.invalid, contract.unreadable) == [
        *("400 bad", "400 big", "400 odd", "400 broken"),
    ]


def test_what_cannot_be_wrong_needs_no_answers() -> None:
    kinds = ("bodyTooLarge", "malformedBody", "invalidRequest")
    gone = [(f"    {kind}: {{{LIMIT}}}\n", "") for kind in kinds]
    answered = (TYPE, f"{TYPE[:-1]}, x-mock: {{invalid: {{{LIMIT}}}}}}}")
    found = operation(*gone, answered, ("      requestBody:", "      x-body:"))
    assert (found.too_large, found.malformed, found.invalid) == (None, None, None)
    # An operation that documents them has them all the same.
    found = operation(("      requestBody:", "      x-body:"))
    assert titles(found.too_large, found.malformed, found.invalid) == ["400 broken"] * 3
    with pytest.raises(ContractError, match="x-mock > answers > malformedBody has no `status`"):
        operation(*gone, answered)


def test_what_is_no_http_is_answered_by_the_first_operation_that_can() -> None:
    get = "  /get:\n    get:\n      responses: {200: {description: Done}}\n"
    contract = changed(("paths:\n", f"paths:\n{get}"))
    assert titles(contract.unreadable) == ["400 broken"]
    first = contract.operations[0]
    assert (first.media_types, first.parameters, first.wording.by_field) == (frozenset(), (), {})


def test_parameters() -> None:
    def read(written: str) -> Parameter:
        return operation((TYPE, written)).parameters[0]

    usual = Parameter("number", "path", is_integer=True, is_sensitive=False, invalid=None)
    assert read(TYPE) == usual
    assert read(f"{TYPE[:-1]}, x-sensitive: false}}") == usual
    for written, *expected in (
        ("schema: {type: integer, format: int64, examples: [5, 6], example: 7}}", True, "5", 64),
        ("schema: {type: integer, format: int32, example: 7}}", True, "7", 32),
        ("schema: {type: string, examples: [5]}, example: 8}", False, "8", None),
        ("x-sensitive: true, schema: {type: string, format: uuid}}", False, "", None),
    ):
        found = read(str(written))
        assert [found.is_integer, found.example, found.bits] == expected
        assert found.is_sensitive == ("x-sensitive" in str(written))
    invalid = operation((TYPE, f"{TYPE[:-1]}, x-mock: {{invalid: {{{LIMIT}}}}}}}"))
    assert invalid.parameters[0].invalid is invalid.find(400, "broken")


def test_parameters_of_every_place() -> None:
    both = "    parameters:\n      - {name: number, in: path, schema: {type: integer}}\n"
    path = "{name: z, in: path}, {name: number, in: path, example: 9}"
    others = "{name: a, in: query}, {name: b, in: header}, {name: c, in: cookie}"
    found = operation(
        ("  /a/{number}/b:\n", "  /{z}/{number}/b:\n"),
        (both, both.replace("integer}}", "integer}, example: 1}")),
        says(f"parameters: [{others}, {{name: d, in: query}}, {path}]"),
    )
    places = (found.parameters, found.query, found.headers)
    assert [[each.name for each in place] for place in places] == [
        ["z", "number"],
        ["a", "d"],
        ["b"],
    ]
    assert [each.place for place in places for each in place] == [
        *("path", "path", "query", "query", "header"),
    ]
    # What the operation says of a parameter outranks what its path says.
    assert found.parameters[1].example == "9"


def test_answers() -> None:
    json_type = ("Content-Type", "application/json")
    assert parts(operation((GOOD, "good: {summary: All well, value")).default) == (
        *("200 good", "All well", "application/json", (json_type, ("X-Left", "0"))),
        b'{"link":"https://example.org/x.png"}',
    )
    assert operation().default.summary == "good"
    value = "{link: 'https://example.org/x.png'}"
    assert operation((value, "{\u00e9: [1, null]}")).default.body == '{"\u00e9":[1,null]}'.encode()
    description = "description: ' Not you. Somebody else. '"
    headers = "headers: {X-A: {schema: {const: 5}}}, x-mock: {contentType: text/x}"
    empty = f"        '401': {{{description}, {headers}}}\n        '599': {{description: No X.}}"
    more = "\n        '099': {}\n        '600': {}\n        '1234': {}"
    found = operation((NO_ANSWER, empty + more)).answers
    assert not any(each.is_deviation for each in found)
    assert [parts(each) for each in found[2:]] == [
        ("401", "Not you", None, (("Content-Type", "text/x"), ("X-A", "5")), b""),
        ("599", "No X", None, (), b""),
    ]


def test_headers() -> None:
    written = (
        "X-Left: {example: true}, A: {schema: {examples: [7, 8], const: 9}}, "
        "B: {schema: {const: x}}, C: {example: 1, schema: {examples: [2]}}"
    )
    found = operation(("X-Left: {schema: {type: integer}, example: 0}", written))
    assert found.default.headers[1:] == (("X-Left", "true"), ("A", "7"), ("B", "x"), ("C", "1"))


def test_how_files_are_served() -> None:
    for written, rule in (
        ("bytes: 5, contentDisposition: inline", MediaRule(None, 5, "inline")),
        *((f"fault: {fault.value}", MediaRule(fault)) for fault in MediaFault),
    ):
        media = f"good: {{x-mock: {{media: {{{written}}}}}, value"
        assert operation((GOOD, media)).default.media == rule


def test_limits() -> None:
    def limited(words: str, *changes: tuple[str, str]) -> Operation:
        return operation(says(f"x-mock: {{{words}}}"), *changes)

    rate = f"rateLimit: {{requestsPerSecond: 9, {LIMIT}, remainingHeader: X-Left"
    quota = f"quota: {{{LIMIT}, used: [a, 1], total: [c]"
    per = ("  bodyLimitBytes: 10\n", "  bodyLimitBytes: 10\n  per: number\n")
    two = "      - {name: number, in: path, schema: {type: integer}}\n"
    other = (two, f"{two}      - {{name: z, in: path}}\n"), ("{number}/b", "{number}/{z}/b")
    for counted, changes in (
        ("number", ([per])),
        ("number", ([])),
        ("z", ([per, *other])),
    ):
        by = "" if changes == [per] else f", per: {counted}"
        found = limited(f"{rate}{by}}}, {quota}{by}}}", *changes)
        answer = found.find(400, "broken")
        assert answer is not None
        assert found.rate_limit == RateLimit(9, counted, answer, "X-Left")
        assert found.quota == Quota(counted, answer, ("a", "1"), ("c",), ())
    named = limited(f"{quota}, method: [d, e]}}", per).quota
    assert named is not None
    assert named.method == ("d", "e")
    with pytest.raises(ContractError, match=r"must name a parameter of the path \(number, z\)"):
        limited(f"{quota}, per: nix}}", *other)
    for limit in (f"{rate}, per: number}}", f"{quota}, per: number}}"):
        assert changed(says(f"x-mock: {{{limit}}}")).per == "number"


def test_the_header_of_a_limit_says_that_nothing_is_left() -> None:
    limit = (
        f"x-mock: {{rateLimit: {{requestsPerSecond: 9, per: number, {LIMIT}, remainingHeader: A}}}}"
    )
    headers = "        '400':\n          headers: {A: {example: 3}}\n"
    found = operation(says(limit), ("        '400':\n", headers))
    assert dict(found.answers[1].headers)["A"] == "0"


def test_words_for_what_is_wrong() -> None:
    body = "{name: {type: string, x-mock: {maxLength: too long, link: true}}}"
    schema = "schema: {type: integer, x-mock: {minimum: too small}}, x-mock: {type: no number}}"
    wording = operation(("{name: {type: string}}", body), (TYPE, schema)).wording
    assert wording == Wording(
        *("message", "path", "time", "Wrong: {details}", "no object"),
        {"required": "{field} is missing"},
        {
            ("name", "maxLength"): "too long",
            ("number", "minimum"): "too small",
            ("number", "type"): "no number",
        },
        *("{token} at {position}", "end"),
    )


@pytest.mark.parametrize("way", ["allOf", "anyOf", "oneOf"])
def test_fields_in_parts_of_a_body_are_known(way: str) -> None:
    depth = "{properties: {deep: {}}}"
    for _ in range(4):
        depth = f"{{{way}: [{depth}]}}"
    schema = f"{{{way}: [{{$ref: '#/components/schemas/Loop'}}, {depth}]}}"
    found = operation(
        ("{properties: {name: {type: string}}}", schema),
        (GOOD, "good: {x-mock: {when: {deep: 1}}, value"),
    )
    assert [each.when for each in found.scenarios] == [{"deep": 1}]


def test_scenarios() -> None:
    def read(*changes: tuple[str, str]) -> list[tuple[Any, ...]]:
        return [
            (s.name, s.summary, s.answer.title, s.when, s.delay_seconds, s.at_gateway)
            for s in operation(*changes).scenarios
        ]

    own = "good: {x-mock: {when: {name: 5}, summary: Five, delaySeconds: 2}, summary: Good, value"
    assert read((GOOD, own)) == [("good", "Five", "200 good", {"name": 5}, 2, False)]
    several = "good: {x-mock: {scenarios: {a: {when: {name: x}}}}, summary: All well, value"
    assert read((GOOD, several)) == [("a", "All well", "200 good", {"name": "x"}, 0, False)]
    empty = "        '401': {x-mock: {contentType: a/b, scenarios: {b: {when: {number: 5}}}}}"
    assert read((NO_ANSWER, empty)) == [("b", "", "401", {"number": "5"}, 0, True)]
    deviation = "x-deviations: {odd: {x-mock: {when: {name: z}}, value: a}}"
    odd = f"{BROKEN}\n              {deviation}"
    assert read((BROKEN, odd)) == [("odd", "odd", "400 odd", {"name": "z"}, 0, False)]
    assert [a.is_deviation for a in operation((BROKEN, odd)).answers] == [False, False, True]


def test_a_shared_scenario_is_of_those_that_have_its_names() -> None:
    twin = (
        "  /twin:\n    put:\n      parameters: [{name: z, in: query}]\n"
        "      responses: {200: {}, 400: {$ref: '#/paths/~1a~1{number}~1b/post/responses/400'}}\n"
    )
    when = (
        "{broken: {x-mock: {scenarios: {a: {when: {name: 5}}, b: {when: {z: 5}}}}, value: broken}}"
    )
    first, second = changed((BROKEN, when), (COMPONENTS, twin + COMPONENTS)).operations
    assert [[s.name for s in each.scenarios] for each in (first, second)] == [["a"], ["b"]]


def test_scenarios_are_found_in_the_contracts_order() -> None:
    whens = (
        *(
            "{name: z}",
            "{number: 5}",
            "{name: a}",
            "{number: 5, name: a}",
            "{name: [1, {b: 2, a: 1}]}",
        ),
    )
    written = ", ".join(f"s{index}: {{when: {when}}}" for index, when in enumerate(whens))
    found = operation((GOOD, f"good: {{x-mock: {{scenarios: {{{written}}}}}, value"))
    for values, names in (
        ({"name": "z"}, ["s0"]),
        ({"name": "a"}, ["s2"]),
        ({"number": "5"}, ["s1"]),
        ({"number": "5", "name": "z"}, ["s0", "s1"]),
        ({"number": "5", "name": "a"}, ["s1", "s2", "s3"]),
        ({"name": [1, {"a": 1, "b": 2}]}, ["s4"]),
        ({"number": "5", "name": [1, {"b": 2, "a": 1}]}, ["s1", "s4"]),
        ({"number": "6"}, []),
        ({}, []),
    ):
        assert [each.name for each in found.scenarios.of(values)] == names


def test_an_answer_is_found_by_status_and_name() -> None:
    found = operation((GOOD, "good: {x-mock: {scenarios: {a: {when: {name: 5}}}}, value"))
    for status, name, title in (
        *((None, None, "200 good"), (400, None, "400 broken"), (None, "broken", "400 broken")),
        *((200, "broken", ""), (None, "a", "200 good"), (200, "a", "200 good"), (400, "a", "")),
        *((None, "none", ""), (500, None, "")),
    ):
        assert titles(found.find(status, name)) == [title]


def test_a_reference_may_name_any_key() -> None:
    document = {"a/b": {"c~d": {"~1": 5}}, "ref": {"$ref": "#/a~1b/c~0d/~01"}}
    node = Node(document, document, "it")
    assert node["ref"].number() == 5
    assert [key for key, _ in node.items()] == ["a/b", "ref"]


def test_a_contract_is_a_file_in_utf_8(tmp_path: Path) -> None:
    path = tmp_path / "contract.yaml"
    with pytest.raises(ContractError, match=r"contract\.yaml cannot be read: No such file"):
        read_contract(path)
    path.write_bytes(b"\xff")
    with pytest.raises(ContractError, match=r"contract\.yaml cannot be read: it is not UTF-8"):
        read_contract(path)
    path.write_bytes(b"\xef\xbb\xbf" + CONTRACT.replace("Small", "Kl\u00e4in").encode())
    assert read_contract(path).title == "Kl\u00e4in"
    path.write_text("openapi: 2")
    with pytest.raises(ContractError, match=r"contract\.yaml cannot be used: it is no OpenAPI 3"):
        read_contract(path)
