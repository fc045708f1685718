"""The contract says what the vendor's pages say and what was observed."""

from typing import Any

import pytest
from ruamel.yaml import YAML

from tests.contract.documented import JSON, Contract, Operation, escaped, example_of, url_of
from tests.contract.facts import AnswerFact, Facts, RequestFact, unclaimed
from tests.contract.judging import Judge

SCENARIO_RULES = ("when", "times", "delaySeconds", "media", "after", "waitSeconds", "fault")


def marked(contract: Contract, place: str, *mark: str) -> set[str]:
    """Return the names of the properties that carry a mark, in a place and what it refers to."""
    places, found = [place], set[str]()
    for known in places:
        node = contract.at(known)
        if not isinstance(node, dict | list):
            continue
        inner = node.items() if isinstance(node, dict) else enumerate(node)
        places += [f"{known}/{escaped(str(name))}" for name, _ in inner if name != "examples"]
        if isinstance(node, dict):
            if isinstance(node.get("$ref"), str) and contract.place(known) not in places:
                places.append(contract.place(known))
            properties = node.get("properties", {}).items()
            found |= {name for name, schema in properties if is_marked(schema, *mark)}
    return found


def is_marked(node: Any, *mark: str) -> bool:
    for name in mark:
        node = node.get(name, {})
    return bool(node)


def named_examples(facts: Facts) -> dict[tuple[int, str | None, str | None], Any]:
    """Return every named example of the contract's answers, also those against the contract."""
    contract, operation = facts.operation.contract, facts.operation
    return {
        (status, media_type, name): contract.follow(example)
        for status in operation.statuses
        for media_type, media in operation.content(status).items()
        for group in ("examples", "x-deviations")
        for name, example in media.get(group, {}).items()
    }


def test_the_contract_is_read_as_yaml_1_2(contract: Contract) -> None:
    # As the generator reads it, which has a reader of its own.
    text = contract.path.read_text("utf-8")
    assert YAML(typ="safe", pure=True).load(text) == contract.document


def test_every_operation_that_is_known_is_in_the_contract(contract: Contract) -> None:
    assert unclaimed(contract) == set()


def test_what_is_accepted_is_within_the_contract(
    operation: Operation, known_requests: list[RequestFact], judge: Judge
) -> None:
    for known in known_requests:
        assert judge.request(known.request()) == [], (operation, known.because)


def test_what_is_refused_is_against_the_contract(
    operation: Operation, refused_requests: list[RequestFact], judge: Judge
) -> None:
    for refused in refused_requests:
        problems = judge.request(refused.request())
        told = (operation, refused.because, problems)
        assert bool(problems) is not refused.is_within_the_contract, told


def test_no_body_is_null(operation: Operation) -> None:
    """Assumed: the real API was seen to refuse it of members."""
    for media_type in operation.bodies:
        place = operation.body_schema_place(media_type)
        assert not operation.contract.fits(place, None), media_type


def test_what_is_answered_is_within_the_contract(
    operation: Operation, known_answers: list[AnswerFact], judge: Judge
) -> None:
    for known in known_answers:
        assert judge.answer(operation, known.response()) == [], known.because


def test_what_would_break_the_contract_is_against_it(
    operation: Operation, broken_answers: list[AnswerFact], judge: Judge
) -> None:
    for broken in broken_answers:
        assert judge.answer(operation, broken.response()), broken.because


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


def test_notifications_are_the_known_ones(webhook: Operation) -> None:
    known = Facts(webhook).data
    examples = {
        name: webhook.contract.follow(example)
        for media in webhook.bodies.values()
        for name, example in media["examples"].items()
    }
    payloads = {data["name"]: data for data in known["payloads"] if "name" in data}
    assert examples.keys() == payloads.keys()
    for name, data in payloads.items():
        assert examples[name]["value"] == data["body"], name
        assert examples[name]["x-evidence"] == data.get("evidence", "documented"), name
    # https://green-api.com/en/docs/api/receiving/technology-webhook-endpoint/
    assert webhook.method == "post"
    assert webhook.body.get("required") is True
    assert list(webhook.bodies) == [JSON]
    assert marked(webhook.contract, webhook.pointer, "x-mock", "link") == set(
        known.get("links", ())
    )
    assert marked(webhook.contract, webhook.pointer, "x-sensitive") == set(
        known.get("secret fields", ())
    )
    documented = {status: webhook.content(status) for status in webhook.statuses}
    assert documented == {status: {} for status in known["statuses"]}


def test_request_examples_are_the_known_ones(facts: Facts) -> None:
    operation = facts.operation
    assert operation.body.get("required", False) is bool(operation.bodies)
    for media in operation.bodies.values():
        examples = {
            name: operation.contract.follow(node) for name, node in media["examples"].items()
        }
        values = {name: example["value"] for name, example in examples.items()}
        assert values == facts.data.get("examples", {})


def test_parameters_have_an_example_that_was_accepted(operation: Operation, facts: Facts) -> None:
    request = next(facts.requests("accepted")).request()
    texts = {**(operation.path_values(request.url.path) or {}), **request.url.params}
    examples = {
        parameter["name"]: str(example_of(parameter))
        for parameter in operation.parameters
        if parameter.get("required") or parameter["name"] in texts
    }
    assert examples == texts


def test_secrets_are_marked(operation: Operation, facts: Facts) -> None:
    parameters = operation.parameters
    secrets = [parameter["name"] for parameter in parameters if parameter.get("x-sensitive")]
    assert secrets == facts.data.get("secrets", [])
    fields = marked(operation.contract, operation.pointer, "x-sensitive")
    assert fields == set(facts.data.get("secret fields", ()))


def test_links_are_marked(operation: Operation, facts: Facts) -> None:
    links = marked(operation.contract, operation.pointer, "x-mock", "link")
    assert links == set(facts.data.get("links", ()))


def test_hosts_are_the_known_ones(facts: Facts) -> None:
    assert [url_of(server) for server in facts.operation.servers] == facts.data["hosts"]


@pytest.mark.parametrize("limit", ["rateLimit", "quota"])
def test_limits_are_the_known_ones(facts: Facts, limit: str) -> None:
    limits = facts.operation.definition.get("x-mock", {})
    assert limits.get(limit) == facts.data.get("limits", {}).get(limit)


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
    assert found == facts.data.get("scenarios", {})
