"""Every answer of the API is a link or one typed error that says what to do."""

from __future__ import annotations

import copy
import inspect
import json
import pickle
import ssl
from contextlib import nullcontext
from typing import TYPE_CHECKING, get_args, get_type_hints

import pytest

import green_api_client.models as bodies
from green_api_files import (
    ApiConnectionError,
    ApiTimeoutError,
    AuthenticationError,
    BadGatewayError,
    BadRequestError,
    ClientClosedRequestError,
    FileNotInMessageError,
    FileUnavailableError,
    GreenApiError,
    InstanceGoneError,
    InstanceNotAuthorizedError,
    InstanceNotReadyError,
    InstanceStartingError,
    NotFoundError,
    PermissionDeniedError,
    QuotaExceededError,
    RateLimitError,
    RequestTooLargeError,
    SaveError,
    ServerError,
    StatusError,
    StorageStatusError,
    UnexpectedAnswerError,
    UnsafeLinkError,
    __version__,
    errors,
)
from tests.files.conftest import Caller, scenario
from tests.support.byte_server import ByteServer, Got, StoredFile, Wire, answering, link_to

if TYPE_CHECKING:
    from pathlib import Path

    from tests.files.conftest import Certificate

JSON = "application/json"


@pytest.mark.parametrize(
    ("name", "kind", "status", "can_retry"),
    [
        ("validationFailed", BadRequestError, 400, False),
        ("tooFewKeys", BadRequestError, 400, False),
        ("malformedJson", BadRequestError, 400, False),
        ("badRequestData", BadRequestError, 400, False),
        ("fileNotInMessage", FileNotInMessageError, 400, False),
        ("instanceStarting", InstanceStartingError, 400, True),
        ("instanceStartingText", InstanceStartingError, 400, True),
        ("instanceNotAuthorized", InstanceNotAuthorizedError, 400, False),
        ("instanceAccountNotAuthorized", InstanceNotAuthorizedError, 400, False),
        ("instanceExpired", InstanceGoneError, 400, False),
        ("instanceDeleted", InstanceGoneError, 400, False),
        ("notFound", NotFoundError, 404, False),
        ("tooManyRequests", RateLimitError, 429, True),
        ("methodQuotaExceeded", QuotaExceededError, 466, False),
        ("chatQuotaExceeded", QuotaExceededError, 466, False),
        ("clientClosedRequest", ClientClosedRequestError, 499, True),
        ("fileUnavailable", FileUnavailableError, 500, False),
        ("fileUnavailableText", FileUnavailableError, 500, False),
        ("requestEntityTooLarge", RequestTooLargeError, 500, False),
        ("badGateway", BadGatewayError, 502, True),
        ("emptyLink", FileUnavailableError, 200, True),
        ("unauthorizedInSuccess", AuthenticationError, 200, False),
    ],
)
def test_every_answer_of_the_contract_has_its_class(
    mock_caller: Caller, name: str, kind: type[StatusError], status: int, *, can_retry: bool
) -> None:
    with pytest.raises(StatusError) as caught:
        mock_caller.having(retry=None).link(id_message=scenario(name))
    error = caught.value
    assert type(error) is kind
    assert error.status == status
    assert error.can_retry is can_retry
    assert error.advice in str(error)
    assert_survives_a_pickle(error)


def test_wrong_credentials_have_their_classes(mock_caller: Caller) -> None:
    token = "401e9d83f01c9aff03af6380e341aad90a5547d378ef545823"
    with pytest.raises(AuthenticationError, match="GREEN_API_TOKEN_INSTANCE") as wrong_token:
        mock_caller.having(api_token_instance=token).link()
    assert wrong_token.value.status == 401
    assert wrong_token.value.body is None
    with pytest.raises(PermissionDeniedError, match="GREEN_API_URL") as wrong_host:
        mock_caller.having(id_instance=1101000403).link()
    assert wrong_host.value.status == 403
    assert "<html>" not in str(wrong_host.value)


def test_the_api_is_told_who_asks_and_to_send_what_it_likes(
    caller: Caller, server: ByteServer
) -> None:
    caller.link()
    (got,) = server.api_requests
    assert got.headers["user-agent"] == f"green-api-files/{__version__}"
    assert (got.headers["accept"], got.headers["accept-encoding"]) == ("*/*", "identity")


def test_every_status_of_the_contract_is_somebodys(mock_caller: Caller) -> None:
    assert mock_caller.link(id_message=scenario("imageFile")).download_url.endswith(".png")


