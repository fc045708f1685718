"""The contract says what the vendor's pages say and what was observed."""

from typing import Any

import pytest

from tests.contract.documented import Contract, Operation
from tests.contract.facts import AnswerFact, Facts, RequestFact, unclaimed
from tests.contract.judging import Judge

SCENARIO_RULES = ("when", "times", "delaySeconds", "media")


def marked(node: Any, mark: str) -> set[str]:
    """Return the names of the properties that carry a mark, anywhere below a place."""
    if isinstance(node, list):
        return {name for item in node for name in marked(item, mark)}
    if not isinstance(node, dict):
        return set()
    properties = node.get("properties", {})
    own = {name for name, property_ in properties.items() if property_.get(mark)}
    return own.union(*(marked(value, mark) for value in node.values()))


def named_examples(facts: Facts) -> dict[tuple[int, str | None, str | None], Any]:
    """Return every named example of the contract's answers, also those against the contract."""
    contract, operation = facts.operation.contract, facts.operation
    return {
        (status, media_type, name): contract.follow(example)
        for status in operation.statuses
        for media_type, media in operation.response(status).get("content", {}).items()
        for group in ("examples", "x-deviations")
        for name, example in media.get(group, {}).items()
    }


def test_every_operation_that_is_known_is_in_the_contract(contract: Contract) -> None:
    assert unclaimed(contract) == set()


def test_what_is_accepted_is_within_the_contract(
    operation: Operation, known_request: RequestFact, judge: Judge
) -> None:
    assert judge.request(known_request.request()) == [], operation


def test_what_is_refused_is_against_the_contract(
    operation: Operation, refused_request: RequestFact, judge: Judge
) -> None:
    problems = judge.request(refused_request.request())
    assert bool(problems) is not refused_request.is_within_the_contract, (operation, problems)


def test_what_is_answered_is_within_the_contract(
    operation: Operation, known_answer: AnswerFact, judge: Judge
) -> None:
    assert judge.answer(operation, known_answer.response()) == []


def test_what_would_break_the_contract_is_against_it(
    operation: Operation, broken_answer: AnswerFact, judge: Judge
) -> None:
    assert judge.answer(operation, broken_answer.response())


def test_named_answers_are_those_of_the_contract(
    operation: Operation, facts: Facts, judge: Judge
) -> None:
    known = {
        (answer.status, answer.media_type, answer.name): answer for answer in facts.answers("named")
    }
    documented = named_examples(facts)
    assert documented.keys() == known.keys()
    for key, answer in known.items():
        example = documented[key]
        assert example["value"] == answer.body, key
        assert example["x-evidence"] == answer.data["evidence"], key
        breaks = answer.data.get("against the contract", False)
        assert bool(judge.answer(operation, answer.response())) is breaks, key


def test_statuses_have_the_known_headers_and_media_types(facts: Facts, judge: Judge) -> None:
    operation = facts.operation
    assert set(operation.statuses) == facts.statuses.keys()
    for status, known in facts.statuses.items():
        response = operation.response(status)
        headers = {
            name: operation.contract.follow(header)
            for name, header in response.get("headers", {}).items()
        }
        assert {name: str(header["example"]) for name, header in headers.items()} == known[
            "headers"
        ], status
        assert list(response.get("content", {})) == known["media types"], status
        assert response.get("x-evidence") == known.get("evidence"), status
        assert response.get("x-mock", {}).get("contentType") == known.get("content type"), status
        # Where one of the headers is missing, the answer is another server's.
        for name in headers:
            kept = {key: value for key, value in known["headers"].items() if key != name}
            answers = (a for a in facts.answers("named", "allowed") if a.status == status)
            answer = next(answers, AnswerFact("", {"status": status}, kept))
            lacking = AnswerFact("", answer.data | {"headers": {}}, kept)
            assert judge.answer(operation, lacking.response()), (status, name)


def test_request_examples_are_the_known_ones(facts: Facts) -> None:
    body = facts.operation.definition.get("requestBody", {"content": {}})
    assert body.get("required", False) is bool(body["content"])
    for media in body["content"].values():
        values = {name: example["value"] for name, example in media["examples"].items()}
        assert values == facts.data["examples"]


def test_parameters_have_an_example_that_was_accepted(facts: Facts) -> None:
    path = facts.operation.path_values(next(facts.requests("accepted")).data["path"])
    examples = {
        parameter["name"]: str(parameter["example"]) for parameter in facts.operation.parameters
    }
    assert examples == path


def test_secrets_are_marked(facts: Facts) -> None:
    parameters = facts.operation.parameters
    secrets = [parameter["name"] for parameter in parameters if parameter.get("x-sensitive")]
    assert secrets == facts.data["secrets"]
    schemas = facts.operation.contract.document["components"]["schemas"]
    assert marked(schemas, "x-sensitive") == set(facts.data["secret fields"])


def test_links_are_marked(facts: Facts) -> None:
    operation = facts.operation
    schema = operation.contract.follow(operation.json_schema(operation.success) or {})
    properties = schema["properties"].items()
    links = [name for name, property_ in properties if property_.get("x-mock", {}).get("link")]
    assert links == facts.data["links"]


def test_hosts_are_the_known_ones(facts: Facts) -> None:
    hosts = []
    for server in facts.operation.contract.document["servers"]:
        variables = server.get("variables", {})
        values = {name: variable["default"] for name, variable in variables.items()}
        hosts.append(server["url"].format(**values))
    assert hosts == facts.data["hosts"]


@pytest.mark.parametrize("limit", ["rateLimit", "quota"])
def test_limits_are_the_known_ones(facts: Facts, limit: str) -> None:
    assert facts.operation.definition["x-mock"][limit] == facts.data["limits"][limit]


def test_scenarios_are_the_promised_ones(facts: Facts) -> None:
    operation = facts.operation
    owners = [("", operation.response(status)) for status in operation.statuses]
    owners += [(str(name), example) for (_, _, name), example in named_examples(facts).items()]
    found: dict[str, Any] = {}
    for answer, owner in owners:
        mock = owner.get("x-mock", {})
        own = {answer: mock} if "when" in mock else {}
        for name, rule in {**own, **mock.get("scenarios", {})}.items():
            kept = {key: rule[key] for key in SCENARIO_RULES if key in rule}
            found[name] = kept | {"answer": answer}
    assert found == facts.data["scenarios"]
