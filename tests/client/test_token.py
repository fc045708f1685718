"""A sensitive parameter reaches the server and nothing else."""

import copy
import gzip
import json
import logging
import pickle
import traceback
from collections.abc import AsyncIterator, Iterator
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from httpx_aiohttp import AiohttpTransport

from green_api_client import Client, errors
from tests.client.sending import (
    BASE_URL,
    CANARY,
    Recorder,
    Sender,
    always,
    an_operation,
    client_over,
)
from tests.support.loopback import Received, forwarded, http_answer, loopback

LOGGERS = ["httpx", "hpack.hpack", "hpack.table"]
LOGGERS += [f"httpcore.{name}" for name in ("connection", "http11", "http2", "proxy", "socks")]
# A secret that is written in another way by whoever repeats it.
ODD = 'tök/en"&<+%20~with every:trap?#'


class Log(logging.Handler):
    """Keeps every record, as text and as it is."""

    def __init__(self) -> None:
        super().__init__(logging.NOTSET)
        self.names: set[str] = set()
        self.text = ""

    def emit(self, record: logging.LogRecord) -> None:
        self.names.add(record.name)
        self.text += f"{self.format(record)} {vars(record)}\n"


@pytest.fixture(autouse=True)
def log(caplog: pytest.LogCaptureFixture) -> Iterator[Log]:
    """Collect the records of every logger at every level, and look at them at the end."""
    collected = Log()
    for name in ["", *logging.root.manager.loggerDict]:
        caplog.set_level(logging.DEBUG, name or None)
    logging.root.addHandler(collected)
    yield collected
    logging.root.removeHandler(collected)
    assert CANARY not in collected.text


def traces_of(error: BaseException) -> str:
    """Return all texts of an error and of what led to it."""
    parts = ["".join(traceback.format_exception(error))]
    seen: list[BaseException] = []
    current: BaseException | None = error
    while current is not None and current not in seen:
        seen.append(current)
        parts += [repr(current), str(current), repr(current.args), repr(vars(current))]
        request = getattr(current, "_request", None)
        if request is not None:
            parts += [str(request.url), repr(request), repr(request.headers.raw)]
        current = current.__cause__ or current.__context__
    return "\n".join(parts)


def echo(request: httpx.Request) -> httpx.Response:
    return httpx.Response(400, json={"message": "no", "path": request.url.raw_path.decode()})


def test_the_value_reaches_the_server(send: Sender) -> None:
    with (
        loopback(lambda _: http_answer(404)) as server,
        send.open(Client(base_url=server.url)) as client,
    ):
        send(client)
    assert CANARY in server.received[0].target


def test_an_unusual_value_is_percent_encoded(send: Sender) -> None:
    transport = Recorder()
    send(client_over(transport), ODD)
    url = transport.requests[0].url
    assert url.path.endswith(ODD)
    assert "?" not in url.raw_path.decode()
    assert httpx.URL(str(url)) == url


def test_httpx_logs_the_call_without_it(send: Sender, log: Log) -> None:
    with (
        loopback(lambda _: http_answer(404)) as server,
        send.open(Client(base_url=server.url)) as client,
    ):
        send(client)
    assert {"httpx", "httpcore.http11", "httpcore.connection"} <= log.names
    assert "~" in log.text


def test_every_logger_below_a_call_is_masked(send: Sender, log: Log) -> None:
    def tell(_: httpx.Request) -> httpx.Response:
        for name in LOGGERS:
            logging.getLogger(name).debug("GET /%s", CANARY)
        return httpx.Response(404)

    send(client_over(Recorder(tell)))
    assert set(LOGGERS) <= log.names
    lines = [line for line in log.text.splitlines() if line.startswith("GET /~apiTokenInstance~ ")]
    assert len(lines) == len(LOGGERS)


def test_what_a_server_repeats_is_masked_everywhere(send: Sender) -> None:
    def repeat(request: Received) -> bytes:
        body = json.dumps({"message": f"not {CANARY}", "path": request.target}).encode()
        headers = [("Content-Type", "application/json"), ("X-Path", request.target)]
        return http_answer(400, body, headers, reason=f"Bad {CANARY}")

    with loopback(repeat) as server, send.open(Client(base_url=server.url)) as client:
        response = send(client)
        shown = [client, send.http_client(client), response, response.parsed, response.headers]
        texts = [text for value in shown for text in (repr(value), str(value))]
    assert response.parsed.message == f"not {'*' * len(CANARY)}"
    assert int(response.headers["content-length"]) == len(response.content)
    assert not any(CANARY in text for text in texts)
    assert CANARY.encode() not in pickle.dumps(response)
    assert CANARY not in repr(copy.deepcopy(response))