@pytest.mark.parametrize(
    ("name", "used", "total", "method"),
    [
        ("methodQuotaExceeded", 500, 500, "downloadfile"),
        ("chatQuotaExceeded", 3, 3, "correspondents"),
    ],
)
def test_a_quota_tells_its_numbers(
    mock_caller: Caller, name: str, used: int, total: int, method: str
) -> None:
    with pytest.raises(QuotaExceededError) as caught:
        mock_caller.link(id_message=scenario(name))
    error = caught.value
    assert (error.used, error.total, error.method) == (used, total, method)
    assert isinstance(error.body, bodies.QuotaExceeded)
    assert "12345678901@c.us" not in str(error)  # other people's chats
    assert f"(HTTP 466: {method} {used} of {total})" in str(error)


@pytest.mark.parametrize(
    ("body", "used", "total"),
    [
        (b'{"invokeStatus":{"used":"500","total":"500","status":"QUOTE_EXCEEDED"}}', 500, 500),
        (b'{"invokeStatus":{"status":"SOMETHING_NEW"}}', None, None),
        (b"{}", None, None),
        (b"<html>", None, None),
        (b"", None, None),
    ],
)
def test_a_quota_in_any_form_is_a_quota(
    caller: Caller, server: ByteServer, body: bytes, used: int | None, total: int | None
) -> None:
    server.api_answers = [answering(466, body, content_type=JSON)]
    with pytest.raises(QuotaExceededError) as caught:
        caller.link()
    assert (caught.value.used, caught.value.total) == (used, total)
    assert str(caught.value).endswith("(HTTP 466)" if used is None else "(HTTP 466: 500 of 500)")


def test_an_error_that_is_kept_holds_no_connection(caller: Caller, server: ByteServer) -> None:
    server.api_answers = [answering(401, b"Unauthorized")]
    with pytest.raises(AuthenticationError) as kept:
        caller.link()
    assert server.is_left(), kept.value


def test_a_typed_body_comes_with_the_error(caller: Caller, server: ByteServer) -> None:
    envelope = json.dumps({"statusCode": 400, "message": "Validation failed. Details: x"})
    server.api_answers = [answering(400, envelope.encode(), content_type=JSON)]
    with pytest.raises(BadRequestError, match="Validation failed") as caught:
        caller.link()
    assert isinstance(caught.value.body, bodies.ErrorEnvelope)
    assert caught.value.server_message == "Validation failed. Details: x"


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        (JSON, b'"instance in starting process try later"'),
        (JSON, b'{\n"instance in starting process try later"\n}'),
        ("text/plain", b"Instance In Starting Process try later"),
        ("text/html", b"instance in starting process try later"),
        ("", b"instance in starting process try later"),
        ("", b"\xff instance in starting process try later"),
    ],
)
def test_the_words_count_and_not_their_form(
    caller: Caller, server: ByteServer, content_type: str, body: bytes
) -> None:
    server.api_answers = [answering(400, body, content_type=content_type)]
    with pytest.raises(InstanceStartingError):
        caller.having(retry=None).link()


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (402, StatusError),
        (418, StatusError),
        (469, StatusError),
        (500, ServerError),
        (501, ServerError),
        (503, BadGatewayError),
        (504, BadGatewayError),
        (520, BadGatewayError),
        (527, BadGatewayError),
        (528, ServerError),
        (599, ServerError),
    ],
)
def test_other_statuses_have_a_class_too(
    caller: Caller, server: ByteServer, status: int, kind: type[StatusError]
) -> None:
    server.api_answers = [answering(status, b"<html>oh</html>", content_type="text/html")]
    with pytest.raises(StatusError) as caught:
        caller.having(retry=None).link()
    assert type(caught.value) is kind
    assert caught.value.status == status
    assert str(caught.value).endswith(f"(HTTP {status})")


@pytest.mark.parametrize(
    ("status", "content_type", "body"),
    [
        (200, "text/html", b"<html>Welcome to this hotel</html>"),
        (200, JSON, b""),
        (200, JSON, b"{}"),
        (200, JSON, b"[1]"),
        (200, JSON, b'{"downloadUrl": 5}'),
        (200, JSON, b'{"downloadUrl": "x'),
        (200, JSON, b"[" * 100_000),
        (200, JSON, b"\xff\xfe"),
        (200, "image/png", b"\x89PNG"),
        (204, "", b""),
        (302, "", b""),
    ],
)
def test_what_is_no_answer_of_the_api_is_told(
    caller: Caller, server: ByteServer, status: int, content_type: str, body: bytes
) -> None:
    server.api_answers = [answering(status, body, content_type=content_type)]
    with pytest.raises(UnexpectedAnswerError, match="check api_url") as caught:
        caller.link()
    assert caught.value.status == status
    assert len(caught.value.content) <= 1000
    assert_survives_a_pickle(caught.value)


