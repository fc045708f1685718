"""What breaks one word of a schema is refused by the mock, and taken for no model by the client."""

import json

from tests.contract.conformance import deviations
from tests.contract.documented import JSON, AnyCase, Operation, escaped
from tests.contract.generated import GeneratedOperation, Wire
from tests.contract.judging import Judge
from tests.contract.reporting import failure, shown
from tests.contract.test_agreement import wanted_request
from tests.contract.test_bodies import answered
from tests.contract.valid import valid_case
from tests.contract.wrong import wrong_bodies, wrong_texts


def test_the_mock_refuses_every_wrong_parameter(
    operation: Operation, base_url: str, wire: Wire, judge: Judge
) -> None:
    for place in operation.parameter_places:
        parameter = operation.contract.at(place)
        for text in wrong_texts(operation, judge, place):
            case = valid_case(operation)
            values = {
                "path": case.path_parameters,
                "query": case.query,
                "header": case.headers,
            }
            values[parameter["in"]][parameter["name"]] = text
            refuse(operation, case, base_url, wire)


def test_the_mock_refuses_every_wrong_body(
    operation: Operation, base_url: str, wire: Wire, judge: Judge
) -> None:
    if "requestBody" not in operation.definition:
        return
    place = operation.contract.place(f"{operation.pointer}/requestBody")
    place += f"/content/{escaped(JSON)}/schema"
    for body in wrong_bodies(operation.contract, judge, place, valid_case(operation).body):
        case = valid_case(operation)
        case.body = body
        refuse(operation, case, base_url, wire)


def refuse(operation: Operation, case: AnyCase, base_url: str, wire: Wire) -> None:
    """Send a wrong request; what comes back has to be a documented error."""
    answer = wire.handle_request(wanted_request(case, base_url))
    assert answer.status_code != operation.success, failure(
        sent=wire.request.url,
        received=shown(wire.response),
        expected="a documented error, because the request breaks the contract",
        fix="the mock accepts what the contract forbids: see mock/green_api_mock",
        case=case,
    )
    assert deviations(operation, case, wire.response) == []


def test_the_client_takes_no_wrong_body_for_a_model(
    operation: Operation, json_status: int, generated: GeneratedOperation, judge: Judge
) -> None:
    place = operation.json_schema_place(json_status)
    for answer in operation.answers():
        if (answer.status, answer.media_type) != (json_status, JSON) or answer.is_deviation:
            continue
        for body in wrong_bodies(operation.contract, judge, place, answer.value):
            content = json.dumps(body).encode()
            response = answered(generated, json_status, {"content-type": JSON}, content)
            assert response.parsed is None, f"{body!r} was taken for a model"
