"""The client objects: defaults, independent copies, httpx clients made by hand, pickles."""

import copy
import pickle
from typing import Any

import httpx
import pytest

from green_api_client import AuthenticatedClient, Client, errors
from green_api_client.types import UNSET
from tests.client.sending import BASE_URL, CANARY, Recorder, Sender, always, client_over

TIMEOUT = {"connect": 10.0, "read": 180.0, "write": 30.0, "pool": 180.0}


def timeout_of(request: httpx.Request) -> Any:
    return request.extensions["timeout"]


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
    send(send.use(Client("http://unused.example"), transport=transport))
    assert transport.targets[0].startswith(BASE_URL + "/")


def test_reprs_show_no_credentials() -> None:
    hidden = {"Authorization": CANARY}
    proxy = {"proxy": f"http://user:{CANARY}@proxy.example"}
    for client in (
        Client(BASE_URL, headers=hidden, cookies=hidden, httpx_args=proxy),
        AuthenticatedClient(BASE_URL, CANARY, headers=hidden, cookies=hidden, httpx_args=proxy),
    ):
        assert CANARY not in repr(client)


def test_an_undocumented_status_raises_where_that_is_wanted(send: Sender) -> None:
    transport = always(469, content=b"\xff" + b"x" * 10_000)
    with pytest.raises(errors.UnexpectedStatus) as caught:
        send(client_over(transport, raise_on_unexpected_status=True))
    error = pickle.loads(pickle.dumps(caught.value))  # noqa: S301 # it was just written
    assert (error.status_code, error.content) == (469, b"\xff" + b"x" * 10_000)
    assert "469" in str(error)
    assert len(str(error)) < 1_100
    assert str(copy.copy(error)) == str(error)


def test_a_documented_status_does_not_raise_whatever_its_body(send: Sender) -> None:
    for status in send.generated.operation.statuses:
        client = client_over(always(status, content=b"?"), raise_on_unexpected_status=True)
        assert send(client).parsed is None


def test_models_survive_pickling_and_copying(send: Sender) -> None:
    transport = always(400, json={"message": "no", "new": {"a": [1]}})
    model = send(client_over(transport)).parsed
    for twin in (pickle.loads(pickle.dumps(model)), copy.deepcopy(model)):  # noqa: S301 # as above
        assert twin == model
        assert twin.to_dict() == {"message": "no", "new": {"a": [1]}}
    assert pickle.loads(pickle.dumps(UNSET)) is UNSET  # noqa: S301 # as above
