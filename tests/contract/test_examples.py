"""Every documented status and every named example, one by one, through the client."""

from typing import Any
from urllib.parse import urlsplit

from tests.contract.documented import JSON, Answer, Contract, Operation
from tests.contract.generated import GeneratedOperation, Wire, client_over, masked
from tests.contract.reading import as_json, form_of, misread
from tests.contract.reporting import failure, shown
from tests.contract.valid import valid_case


def with_links_to(base_url: str, contract: Contract, place: str, value: Any) -> Any:
    """Return an example as the mock serves it: with links into a folder of its own."""
    place = form_of(contract, place, value)
    schema = contract.at(place)
    if isinstance(value, list):
        items = f"{place}/items"
        return [with_links_to(base_url, contract, items, item) for item in value]
    if isinstance(value, dict):
        members = contract.members(place)
        return {
            name: with_links_to(base_url, contract, members[name], item)
            if name in members
            else item
            for name, item in value.items()
        }
    is_link = schema.get("x-mock", {}).get("link") and str(value).startswith(("http:", "https:"))
    return served_link(base_url, value) if is_link else value


def served_link(base_url: str, link: str) -> str:
    return f"{base_url}/media/…/{urlsplit(link).path.rsplit('/', 1)[1]}"


def shortened(base_url: str, value: Any) -> Any:
    """Return a served value without the folder of its links, which is the mock's affair."""
    if isinstance(value, list):
        return [shortened(base_url, item) for item in value]
    if isinstance(value, dict):
        return {name: shortened(base_url, item) for name, item in value.items()}
    if isinstance(value, str) and value.startswith(f"{base_url}/media/"):
        return f"{base_url}/media/…/{value.rsplit('/', 1)[1]}"
    return value


def test_the_client_understands_every_documented_answer(
    answer: Answer, generated: GeneratedOperation, base_url: str, wire: Wire
) -> None:
    for twin in ("sync", "async"):
        understand(answer, generated, base_url, wire, twin)


def understand(
    answer: Answer, generated: GeneratedOperation, base_url: str, wire: Wire, twin: str
) -> None:
    operation = generated.operation
    client = client_over(wire, base_url, headers=answer.prefer)
    case = valid_case(operation)
    arguments = generated.arguments(case)
    response = wire.call(twin, generated, client, arguments)

    def told(expected: Any) -> str:
        return failure(
            sent=f"{wire.request.method} ({twin}) with {answer.prefer}",
            received=f"{shown(wire.response)}, parsed as {response.parsed!r}",
            expected=expected,
            fix="compare the example in openapi.yaml with the mock's answer and the parser",
            case=case,
        )

    assert response.status_code == answer.status, told(answer.status)
    if answer.is_deviation:
        assert wire.problems, told("an answer against the contract")
        assert response.parsed is None, told("nothing, as the answer is against the contract")
    else:
        assert wire.problems == [], told("an answer within the contract")
    wire.judge.seen.add(answer.place)

    if answer.media_type is None:
        assert response.parsed is None, told("nothing, as the answer has no content")
        assert wire.response.content == b"", told("an empty body")
        return
    media_type = wire.response.headers["content-type"].split(";")[0]
    assert media_type == answer.media_type, told(answer.media_type)
    secrets = generated.secrets(arguments)
    if answer.media_type != JSON:
        assert response.parsed == masked(answer.value, secrets), told(answer.value)
        return
    contract, place = operation.contract, answer.schema_place
    expected = with_links_to(base_url, contract, place, answer.value)
    assert shortened(base_url, wire.response.json()) == expected, told(expected)
    if answer.is_deviation:
        return
    value = masked(wire.response.json(), secrets)
    assert not list(misread(contract, place, value, response.parsed)), told(value)
    expected = masked(expected, secrets)
    assert shortened(base_url, as_json(response.parsed)) == expected, told(expected)


def test_every_documented_request_is_accepted(
    operation: Operation,
    request_example: str,
    generated: GeneratedOperation,
    base_url: str,
    wire: Wire,
) -> None:
    arguments = generated.arguments(valid_case(operation, optional=True, example=request_example))
    response = generated.call(client_over(wire, base_url), arguments)
    assert (response.status_code, wire.problems) == (operation.success, [])


def test_every_documented_status_has_an_answer(operation: Operation) -> None:
    assert {answer.status for answer in operation.answers()} == set(operation.statuses)
