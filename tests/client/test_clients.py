"""The client objects: defaults, independent copies, httpx clients made by hand, pickles."""

import copy
import inspect
import pickle
from typing import Any

import httpx
import pytest

from green_api_client import AuthenticatedClient, Client, errors
from green_api_client.types import UNSET
from tests.client.sending import BASE_URL, CANARY, Recorder, Sender, always, client_over

SETTINGS = ["cookies", "headers", "timeout", "verify_ssl", "follow_redirects", "httpx_args"]
TIMEOUT = {"connect": 10.0, "read": 180.0, "write": 30.0, "pool": 180.0}


def timeout_of(request: httpx.Request) -> Any:
    return request.extensions["timeout"]


@pytest.mark.parametrize(
    ("kind", "leading"),
    [
        (Client, ["base_url"]),
        (AuthenticatedClient, ["base_url", "token", "prefix", "auth_header_name"]),
    ],
)
def test_settings_are_named_and_have_their_documented_defaults(
    kind: type[Client], leading: list[str]
) -> None:
    told = inspect.signature(kind).parameters.values()
    assert [one.name for one in told if one.kind is not one.KEYWORD_ONLY] == leading
    assert [one.name for one in told if one.default is one.empty] == leading[:2]
    named = {one.name: one.default for one in told if one.kind is one.KEYWORD_ONLY}
    assert list(named) == SETTINGS
    documented = ("timeout", "verify_ssl", "follow_redirects")
    assert [named[name] for name in documented] == [httpx.Timeout(**TIMEOUT), True, False]


def test_a_call_does_not_wait_for_ever(send: Sender) -> None:
    transport = Recorder()
    send(client_over(transport))
    assert timeout_of(transport.requests[0]) == TIMEOUT


def test_another_timeout_can_be_given(send: Sender) -> None:
    transport = Recorder()
    send(client_over(transport, timeout=httpx.Timeout(1.0)))
    send(client_over(transport).with_timeout(httpx.Timeout(2.0)))
    reads = [timeout_of(request)["read"] for request in transport.requests]
    assert reads == [1.0, 2.0]


@pytest.mark.parametrize("used_before", [True, False])
def test_a_derived_client_does_not_change_the_one_it_comes_from(
    send: Sender, *, used_before: bool
) -> None:
    transport = Recorder()
    client = client_over(transport, headers={"Own": "1"}, cookies={"own": "1"})
    if used_before:
        send(client)
        transport.requests.clear()
    derived = (
        client.with_headers({"Prefer": "code=466"})
        .with_cookies({"more": "2"})
        .with_timeout(httpx.Timeout(1.0))
    )
    send(derived)
    send(client)
    changed, original = transport.requests
    assert changed.headers["prefer"] == "code=466"
    assert changed.headers["own"] == "1"
    assert changed.headers["cookie"] == "own=1; more=2"
    assert timeout_of(changed)["read"] == 1.0
    assert "prefer" not in original.headers
    assert original.headers["cookie"] == "own=1"
    assert timeout_of(original) == TIMEOUT


def test_a_derived_client_outlives_the_one_it_comes_from(send: Sender) -> None:
    transport = Recorder()
    client = client_over(transport)
    derived = client.with_headers({"Prefer": "code=466"})
    with send.open(client):
        send(client)
    send(derived)
    assert [("prefer" in request.headers) for request in transport.requests] == [False, True]


@pytest.mark.parametrize(
    "base_url", [BASE_URL, BASE_URL + "/", BASE_URL + "/v3", BASE_URL + "/v3/"]
)
def test_the_path_is_put_after_the_base_url(send: Sender, base_url: str) -> None:
    transport = Recorder()
    send(Client(base_url, httpx_args={"transport": transport}))
    plain = Recorder()
    path = httpx.URL(transport.targets[0]).path.removeprefix("/v3")
    httpx.Client(base_url=base_url, transport=plain).get(path)
    assert transport.targets == plain.targets


def test_the_base_url_of_an_httpx_client_made_by_hand_is_used(send: Sender) -> None:
    transport = Recorder()
    send(send.use(Client("http://unused.example"), transport=send.revealing(transport)))
    assert transport.targets[0].startswith(BASE_URL + "/")


def test_reprs_show_no_credentials() -> None:
    hidden = {"Authorization": CANARY}
    proxy = {"proxy": f"http://user:{CANARY}@proxy.example"}
    for client in (
        Client(BASE_URL, headers=hidden, cookies=hidden, httpx_args=proxy),
        AuthenticatedClient(BASE_URL, CANARY, headers=hidden, cookies=hidden, httpx_args=proxy),
    ):
        assert CANARY not in repr(client)


LONG = b"\xff" + b"x" * 10_000


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (always(469, content=LONG), errors.NotUnderstoodError),
        (always(200, content=LONG), errors.NotUnderstoodError),
        (always(204), errors.NotUnderstoodError),
        (always(401), errors.StatusError),
        (always(502, content=LONG), errors.StatusError),
    ],
)
def test_what_is_no_documented_success_raises(
    send: Sender, answer: Recorder, kind: type[errors.ResponseError]
) -> None:
    with pytest.raises(kind) as caught:
        send.short(client_over(answer))
    response = send(client_over(answer))
    for error in (caught.value, pickle.loads(pickle.dumps(caught.value)), copy.copy(caught.value)):  # noqa: S301 # it was just written
        assert type(error) is kind
        assert error.response == response
        assert (error.status_code, error.content) == (response.status_code, response.content)
        assert dict(error.headers) == dict(response.headers)
        assert str(error) == str(caught.value)
    assert str(response.status_code) in str(caught.value)
    assert len(str(caught.value)) < 500


def test_a_documented_error_brings_its_model(send: Sender) -> None:
    with pytest.raises(errors.StatusError) as caught:
        send.short(client_over(always(400, json={"message": "no such file"})))
    assert caught.value.parsed.message == "no such file"
    assert caught.value.response.understood
    assert "no such file" in str(caught.value)


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        (always(469), "The status 469 is not documented."),
        (always(200, content=b"x", headers={"Content-Type": "text/html"}), "not as text/html."),
        (always(200, content=b"x"), "not as no type."),
        (always(200, json={}), "The member 'downloadUrl' is missing."),
        (always(200, json={"downloadUrl": 5}), "expected str, got int."),
        (always(200, json=None), "expected dict or Mapping, got NoneType."),
        (always(200), "expected dict or Mapping, got NoneType."),
        (always(401, content=b"x"), "documented without a body"),
    ],
)
def test_what_was_not_understood_is_told(send: Sender, answer: Recorder, problem: str) -> None:
    response = send(client_over(answer))
    assert not response.understood
    assert response.parsed is None
    assert response.problem is not None
    assert problem in response.problem


def test_what_was_understood_has_no_problem(send: Sender) -> None:
    for answer in (
        always(200, json={"downloadUrl": "https://storage.example/a"}),
        always(400, json={"message": "no"}),
        always(401),
    ):
        response = send(client_over(answer))
        assert (response.understood, response.problem) == (True, None)


def test_models_survive_pickling_and_copying(send: Sender) -> None:
    transport = always(400, json={"message": "no", "new": {"a": [1]}})
    model = send(client_over(transport)).parsed
    for twin in (pickle.loads(pickle.dumps(model)), copy.deepcopy(model)):  # noqa: S301 # as above
        assert twin == model
        assert twin.to_dict() == {"message": "no", "new": {"a": [1]}}
    assert pickle.loads(pickle.dumps(UNSET)) is UNSET  # noqa: S301 # as above