@pytest.mark.parametrize("size", [1, 7, 49, 50, 51, 1000])
def test_it_is_found_where_a_body_comes_in_pieces(send: Sender, size: int) -> None:
    text = f"{CANARY[:20]}{CANARY}{CANARY[:-1]} {CANARY} c4 {CANARY}{CANARY[:30]}"

    class Pieces(httpx.SyncByteStream, httpx.AsyncByteStream):
        def __iter__(self) -> Iterator[bytes]:
            for start in range(0, len(text), size):
                yield text[start : start + size].encode()

        async def __aiter__(self) -> AsyncIterator[bytes]:
            for piece in self:
                yield piece

    headers = {"Content-Type": "text/plain"}
    answer = httpx.Response(400, headers=headers, stream=Pieces())
    assert send(client_over(Recorder(lambda _: answer))).parsed == text.replace(CANARY, "*" * 50)


def test_it_is_found_in_a_compressed_body(send: Sender) -> None:
    def repeat(request: Received) -> bytes:
        body = gzip.compress(json.dumps({"message": "no", "path": request.target}).encode())
        headers = [("Content-Type", "application/json"), ("Content-Encoding", "gzip")]
        return http_answer(400, body, headers)

    with loopback(repeat) as server, send.open(Client(base_url=server.url)) as client:
        response = send(client)
    assert response.parsed.message == "no"
    assert CANARY not in repr(response)


@pytest.mark.parametrize("charset", ["utf-8", "latin-1", "utf-16", "utf-16-be", "utf-32", "cp037"])
def test_it_is_found_in_other_charsets(send: Sender, charset: str) -> None:
    answer = httpx.Response(
        400,
        content=f"not {CANARY}".encode(charset),
        headers={"Content-Type": f"text/plain; charset={charset}"},
    )
    assert send(client_over(Recorder(lambda _: answer))).parsed == f"not {'*' * len(CANARY)}"


@pytest.mark.parametrize(
    "written",
    [
        ODD,
        quote(ODD, safe=""),
        json.dumps(ODD)[1:-1],
        json.dumps(ODD, ensure_ascii=False)[1:-1],
    ],
)
def test_it_is_found_however_it_is_written(send: Sender, written: str) -> None:
    content = f"<{written}>".encode()
    answer = httpx.Response(400, content=content, headers={"Content-Type": "text/plain"})
    assert set(send(client_over(Recorder(lambda _: answer)), ODD).parsed) == set("<*>")


@pytest.mark.parametrize("secret", ["0", "a", "message", "1101000"])
def test_a_short_value_is_masked_in_the_path_and_breaks_no_answer(
    send: Sender, secret: str
) -> None:
    response = send(client_over(Recorder(echo)), secret)
    assert response.parsed.message == "no"
    assert response.parsed.path.endswith("/" + "*" * len(secret))
    value = {"message": "a0 1101000", "statusCode": 400}
    plain = always(400, json=value)
    assert send(client_over(plain), secret).parsed.to_dict() == value


def test_an_empty_value_changes_nothing_else(send: Sender) -> None:
    transport = always(400, json={"message": "no"})
    assert send(client_over(transport), "").parsed.message == "no"
    assert transport.targets[0].endswith("/")


def test_errors_of_a_connection_do_not_hold_it(send: Sender) -> None:
    with loopback(lambda _: b"") as closed:
        url = closed.url
    with send.open(Client(base_url=url)) as client, pytest.raises(httpx.ConnectError) as caught:
        send(client)
    assert CANARY not in traces_of(caught.value)
    assert "~" in str(caught.value.request.url)


