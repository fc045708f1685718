"""How short a secret may be to be found anywhere, and how far back in the history of an error."""

from __future__ import annotations

import json

import httpx
import pytest

from green_api_client.masking import Secrets
from tests.client.sending import Recorder, Sender, client_over

LONG_ENOUGH = "tok3n-80"
TOO_SHORT = LONG_ENOUGH[:-1]


def repeat(request: httpx.Request) -> httpx.Response:
    """Repeat the path, and what stands in it, in a header and in the body."""
    path = request.url.raw_path.decode()
    secret = path.rpartition("/")[2]
    body = {"message": f"not {secret}", "path": path}
    return httpx.Response(400, json=body, headers={"X-Path": path, "X-Secret": secret})


@pytest.mark.parametrize("secret", [LONG_ENOUGH, TOO_SHORT])
def test_the_whole_path_is_masked_however_short_the_secret(send: Sender, secret: str) -> None:
    response = send(client_over(Recorder(repeat)), secret)
    assert secret not in json.loads(response.content)["path"]
    assert secret not in response.headers["x-path"]


def test_eight_characters_are_masked_wherever_they_stand(send: Sender) -> None:
    response = send(client_over(Recorder(repeat)), LONG_ENOUGH)
    assert LONG_ENOUGH not in response.content.decode() + repr(response.headers)
    assert response.parsed.message == f"not {'*' * len(LONG_ENOUGH)}"


def test_seven_characters_are_left_in_words_that_may_be_others(send: Sender) -> None:
    response = send(client_over(Recorder(repeat)), TOO_SHORT)
    assert response.parsed.message == f"not {TOO_SHORT}"


def test_a_secret_within_another_leaves_no_rest_of_it() -> None:
    secrets = Secrets({"short": LONG_ENOUGH, "long": f"{LONG_ENOUGH}-and-more"})
    assert secrets.mask(f"{LONG_ENOUGH}-and-more, {LONG_ENOUGH}") == "~long~, ~short~"
    masked = secrets.mask_bytes(f"{LONG_ENOUGH}-and-more, {LONG_ENOUGH}".encode())
    assert set(masked.replace(b", ", b"")) == set(b"*")


@pytest.mark.parametrize("secret", [LONG_ENOUGH, "c4nary" * 8])
def test_every_error_in_the_history_of_an_error_is_masked(send: Sender, secret: str) -> None:
    first, second, group = OSError(f"1 {secret}"), OSError(f"2 {secret}"), OSError(f"3 {secret}")

    def fail(request: httpx.Request) -> httpx.Response:
        error = httpx.ConnectError(f"4 {request.url}")
        error.__context__, error.__cause__ = first, second
        second.__context__ = ExceptionGroup("5", [group])
        raise error

    with pytest.raises(httpx.ConnectError) as caught:
        send(client_over(Recorder(fail)), secret)
    for error in (caught.value, first, second, group):
        assert secret not in repr(error)
        assert "~" in repr(error), "it says what stood there"
