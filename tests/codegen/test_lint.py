"""Each thing that may be wrong with the contract is found, with its place and a remedy."""

import pytest

from codegen import lint
from codegen.failure import CodegenError
from codegen.layout import Layout
from codegen.lint import style
from tests.codegen.conftest import EditContract


def test_the_contract_is_sound(project: Layout) -> None:
    assert [str(problem) for problem in lint.problems(project)] == []


@pytest.mark.parametrize(
    ("change", "what", "where"),
    [
        pytest.param(
            (
                "          description: |\n            The link to the file.",
                "          summary: |\n            The link to the file.",
            ),
            'not valid OpenAPI 3.1: "description" is a required property',
            "/responses/200",
            id="invalid OpenAPI",
        ),
        pytest.param(
            (
                "          description: |\n            The link to the file.",
                "          summary: |\n            The link to the file.",
            ),
            "breaks the style rule",
            "/responses/200",
            id="a style rule",
        ),
        pytest.param(
            ("statusCode: 400\n", "statusCode: four hundred\n"),
            "'four hundred' is not of type 'integer'",
            "/responses/400/content/application~1json/examples/validationFailed/value/statusCode",
            id="an example of a response",
        ),
        pytest.param(
            ("idMessage: A322F800D3F12CD4858CC947DAFB77A2\n", "idMessage: ''\n"),
            "'' should be non-empty",
            "/requestBody/content/application~1json/examples/personalChat/value/idMessage",
            id="an example of a request",
        ),
        pytest.param(
            ("      example: 4\n", "      example: -4\n"),
            "-4 is less than the minimum of 0",
            "/components/headers/RateLimitRemaining/example",
            id="an example of a header",
        ),
        pytest.param(
            ("      example: 1101000001\n", "      example: 0\n"),
            "0 is less than the minimum of 1",
            "/components/parameters/IdInstance/example",
            id="an example of a parameter",
        ),
        pytest.param(
            ("            - 120650379300963@lid\n", "            - 120650379300963@nowhere\n"),
            "does not match",
            "/components/schemas/DownloadFileRequest/properties/chatId/examples/3",
            id="an example in a schema",
        ),
        pytest.param(
            (
                "x-evidence: documented\n                  x-source: https",
                "x-evidence: rumoured\n                  x-source: https",
            ),
            "`x-evidence` is 'rumoured'",
            "/responses/200/content/application~1json/examples/imageFile",
            id="unknown evidence",
        ),
        pytest.param(
            (
                "      x-evidence: observed\n      x-source: Seen on other methods, October 2026;",
                "      x-source: Seen on other methods, October 2026;",
            ),
            "`x-evidence` is None",
            "/components/responses/Unauthorized",
            id="no evidence for a response without content",
        ),
        pytest.param(
            (
                "                  x-source: Clients written against",
                "                  x-sauce: Clients written against",
            ),
            "does not say where it comes from",
            "/responses/400/content/text~1plain/examples/instanceStartingText",
            id="no source",
        ),
        pytest.param(
            ("  version: 0.1.0\n", "  version: 0.1.1\n"),
            "The contract is of version 0.1.1, the distribution of version 0.1.0.",
            "/info/version",
            id="another version",
        ),
        pytest.param(
            ("      example: 1101000001\n", "      example: 1101000001\n      x-sensitive: true\n"),
            "only a text can be kept out of the request",
            "/parameters/0",
            id="a number that is sensitive",
        ),
    ],
)
def test_a_fault_is_named(
    project: Layout, edit_contract: EditContract, change: tuple[str, str], what: str, where: str
) -> None:
    edit_contract(*change)
    problems = list(lint.problems(project))
    matching = [problem for problem in problems if what in problem.what]
    assert matching, "\n".join(map(str, problems))
    assert any(where in problem.where for problem in matching), matching
    assert all(problem.do for problem in problems)


def test_a_response_without_a_named_example_is_found(
    project: Layout, edit_contract: EditContract
) -> None:
    edit_contract(
        "          examples:\n            forbidden:\n",
        "          x-examples:\n            forbidden:\n",
    )
    [problem] = list(lint.problems(project))
    assert "no named example" in problem.what
    assert problem.where == "/components/responses/Forbidden/content/text~1html"


def test_a_reference_to_nothing_is_found(project: Layout, edit_contract: EditContract) -> None:
    edit_contract("'#/components/parameters/IdInstance'", "'#/components/parameters/Nobody'")
    problem, *_ = lint.problems(project)
    assert problem.what.startswith("The contract refers to #/components/parameters/Nobody")
    assert problem.where.endswith("/parameters/0")


def test_a_missing_style_linter_says_how_to_get_it(project: Layout) -> None:
    (project.root / "mock").unlink()
    with pytest.raises(CodegenError, match="Run make setup"):
        list(style.problems(project))


def test_a_style_linter_that_fails_is_quoted(project: Layout) -> None:
    project.redocly_config.write_text("extends: [nonsense", "utf-8")
    with pytest.raises(CodegenError, match="Redocly CLI did not check the contract"):
        list(style.problems(project))