@pytest.mark.parametrize(
    "answer", [b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nshort", b"nonsense\r\n\r\n"]
)
def test_errors_of_a_broken_answer_do_not_hold_it(send: Sender, answer: bytes) -> None:
    with loopback(lambda _: answer) as server:
        impatient = Client(base_url=server.url, timeout=httpx.Timeout(0.3))
        with send.open(impatient), pytest.raises(httpx.TransportError) as caught:
            send(impatient)
    assert CANARY not in traces_of(caught.value)


def test_errors_of_custom_transports_are_masked_with_their_causes(send: Sender) -> None:
    def fail(request: httpx.Request) -> httpx.Response:
        cause = LookupError(f"no route to {request.url}")
        raise httpx.ConnectError(f"failed: {request.url}", request=request) from cause

    with pytest.raises(httpx.ConnectError) as caught:
        send(client_over(Recorder(fail)))
    assert CANARY not in traces_of(caught.value)
    assert "no route to" in str(caught.value.__cause__)


def test_invalid_urls_do_not_hold_it(send: Sender) -> None:
    for base_url in ("", "ftp://host", "http://", "nonsense"):
        client = Client(base_url=base_url)
        kinds = (httpx.HTTPError, httpx.InvalidURL, ValueError)
        with send.open(client), pytest.raises(kinds) as caught:
            send(client)
        assert CANARY not in traces_of(caught.value)


def test_a_value_that_cannot_be_sent_is_refused_without_showing_it(send: Sender) -> None:
    with pytest.raises(ValueError, match="cannot stand in a URL") as caught:
        send(client_over(Recorder()), CANARY + "\ud800")
    assert CANARY not in "".join(traceback.format_exception(caught.value)) + repr(caught.value)


def test_the_repr_of_the_request_that_transports_get_does_not_hold_it(send: Sender) -> None:
    transport = Recorder()
    send(client_over(transport))
    assert CANARY not in repr(transport.requests[0])


def test_an_error_of_an_answer_does_not_hold_it(send: Sender) -> None:
    transport = Recorder(lambda request: httpx.Response(418, text=request.url.path))
    with pytest.raises(errors.ResponseError) as caught:
        send.short(client_over(transport))
    shown = [str(caught.value), repr(caught.value), repr(caught.value.response)]
    assert CANARY not in "".join(shown)
    assert CANARY.encode() not in pickle.dumps(caught.value)


REDIRECTS = [
    ("http://api.example", "http://api.example/elsewhere/{token}", True),
    ("http://api.example", "/elsewhere/{token}", True),
    ("http://api.example", "https://api.example{path}", True),
    ("https://api.example", "https://API.example:443{path}", True),
    ("http://api.example", "http://other.example{path}", False),
    ("http://api.example", "http://sub.api.example{path}", False),
    ("http://api.example", "http://api.example:8080{path}", False),
    ("https://api.example", "http://api.example{path}", False),
    ("https://api.example", "https://other.example/?seen={token}", False),
    ("http://api.example", "https://other.example{path}", False),
    ("http://api.example", "https://api.example:8443{path}", False),
]


@pytest.mark.parametrize(("base_url", "location", "follows"), REDIRECTS)
def test_a_redirect_carries_it_only_within_its_origin(
    send: Sender, base_url: str, location: str, *, follows: bool
) -> None:
    def redirect(request: httpx.Request) -> httpx.Response:
        if len(transport.requests) > 1:
            return httpx.Response(404)
        target = location.format(token=CANARY, path=request.url.path)
        return httpx.Response(307, headers={"Location": target})

    transport = Recorder(redirect)
    client = Client(base_url, follow_redirects=True, httpx_args={"transport": transport})
    assert send(client).status_code == 404
    assert [CANARY in target for target in transport.targets] == [True, follows]


def test_no_second_redirect_takes_it_back_from_https(send: Sender) -> None:
    def redirect(request: httpx.Request) -> httpx.Response:
        schemes = ["https", "http"][len(transport.requests) - 1 :]
        if not schemes:
            return httpx.Response(404)
        return httpx.Response(
            308, headers={"Location": f"{schemes[0]}://api.example{request.url.path}"}
        )

    transport = Recorder(redirect)
    send(client_over(transport, follow_redirects=True))
    assert [CANARY in target for target in transport.targets] == [True, True, False]


def test_a_redirect_that_is_not_followed_does_not_show_it(send: Sender) -> None:
    def redirect(request: Received) -> bytes:
        return http_answer(302, headers=[("Location", f"http://other.example{request.target}")])

    with loopback(redirect) as server, send.open(Client(base_url=server.url)) as client:
        response = send(client)
    assert CANARY not in response.headers["location"]


@pytest.mark.parametrize("variable", ["http_proxy", "ALL_PROXY"])
def test_proxies_of_the_environment_are_used(
    send: Sender, variable: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    with loopback(lambda _: http_answer(404)) as server, loopback(forwarded) as proxy:
        monkeypatch.setenv(variable, proxy.url)
        with send.open(Client(base_url=server.url)) as client:
            assert send(client).status_code == 404
    assert CANARY in proxy.received[0].target
    assert CANARY in server.received[0].target


def test_a_proxy_and_mounts_given_by_hand_are_used(send: Sender) -> None:
    with loopback(lambda _: http_answer(404)) as server, loopback(forwarded) as proxy:
        client = Client(base_url=server.url, httpx_args={"proxy": proxy.url})
        with send.open(client):
            assert send(client).status_code == 404
    assert CANARY in proxy.received[0].target
    mounted = Recorder()
    send(Client(BASE_URL, httpx_args={"mounts": {"all://api.example": mounted, "all://x": None}}))
    assert CANARY in mounted.targets[0]


def test_a_proxy_that_repeats_the_request_is_masked(send: Sender) -> None:
    def refuse(request: Received) -> bytes:
        return http_answer(502, request.target.encode(), [("Content-Type", "text/html")])

    with loopback(refuse) as proxy:
        client = Client("http://api.example", httpx_args={"proxy": proxy.url})
        with send.open(client):
            response = send(client)
    assert CANARY in proxy.received[0].target
    assert response.status_code == 502
    assert CANARY not in repr(response)


def test_an_httpx_client_made_by_hand_hides_it_too(send: Sender, log: Log) -> None:
    client = send.use(Client("http://unused.example"))
    with loopback(lambda _: http_answer(404)) as server, send.open(client):
        send.http_client(client).base_url = httpx.URL(server.url)
        send.set_again(client)
        send(client)
        send(client)
    assert [CANARY in request.target for request in server.received] == [True, True]
    assert "~apiTokenInstance~" in log.text


def test_a_transport_that_would_send_placeholders_is_refused(send: Sender) -> None:
    transport = always(404)
    client = send.use(Client("http://unused.example"), transport=transport)
    with pytest.raises(TypeError, match="Put it into a RevealingTransport"):
        send(client)
    wrapped = send.use(Client("http://unused.example"), transport=send.revealing(transport))
    assert CANARY not in repr(send(wrapped))
    assert CANARY in transport.targets[-1]


def test_other_requests_of_the_httpx_client_pass_untouched() -> None:
    transport = always(200, text=CANARY)
    http_client = client_over(transport).get_httpx_client()
    assert http_client.get("/~apiTokenInstance~/x").text == CANARY
    assert transport.targets == [f"{BASE_URL}/~apiTokenInstance~/x"]


def test_event_hooks_see_no_value(send: Sender) -> None:
    seen: list[str] = []

    def note(message: Any) -> None:
        seen.append(str(message.url) + repr(message))

    async def note_async(message: Any) -> None:
        note(message)

    hook = note_async if isinstance(send.http_client(Client(BASE_URL)), httpx.AsyncClient) else note
    hooks = {"request": [hook], "response": [hook]}
    transport = Recorder()
    send(Client(BASE_URL, httpx_args={"transport": transport, "event_hooks": hooks}))
    assert len(seen) == 2
    assert CANARY not in "".join(seen)


def test_a_request_shows_and_copies_nothing(send: Sender) -> None:
    request = send.generated.module.build_request(**send.example(CANARY))
    assert CANARY not in repr(request) + str(request.url) + repr(request.secrets)
    assert "~apiTokenInstance~" in request.url
    revealed = request.reveal()
    assert CANARY in revealed.url
    assert CANARY not in repr(revealed)
    for holder in (request, request.secrets, revealed):
        for copying in (copy.deepcopy, pickle.dumps):
            with pytest.raises(TypeError):
                copying(holder)


async def test_it_is_hidden_over_another_transport_too(log: Log) -> None:
    def repeat(request: Received) -> bytes:
        body = json.dumps({"message": "no", "path": request.target}).encode()
        headers = [("Content-Type", "application/json"), ("Location", request.target)]
        return http_answer(400, body, headers, reason=f"Bad {CANARY}")

    operation = an_operation()
    with loopback(repeat) as server:
        arguments = Sender().example(CANARY)
        transport = AiohttpTransport()
        async with Client(base_url=server.url, httpx_args={"transport": transport}) as client:
            response = await operation.module.asyncio_detailed(client=client, **arguments)
    assert CANARY in server.received[0].target
    assert CANARY not in f"{response!r} {response.headers} {response.content!r}"
    assert "httpx" in log.names
    async with Client(base_url=server.url, httpx_args={"transport": AiohttpTransport()}) as client:
        with pytest.raises(httpx.TransportError) as caught:
            await operation.module.asyncio_detailed(client=client, **arguments)
    assert CANARY not in traces_of(caught.value)
