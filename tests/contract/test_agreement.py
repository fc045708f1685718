"""Client, mock and contract say the same of every valid request."""

import re
from typing import Any
from urllib.parse import parse_qsl, unquote

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from schemathesis import GenerationMode

from green_api_client.types import Request
from tests.contract.documented import MULTIPART, AnyCase, Operation
from tests.contract.effort import CASES
from tests.contract.generated import GeneratedOperation, Wire, client_over
from tests.contract.reading import misread
from tests.contract.reporting import failure, shown
from tests.contract.sent import body_of, media_type_of

pytestmark = pytest.mark.slow


def request_line(request: httpx.Request) -> dict[str, Any]:
    """Return what makes a request mean what it means, in a form that can be compared."""
    request.read()  # a form is a stream
    return {
        "method": request.method,
        # By segment, because %2F and / differ while %41 and A do not.
        "path": [unquote(part) for part in request.url.raw_path.split(b"?")[0].decode().split("/")],
        "query": sorted(parse_qsl(request.url.query.decode(), keep_blank_values=True)),
        "media type": media_type_of(request.headers),
        "body": body_of(request) if request.content else None,
    }


def wanted_request(case: AnyCase, base_url: str) -> httpx.Request:
    """Return the request that schemathesis would send."""
    wanted: dict[str, Any] = case.as_transport_kwargs(base_url=base_url)
    taken: dict[str, Any] = {
        name: wanted[name] for name in ("method", "url", "params", "json") if name in wanted
    }
    if wanted.get("files"):
        taken["files"] = [
            (name, (file[0], file[1] if isinstance(file[1], bytes) else str(file[1]), *file[2:]))
            for name, file in wanted["files"]
        ]
    elif wanted.get("data") is not None:
        taken["content"] = wanted["data"]
    # The client of these requests says of itself what the client under test says.
    own = {"content-type", *(name.lower() for name in case.headers or ())}
    headers = {name: text for name, text in wanted["headers"].items() if name.lower() in own}
    return httpx.Request(**taken, headers=headers)


def shape(built: Request) -> str:
    """Return how a request looks, but for what is made anew between the members of a form."""
    return re.sub(r"boundary=\w+", "", repr(built))


def can_be_named(case: AnyCase) -> bool:
    """Say whether the members of a form have names that a header line can hold."""
    if case.media_type != MULTIPART or not isinstance(case.body, dict):
        return True
    return all(str(name).isprintable() for name in case.body)


def declared_headers(operation: Operation) -> list[str]:
    return [parameter["name"] for parameter in operation.parameters if parameter["in"] == "header"]


@pytest.mark.many_requests
@pytest.mark.parametrize("twin", ["sync", "async"])
def test_the_client_sends_what_the_contract_says_and_the_mock_accepts_it(
    generated: GeneratedOperation, base_url: str, wire: Wire, twin: str
) -> None:
    operation = generated.operation
    client = client_over(wire, base_url)

    @CASES
    @given(data=st.data())
    def agree(data: st.DataObject) -> None:
        strategy = operation.tested.as_strategy(generation_mode=GenerationMode.POSITIVE)
        case = data.draw(strategy.filter(can_be_named))
        arguments = generated.arguments(case)
        response = wire.call(twin, generated, client, arguments)

        sent, wanted = request_line(wire.request), request_line(wanted_request(case, base_url))
        assert sent == wanted, failure(
            sent=sent,
            received=shown(wire.response),
            expected=wanted,
            fix="`make generate` if the contract changed; else a patch in codegen/ is wrong",
            case=case,
        )
        # The core says the same as what was sent, and keeps its secrets to itself: it looks the
        # same with others. (A secret of one letter is in every text.)
        assert request_line(generated.sent(arguments, base_url)) == sent
        built = generated.build(arguments, base_url=base_url)
        others = arguments | dict.fromkeys(generated.secret_names, "another")
        assert shape(generated.build(others, base_url=base_url)) == shape(built)
        for name in declared_headers(operation):
            assert wire.request.headers.get(name) == case.headers.get(name), name

        assert response.status_code == operation.success, failure(
            sent=sent,
            received=shown(wire.response),
            expected=f"status {operation.success}, because the request is valid",
            fix="the mock refuses what the contract allows: see mock/green_api_mock",
            case=case,
        )
        assert wire.problems == []
        came = wire.response
        read = generated.read(came.status_code, came.headers, came.content, built)
        assert (read.parsed, read.content) == (response.parsed, response.content)
        place = operation.json_schema_place(operation.success)
        value = wire.response.json()
        wrong = list(misread(operation.contract, place, value, response.parsed))
        assert wrong == [], failure(
            sent=sent,
            received=f"{response.parsed!r} from {shown(wire.response)}",
            expected="what the contract says of this answer",
            fix=f"the generated parser does not understand the documented answer: {wrong}",
            case=case,
        )

    agree()
