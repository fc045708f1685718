"""Each thing that may be wrong with a contract is found, with its place and a remedy."""

import sys
from pathlib import Path
from typing import Any

import pytest

from codegen import lint, redocly
from codegen.failure import CodegenError
from codegen.layout import PROJECT, Layout
from codegen.lint import evidence, examples, openness, style
from tests.codegen.conftest import EditContract

SOUND = Path(__file__).with_name("sound.yaml")
OPERATION = "/paths/~1things~1{thingId}~1{key}/put"


@pytest.fixture
def project(tmp_path: Path) -> Layout:
    """A project whose contract is small."""
    copy = Layout(tmp_path)
    copy.contract.write_bytes(SOUND.read_bytes())
    copy.pyproject.write_text("[project]\nversion = '1.2.3'\n", "utf-8")
    copy.redocly_config.write_bytes(PROJECT.redocly_config.read_bytes())
    (tmp_path / "mock").symlink_to(PROJECT.root / "mock")
    return copy


@pytest.mark.slow
def test_our_contract_is_sound() -> None:
    assert [str(problem) for problem in lint.problems(PROJECT)] == []


@pytest.mark.slow
def test_the_small_contract_is_sound(project: Layout) -> None:
    assert [str(problem) for problem in lint.problems(project)] == []