@pytest.mark.parametrize("more", [0, 1])
def test_an_answer_has_a_megabyte_at_most(caller: Caller, server: ByteServer, more: int) -> None:
    body = b'{"downloadUrl":"https://h/a"}'.ljust((1 << 20) + more)
    server.api_answers = [answering(200, body, content_type=JSON)]
    refused = pytest.raises(UnexpectedAnswerError, match="longer than 1048576 bytes")
    with refused if more else nullcontext():
        assert caller.link().download_url == "https://h/a"


@pytest.mark.parametrize(
    "body", [b'{"downloadUrl":""}', b'{"downloadUrl":" "}', b'{"downloadUrl":null}']
)
def test_no_link_is_an_unavailable_file(caller: Caller, server: ByteServer, body: bytes) -> None:
    server.api_answers = [answering(200, body, content_type=JSON)]
    with pytest.raises(FileUnavailableError):
        caller.having(retry=None).link()


@pytest.mark.parametrize(("more", "words"), [(b"", ""), (b',"description":"Why"', "Why")])
def test_a_200_that_says_401_tells_why(
    caller: Caller, server: ByteServer, more: bytes, words: str
) -> None:
    server.api_answers = [answering(200, b'{"code":401%s}' % more, content_type=JSON)]
    with pytest.raises(AuthenticationError) as caught:
        caller.link()
    assert caught.value.server_message == words


def test_a_marker_instead_of_a_link_is_an_unavailable_file(
    caller: Caller, server: ByteServer
) -> None:
    server.api_answers = [answering(200, b'{"downloadUrl":"{{SWE002}}"}', content_type=JSON)]
    with pytest.raises(FileUnavailableError, match="SWE002") as caught:
        caller.link()
    assert not caught.value.can_retry


def test_new_fields_of_an_answer_are_no_error(caller: Caller, server: ByteServer) -> None:
    body = b'{"downloadUrl":"https://h/a","mimeType":"image/png"}'
    server.api_answers = [answering(200, body, content_type=JSON)]
    link = caller.link()
    assert link.download_url == "https://h/a"
    assert link["mimeType"] == "image/png"


def test_a_refused_connection_is_a_connection_error(caller: Caller) -> None:
    with pytest.raises(ApiConnectionError, match=r"127\.0\.0\.1:9") as caught:
        caller.having(api_url="http://127.0.0.1:9", retry=None).link()
    assert type(caught.value) is ApiConnectionError
    assert "refused" in str(caught.value)
    assert_survives_a_pickle(caught.value)


def test_an_unknown_host_is_a_connection_error(caller: Caller) -> None:
    with pytest.raises(ApiConnectionError, match="nowhere"):
        caller.having(api_url="http://nowhere.invalid", retry=None).link()


def test_a_certificate_of_nobodys_is_not_tried_again(
    caller: Caller, certificate: Certificate
) -> None:
    with ByteServer(certificate.server_context) as server:
        with pytest.raises(ApiConnectionError, match="certificate verify failed") as caught:
            caller.having(api_url=server.url).link()
        assert not caught.value.can_retry


@pytest.mark.parametrize("setting", ["ca", "ssl_context"])
def test_a_client_may_trust_a_certificate_of_its_own(
    caller: Caller, certificate: Certificate, tmp_path: Path, setting: str
) -> None:
    trusting = {
        "ca": certificate.path,
        "ssl_context": ssl.create_default_context(cafile=certificate.path),
    }
    with ByteServer(certificate.server_context) as server:
        server.put("/file", StoredFile(b"x"))
        caller = caller.having(api_url=server.url, **{setting: trusting[setting]})
        assert caller.save(tmp_path).read_bytes() == b"x"


def test_a_certificate_named_by_the_environment_is_trusted(
    caller: Caller, certificate: Certificate, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate.path))
    with ByteServer(certificate.server_context) as server:
        server.put("/file", StoredFile(b"x"))
        assert caller.having(api_url=server.url).save(tmp_path).read_bytes() == b"x"
        # The API is encrypted, so that its files have to be, too.
        server.api_answers = [link_to("http://127.0.0.1:9/file")]
        with pytest.raises(UnsafeLinkError, match="without encryption"):
            caller.having(api_url=server.url).save(tmp_path)


