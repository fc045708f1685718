"""What breaks one word of a schema is refused by the mock, and taken for no model by the client."""

from typing import Any

from tests.contract.documented import JSON, MULTIPART, AnyCase, Operation
from tests.contract.generated import Wire
from tests.contract.judging import Judge
from tests.contract.reporting import failure, shown
from tests.contract.test_agreement import wanted_request
from tests.contract.valid import valid_case
from tests.contract.wrong import Variations, wrong_texts


def test_the_mock_refuses_every_wrong_parameter(
    operation: Operation, base_url: str, wire: Wire, judge: Judge
) -> None:
    for place in operation.parameter_places:
        parameter = operation.contract.at(place)
        lacks = parameter.get("required") and parameter["in"] != "path"
        for text in [*wrong_texts(operation, judge, place), *([None] if lacks else [])]:
            case = valid_case(operation)
            located = {
                "path": case.path_parameters,
                "query": case.query,
                "header": case.headers,
            }
            values: Any = located[parameter["in"]]
            values.pop(parameter["name"], None)
            if text is not None:
                values[parameter["name"]] = text
            refuse(operation, case, base_url, wire)


def test_the_mock_refuses_every_wrong_body(
    operation: Operation, base_url: str, wire: Wire, judge: Judge
) -> None:
    for media_type, media in operation.bodies.items():
        variations = Variations(operation.contract, judge)
        place = operation.body_schema_place(media_type)
        for example in media.get("examples", {}):
            right = operation.contract.follow(media["examples"][example])["value"]
            for body in variations.of(place, right):
                if not operation.contract.fits(place, body) and can_be_sent(media_type, body):
                    case = valid_case(operation)
                    case.media_type, case.body = media_type, body
                    refuse(operation, case, base_url, wire)


def can_be_sent(media_type: str, body: Any) -> bool:
    """Return whether a body of this media type can hold this value."""
    if media_type == JSON:
        return True
    # A form has texts only.
    members = body.values() if isinstance(body, dict) else ()
    return media_type == MULTIPART and bool(body) and all(isinstance(m, str) for m in members)


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
    assert wire.problems == []
