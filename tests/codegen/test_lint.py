"""Each thing that may be wrong with a contract is found, with its place and a remedy."""

from pathlib import Path

import pytest

from codegen import lint
from codegen.failure import CodegenError
from codegen.layout import PROJECT, Layout
from codegen.lint import examples, style
from tests.codegen.conftest import EditContract

pytestmark = pytest.mark.slow

SOUND = Path(__file__).with_name("sound.yaml")
OPERATION = "/paths/~1things~1{thingId}~1{key}/put"


@pytest.fixture(autouse=True)
def sound(project: Layout) -> None:
    """Take the small contract in the place of ours."""
    project.contract.write_bytes(SOUND.read_bytes())
    project.pyproject.write_text("[project]\nversion = '1.2.3'\n", "utf-8")


def test_our_contract_is_sound() -> None:
    assert [str(problem) for problem in lint.problems(PROJECT)] == []


def test_the_small_contract_is_sound(project: Layout) -> None:
    assert [str(problem) for problem in lint.problems(project)] == []


FAULTS = {
    "invalid OpenAPI": (
        ("          description: It is put.\n", ""),
        'not valid OpenAPI 3.1: "description" is a required property',
        f"{OPERATION}/responses/200",
    ),
    "a style rule": (
        ("      summary: Put a thing\n", ""),
        "breaks the style rule operation-summary",
        f"{OPERATION}/summary",
    ),
    "a reference to nothing": (
        ("parameters/ThingId'", "parameters/Nobody'"),
        "refers to #/components/parameters/Nobody, which does not exist",
        "/paths/~1things~1{thingId}~1{key}/parameters/0",
    ),
    "a reference to itself": (
        ("    Empty:\n", "    Empty: { $ref: '#/components/responses/Empty' }\n    Unused:\n"),
        "leads back to itself",
        f"{OPERATION}/responses/400",
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
def test_a_fault_is_named(project: Layout, edit_contract: EditContract, name: str) -> None:
    change, what, where = FAULTS[name]
    edit_contract(*change)
    problems = list(lint.problems(project))
    matching = [problem.where for problem in problems if what in problem.what]
    assert where in matching, "\n".join(map(str, problems))
    assert all(problem.do for problem in problems)


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


def test_a_missing_style_linter_says_how_to_get_it(project: Layout) -> None:
    (project.root / "mock").unlink()
    with pytest.raises(CodegenError, match="Run make setup"):
        list(style.problems(project))


def test_a_style_linter_that_fails_is_quoted(project: Layout) -> None:
    project.redocly_config.write_text("extends: [nonsense", "utf-8")
    with pytest.raises(CodegenError, match=r"Redocly CLI could not lint .*\n\n.*configuration"):
        list(style.problems(project))