FAULTS = {
    "invalid OpenAPI": (
        ("          description: It is put.\n", ""),
        'not valid OpenAPI 3.1: "description" is a required property',
        f"{OPERATION}/responses/200",
    ),
    "a reference to nothing": (
        ("parameters/ThingId'", "parameters/Nobody'"),
        "refers to #/components/parameters/Nobody, which does not exist",
        "/paths/~1things~1{thingId}~1{key}/parameters/0",
    ),
    "a reference to itself": (
        ("    Empty:\n", "    Empty: { $ref: '#/components/responses/Empty' }\n    Unused:\n"),
        "leads back to itself",
        f"{OPERATION}/responses/400 /components/responses/Empty",
    ),
    "an example of a request": (
        ("small: { value: { size: 1 } }", "small: { value: { size: one } }"),
        "'one' is not of type 'integer'",
        f"{OPERATION}/requestBody/content/application~1json/examples/small/value/size",
    ),
    "an example of a response": (
        ("big: { value: { size: 2 }", "big: { value: { size: 10 }"),
        "10 is greater than the maximum of 9",
        f"{OPERATION}/responses/200/content/application~1json/examples/big/value/size",
    ),
    "an example elsewhere": (
        ("Words: { value: put", "Words: { value: 1"),
        "1 is not of type 'string'",
        f"{OPERATION}/responses/200/content/text~1plain/examples/words/value",
    ),
    "an example of a header": (
        ("example: 4 }", "example: -4 }"),
        "-4 is less than the minimum of 0",
        f"{OPERATION}/responses/200/headers/X-Left/example",
    ),
    "an example of a parameter": (
        ("      example: 7\n", "      example: 0\n"),
        "0 is less than the minimum of 1",
        "/components/parameters/ThingId/example",
    ),
    "an example in a schema": (
        ("examples: [5]", "examples: [5, 50]"),
        "50 is greater than the maximum of 9",
        "/components/schemas/Thing/properties/size/examples/1",
    ),
    "an example in an inner schema": (
        ("examples: [x]", "examples: [z]"),
        "'z' does not match '^[xy]$'",
        "/components/schemas/Thing/properties/tags/items/examples/0",
    ),
    "a default": (
        ("default: 3", "default: three"),
        "'three' is not of type 'integer'",
        "/",
    ),
    "unknown evidence": (
        ("x-evidence: documented", "x-evidence: rumoured"),
        "`x-evidence` is 'rumoured'",
        f"{OPERATION}/responses/200/content/application~1json/examples/big",
    ),
    "no evidence elsewhere": (
        ("x-evidence: assumed, ", ""),
        "`x-evidence` is None",
        f"{OPERATION}/responses/200/content/text~1plain/examples/words",
    ),
    "no evidence without content": (
        ("      x-evidence: observed\n", ""),
        "A response without content does not say how sure it is",
        "/components/responses/Empty",
    ),
    "no source": (
        ("x-source: a page", "x-source: ' '"),
        "does not say where it comes from",
        f"{OPERATION}/responses/200/content/application~1json/examples/big",
    ),
    "no named example": (
        (
            "              examples:\n                words:",
            "              x-no:\n                words:",
        ),
        "A response has no named example",
        f"{OPERATION}/responses/200/content/text~1plain",
    ),
    "another version": (
        ("version: 1.2.3", "version: 1.2.4"),
        "The contract is of version 1.2.4, the distribution of version 1.2.3.",
        "/info/version",
    ),
    "a number that is sensitive": (
        ("        schema: { type: string }\n", "        schema: { type: integer }\n"),
        "only a text can be kept out of the request",
        "/paths/~1things~1{thingId}~1{key}/parameters/1",
    ),
    "a value set in an answer": (
        ("    Thing:\n      type: object\n", "    Thing:\n      type: object\n      enum: [{}]\n"),
        "An answer has an `enum`",
        "/components/schemas/Thing",
    ),
    "kinds without an open one": (
        (
            "        tags: { type: array",
            """\
        kind: { anyOf: [{ type: object, properties: { k: { const: a } } }] }
        tags: { type: array""",
        ),
        "the last of them is not open",
        "/components/schemas/Thing/properties/kind",
    ),
    "a webhook that nothing could read": (
        (
            "components:\n",
            """\
webhooks:
  came:
    post:
      operationId: came
      summary: It came
      requestBody:
        content: { application/json: { schema: { $ref: '#/components/schemas/Thing' } } }
      responses: { '200': { description: It is taken. } }
components:
""",
        ),
        "No schema has all webhooks among its kinds",
        "/webhooks",
    ),
    "two JSON types": (
        ("            text/plain:\n", "            application/problem+json:\n"),
        "declares application/json, application/problem+json",
        f"{OPERATION}/responses/200",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_named(
    project: Layout, edit_contract: EditContract, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(style, "problems", lambda _: [])
    change, what, where = FAULTS[name]
    edit_contract(*change)
    problems = list(lint.problems(project))
    assert " ".join(problem.where for problem in problems if what in problem.what) == where
    assert all(problem.do for problem in problems)


@pytest.mark.slow
def test_a_style_rule_is_named(project: Layout, edit_contract: EditContract) -> None:
    edit_contract("      summary: Put a thing\n", "")
    (problem,) = style.problems(project)
    assert "breaks the style rule operation-summary: Operation" in problem.what
    assert problem.where == f"{OPERATION}/summary"


WRONG = {"type": "string", "examples": [5]}
# As section 10 of JSON Schema 2020-12 and section 11 have them.
HOLDS_ONE = ["items", "contains", "propertyNames", "if", "then", "else", "not"]
HOLDS_ONE += ["additionalProperties", "unevaluatedItems", "unevaluatedProperties"]
HOLDS_LIST = ["allOf", "anyOf", "oneOf", "prefixItems"]
HOLDS_NAMED = ["properties", "patternProperties", "dependentSchemas", "$defs"]


@pytest.mark.parametrize(
    ("keyword", "held", "place"),
    [
        *((keyword, WRONG, keyword) for keyword in HOLDS_ONE),
        *((keyword, [WRONG], f"{keyword}/0") for keyword in HOLDS_LIST),
        *((keyword, {"a": WRONG}, f"{keyword}/a") for keyword in HOLDS_NAMED),
    ],
)
def test_examples_are_looked_at_wherever_a_schema_is(
    keyword: str, held: object, place: str
) -> None:
    document = {"components": {"schemas": {"Thing": {keyword: held}}}}
    (problem,) = examples.problems(document)
    assert problem.where == f"/components/schemas/Thing/{place}/examples/0"


THING = {"type": "object", "properties": {"schema": {"type": "string", "example": 5}}}
DATA = {"schema": {"type": "string", "example": 5}}


@pytest.mark.parametrize(
    ("holder", "place"),
    [
        ({"schema": THING}, "/a/schema/properties/schema/example"),
        ({"components": {"schemas": {"b": THING}}}, None),
        ({"schema": {}, "example": DATA}, None),
        ({"schema": {}, "examples": {"b": {"value": DATA}}}, None),
        ({"schema": {"type": "string"}, "examples": {"b": {"externalValue": "c"}}}, None),
        ({"schema": {"type": "string"}, "example": 5}, "/a/example"),
        ({"schema": {"type": "string"}, "examples": {"b": {"value": 5}}}, "/a/examples/b/value"),
        ({"schema": {"items": {"type": "string"}}, "example": ["b", 5]}, "/a/example/1"),
        ({"schema": {"type": "string", "format": "ipv4"}, "example": "x"}, "/a/example"),
    ],
)
def test_examples_are_told_from_what_looks_like_them(holder: object, place: str | None) -> None:
    found = [problem.where for problem in examples.problems({"a": holder})]
    assert found == ([place] if place else [])


def test_each_answer_says_how_sure_it_is() -> None:
    said = {"x-evidence": "observed", "x-source": "the wire"}
    bare = {"x-source": 5}
    body = {"application/json": {"examples": {"one": bare, "two": {"$ref": "#/said"}}}, "a/b": {}}
    responses = {"200": {"content": body}, "400": {"$ref": "#/bare"}, "500": said}
    shared = {"components": {"responses": {"First": {}, "Last": bare}}}
    paths = {"/a": {"get": {"responses": responses}, "put": {}}}
    found = [
        (
            problem.what.split(" does ")[0].split(" has ")[0],
            problem.where,
            problem.do.split(": ")[1],
        )
        for problem in evidence.problems({"said": said, "bare": bare, "paths": paths} | shared)
    ]
    first, last = "/components/responses/First", "/components/responses/Last"
    content = "/paths/~1a/get/responses/200/content"
    degrees = "documented, observed, assumed."
    source = "an address, or who saw it where and when."
    empty, example = "A response without content", "An example of a response"
    assert found == [
        *((empty, place, do) for place in (first, last) for do in (degrees, source)),
        *((example, f"{content}/application~1json/examples/one", do) for do in (degrees, source)),
        (
            "A response",
            f"{content}/a~1b",
            "the mock answers with it, and the tests ask for it.",
        ),
    ]
    assert list(evidence.problems({})) == []


CLOSED = {"anyOf": [{"properties": {"kind": {"const": "a"}}}]}
CHOICE = {"oneOf": CLOSED["anyOf"]}
ENDED = {"anyOf": [*CLOSED["anyOf"], {"type": "object"}]}
BEGUN = {"anyOf": [{"type": "object"}, *CLOSED["anyOf"]]}
VALUE_SET = {"enum": ["a"]}
A_B = {"$ref": "#/named/a~1b"}


@pytest.mark.parametrize(
    ("schema", "places"),
    [
        (VALUE_SET, [""]),
        ({"items": VALUE_SET}, ["/items"]),
        ({"const": VALUE_SET, "example": VALUE_SET, "default": VALUE_SET}, []),
        (CLOSED, [""]),
        (CHOICE, [""]),
        (BEGUN, [""]),
        (ENDED, []),
        ({"anyOf": [{"type": "string"}, {"type": "null"}]}, []),
        (A_B, ["#/named/a~1b"]),
        ({"allOf": [A_B, {"$ref": "#/named/ring"}]}, ["#/named/a~1b", "#/named/ring/not"]),
        ({"allOf": [{"$ref": "#/named/ring"}, VALUE_SET]}, ["#/named/ring/not", "/allOf/1"]),
    ],
)
def test_an_answer_leaves_room_for_what_is_new(schema: object, places: list[str]) -> None:
    ring = {"allOf": [{"$ref": "#/named/ring"}], "not": VALUE_SET}
    named = {"a/b": VALUE_SET, "ring": ring}
    content = {"content": {"application/json": {"schema": schema}, "text/plain": {}}}
    # The second answer is read by the same schemas, and a request may have any.
    responses = {"200": {"$ref": "#/named/answer"}, "400": {"$ref": "#/named/answer"}, "500": {}}
    get = {"responses": responses, "requestBody": content}
    document = {"named": named | {"answer": content}, "paths": {"/a": {"get": get, "put": {}}}}
    start = "/paths/~1a/get/responses/200/content/application~1json/schema"
    problems = list(openness.problems(document))
    assert all(problem.what.endswith("whole answer unreadable.") for problem in problems)
    found = [problem.where.replace("/400/", "/200/") for problem in problems]
    wanted = [place[1:] if place.startswith("#") else start + place for place in places]
    assert sorted(found) == sorted(wanted)


def test_webhooks_leave_room_for_what_is_new() -> None:
    def hook(schema: object) -> Any:
        return {"post": {"requestBody": {"content": {"application/json": {"schema": schema}}}}}

    came = {"$ref": "#/components/schemas/Came"}
    schemas: Any = {
        "Came": {"type": "object", "properties": {"a": VALUE_SET}},
        "Any": {"anyOf": [came]},
    }
    document = {"components": {"schemas": schemas}, "webhooks": {"came": hook(came)}}
    (problem,) = openness.problems(document)
    assert problem.where == "/components/schemas/Came/properties/a"
    del schemas["Any"], schemas["Came"]["properties"]
    (problem,) = openness.problems(document)
    assert (problem.what[:13], problem.where) == ("No schema has", "/webhooks")
    document["webhooks"] = {"came": hook(VALUE_SET)}
    assert [problem.where for problem in openness.problems(document)] == ["/webhooks"] * 2


def test_the_style_linter_is_asked_and_quoted(
    project: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = [[{"pointer": "#/a"}, {"pointer": "#/b"}], [{}], [], None]
    told = [{"ruleId": "rule", "message": "why", "location": place} for place in places]
    asked: list[tuple[object, ...]] = []

    def report(*arguments: object) -> object:
        asked.append(arguments)
        return {"problems": [*told, {"ruleId": "rule", "message": "why"}]}

    monkeypatch.setattr(redocly, "report", report)
    found = list(style.problems(project))
    assert [problem.where for problem in found] == ["/a", "/", "/", "/", "/"]
    assert {problem.what for problem in found} == {"The contract breaks the style rule rule: why"}
    config = ("--config", str(project.redocly_config))
    assert asked == [(project, "lint", str(project.contract), *config)]


CLI = """\
const { REDOCLY_TELEMETRY, REDOCLY_SUPPRESS_UPDATE_NOTICE, KEPT } = process.env
const env = [REDOCLY_TELEMETRY, REDOCLY_SUPPRESS_UPDATE_NOTICE, KEPT]
console.log(JSON.stringify({ arguments: process.argv.slice(2), env, cwd: process.cwd(), é: "é" }))
process.exit(1)
"""


@pytest.fixture
def cli(tmp_path: Path) -> Path:
    """A program in the place of Redocly CLI."""
    path = tmp_path / "node_modules" / "@redocly" / "cli" / "bin" / "cli.js"
    path.parent.mkdir(parents=True)
    path.write_text(CLI, "utf-8")
    (tmp_path / "mock").symlink_to(tmp_path)
    return path


def test_redocly_is_run_in_the_project_and_tells_nobody(
    cli: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KEPT", "kept")
    for executable in (sys.executable, str(tmp_path / "python")):
        monkeypatch.setenv("PATH", str(Path(sys.executable).parent))
        monkeypatch.setattr(sys, "executable", executable)
        assert redocly.report(Layout(tmp_path), "diff", "a") == {
            "arguments": ["diff", "a", "--format", "json"],
            "env": ["off", "true", "kept"],
            "cwd": str(tmp_path),
            "é": "é",
        }
    cli.write_text("console.log('out'); console.error('err')", "utf-8")
    with pytest.raises(CodegenError, match=r"could not diff the contract\. It says:\n\nout\nerr$"):
        redocly.report(Layout(tmp_path), "diff", "a")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(CodegenError, match=r"Node is needed .* Run make setup"):
        redocly.report(Layout(tmp_path), "diff", "a")


def test_a_missing_style_linter_says_how_to_get_it(project: Layout) -> None:
    (project.root / "mock").unlink()
    with pytest.raises(CodegenError, match="Run make setup"):
        list(style.problems(project))


@pytest.mark.slow
def test_a_style_linter_that_fails_is_quoted(project: Layout) -> None:
    project.redocly_config.write_text("extends: [nonsense", "utf-8")
    with pytest.raises(CodegenError, match=r"Redocly CLI could not lint .*\n\n.*configuration"):
        list(style.problems(project))