def test_silence_is_a_timeout(caller: Caller, server: ByteServer) -> None:
    server.api_answers = [lambda _, wire: wire.wait()]
    with pytest.raises(ApiTimeoutError):
        caller.having(timeout=0.2, retry=None).link()


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"HTTP/1.1 200 OK\r\nContent-Ty",
        b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{",
        b"SSH-2.0-OpenSSH_9.2\r\n",
    ],
)
def test_half_an_answer_is_a_connection_error(
    caller: Caller, server: ByteServer, sent: bytes
) -> None:
    def half(_: Got, wire: Wire) -> None:
        wire.send(sent)
        wire.hang_up()

    server.api_answers = [half]
    with pytest.raises(ApiConnectionError):
        caller.having(retry=None).link()


def assert_survives_a_pickle(error: GreenApiError) -> None:
    for again in (pickle.loads(pickle.dumps(error)), copy.copy(error)):  # noqa: S301 # our own
        assert type(again) is type(error)
        assert str(again) == str(error)
        assert vars(again) == vars(error)
        assert again.can_retry is error.can_retry


def test_a_save_error_survives_a_pickle() -> None:
    error = SaveError.of(OSError(28, "No space left on device"), "write to", "/x")
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 # our own
    assert isinstance(again, SaveError)
    assert isinstance(again, OSError)
    assert (str(again), again.errno, again.filename) == (str(error), 28, "/x")
    assert str(error) == "Could not write to /x: No space left on device."


def all_kinds(kind: type[GreenApiError]) -> list[type[GreenApiError]]:
    return [kind, *(leaf for child in kind.__subclasses__() for leaf in all_kinds(child))]


@pytest.mark.parametrize("kind", all_kinds(GreenApiError), ids=lambda kind: kind.__name__)
def test_the_tree_is_complete(kind: type[GreenApiError]) -> None:
    import green_api_files  # noqa: PLC0415 # its names are the subject

    assert getattr(green_api_files, kind.__name__) is kind
    assert kind.__name__ in (errors.__doc__ or "")
    assert inspect.getdoc(kind)


@pytest.mark.parametrize(
    "kind",
    [kind for kind in all_kinds(StatusError) if "status" in vars(kind).get("__annotations__", {})],
)
def test_a_leaf_narrows_its_status(kind: type[StatusError]) -> None:
    names = vars(bodies)
    hints = get_type_hints(kind, {**vars(errors), **names})
    assert kind is StatusError or all(
        isinstance(status, int) for status in get_args(hints["status"])
    )


def test_what_the_server_does_not_say_is_left_out() -> None:
    assert str(BadGatewayError(status=502)).endswith("(HTTP 502)")
    assert str(QuotaExceededError(status=466, method="downloadfile")).endswith("(HTTP 466)")
    assert str(SaveError.of(OSError("no words"), "write to", "a")).endswith(" a: no words.")
    assert str(SaveError.of(OSError(), "write to", "a")).endswith(" a: OSError.")


def test_not_ready_covers_starting_and_not_authorized() -> None:
    assert issubclass(InstanceStartingError, InstanceNotReadyError)
    assert issubclass(InstanceNotAuthorizedError, InstanceNotReadyError)


def test_an_error_whose_instance_may_pass_says_so_after_a_pickle() -> None:
    error = StorageStatusError("x", status=503)
    error.can_retry = True
    assert_survives_a_pickle(error)


def test_an_answer_without_an_end_is_not_read_on(caller: Caller, server: ByteServer) -> None:
    def endless(_: Got, wire: Wire) -> None:
        wire.head(200)
        while True:
            wire.send(b" " * 65_536)
            wire.wait(0.01)

    server.api_answers = [endless] * 9
    with pytest.raises(UnexpectedAnswerError, match="longer than 1048576 bytes"):
        caller.having(timeout=5).link()


def test_an_answer_of_which_nothing_was_kept_has_no_content() -> None:
    assert errors.UnexpectedAnswerError("x", status=200).content == b""


def test_the_same_call_may_succeed_later_after_what_passes_alone() -> None:
    passing = {
        *("ApiConnectionError", "ApiTimeoutError", "StorageConnectionError", "StorageTimeoutError"),
        *("BadGatewayError", "ClientClosedRequestError", "InstanceStartingError"),
        *("RateLimitError", "ServerError", "SizeMismatchError", "FileChangedError"),
    }
    assert {name for name in errors.__all__ if getattr(errors, name).can_retry} == passing


def test_wrong_credentials_say_where_they_may_come_from() -> None:
    said = str(errors.AuthenticationError(status=401))
    variables = "(GREEN_API_ID_INSTANCE, GREEN_API_TOKEN_INSTANCE)"
    assert f" id_instance and api_token_instance {variables}. (" in said


def test_a_quota_that_says_no_method_names_none() -> None:
    assert errors.QuotaExceededError(status=466).method == ""
