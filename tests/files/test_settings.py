"""Arguments and the environment: what is taken, and what is refused in a sentence."""

from __future__ import annotations

import asyncio
import inspect
import ssl
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from green_api_files import AsyncGreenApi, GreenApi, Retry, SettingsError
from green_api_files._http.outside import Outside
from tests.support.byte_server import StoredFile

if TYPE_CHECKING:
    from pathlib import Path

    from tests.files.conftest import Caller
    from tests.support.byte_server import ByteServer

Client = type[GreenApi | AsyncGreenApi]
both = pytest.mark.parametrize("client", [GreenApi, AsyncGreenApi])


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("GREEN_API_ID_INSTANCE", "GREEN_API_TOKEN_INSTANCE", "GREEN_API_URL"):
        monkeypatch.delenv(name, raising=False)


@both
def test_everything_may_come_from_the_environment(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GREEN_API_ID_INSTANCE", " 7103000001 ")
    monkeypatch.setenv("GREEN_API_TOKEN_INSTANCE", "abcdef\n")
    monkeypatch.setenv("GREEN_API_URL", "https://7103.api.greenapi.com/")
    name = client.__name__
    assert repr(client()) == f"{name}(7103000001, api_url='https://7103.api.greenapi.com')"
    assert repr(client(1)) == f"{name}(1, api_url='https://7103.api.greenapi.com')"


@both
@pytest.mark.parametrize("id_instance", [1101000001, "1101000001"])
def test_an_id_is_a_number_or_its_text(client: Client, id_instance: int | str) -> None:
    assert "1101000001" in repr(client(id_instance, "abc"))


@pytest.mark.parametrize(
    ("url", "taken"),
    [
        ("http://127.0.0.1:4010", "http://127.0.0.1:4010"),
        ("https://7103.api.greenapi.com/", "https://7103.api.greenapi.com"),
        (" https://h/prefiX/ ", "https://h/prefiX"),
    ],
)
def test_the_address_may_be_any_host(url: str, taken: str) -> None:
    assert repr(GreenApi(1, "abc", api_url=url)) == f"GreenApi(1, api_url={taken!r})"


@both
@pytest.mark.parametrize(
    ("id_instance", "token", "url", "words"),
    [
        (
            None,
            "abc",
            None,
            r"id_instance is missing.*GREEN_API_ID_INSTANCE.* https://console\.green-api\.com\.$",
        ),
        (1, None, None, "api_token_instance is missing.*GREEN_API_TOKEN_INSTANCE"),
        (1, "", None, "api_token_instance is missing"),
        ("one", "abc", None, "id_instance must be"),
        ("x" * 99, "abc", None, "id_instance must be .*, not 'x{40}'"),
        (-1, "abc", None, "id_instance must be"),
        (0, "abc", None, "id_instance must be"),
        ("\u0661", "abc", None, "id_instance must be"),
        (1, "abc", "api.green-api.com", "api_url must be"),
        (1, "abc", "ftp://h", "api_url must be"),
        (1, "abc", "https://", "api_url must be"),
        (1, "abc", "https://u:p@h", "api_url must be"),
        (1, "abc", "https://h?x=1", "api_url must be"),
        (1, "abc", "https://h:port", "api_url must be"),
        (1, "abc", "https://h/waInstance1/downloadFile", "api_url must be"),
    ],
)
def test_what_cannot_be_right_is_refused(
    client: Client, id_instance: int | str | None, token: str | None, url: str | None, words: str
) -> None:
    with pytest.raises(SettingsError, match=words):
        client(id_instance, token, api_url=url)


@both
@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"timeout": 0}, "timeout must be above 0"),
        ({"timeout": -1.0}, "timeout must be above 0"),
        ({"timeout": float("nan")}, "timeout must be above 0"),
        ({"timeout": None}, "timeout must be a number, not None"),
        ({"timeout": "5"}, "timeout must be a number, not '5'"),
        ({"timeout": True}, "timeout must be a number, not True"),
        ({"retry": 3}, r"retry must be a Retry, such as Retry\(tries=3\), or None, not 3"),
        ({"requests_per_second": 0}, "requests_per_second must be a whole number above 0"),
        ({"requests_per_second": 1.5}, "requests_per_second must be a whole number above 0"),
        ({"requests_per_second": "5"}, "requests_per_second must be a number"),
        ({"api_url": 5}, "api_url must be"),
        ({"ca": "/nowhere.pem"}, "ca cannot be used, there is no such file: /nowhere.pem"),
        ({"ca": __file__}, "ca cannot be used, it holds no certificates"),
        ({"ssl_context": "/x.pem"}, "ssl_context must be an ssl.SSLContext"),
        ({"ca": "/x", "ssl_context": ssl.create_default_context()}, "either ca or ssl_context"),
    ],
)
def test_a_setting_of_the_wrong_kind_is_refused(
    client: Client, settings: dict[str, Any], words: str
) -> None:
    with pytest.raises(SettingsError, match=words):
        client(1, "abc", **settings)


@both
@pytest.mark.parametrize("name", ["SSL_CERT_FILE", "SSL_CERT_DIR"])
def test_a_file_of_the_environment_that_cannot_be_trusted_is_told_at_once(
    client: Client, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    monkeypatch.setenv(name, "/nowhere")
    with pytest.raises(SettingsError, match=f"{name} cannot be used, there is no such file"):
        client(1, "abc")


def test_without_the_environment_common_roots_are_trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    monkeypatch.delenv("SSL_CERT_DIR", raising=False)
    assert Outside("", None, None).tls().get_ca_certs()


@both
@pytest.mark.parametrize("timeout", [0.001, 5, 10**9, float("inf")])
def test_a_timeout_may_be_of_any_length(client: Client, timeout: float) -> None:
    client(1, "abc", timeout=timeout)


@both
@pytest.mark.parametrize(
    ("method", "usual"),
    [
        ("save_file", {"overwrite": False, "max_bytes": 100 * 2**20, "time_limit": 60 * 60}),
        ("fetch", {"max_bytes": 100 * 2**20, "time_limit": 60 * 60}),
        ("get_chat_history", {"most": 100}),
        ("inbox", {"layout": "{name}", "ask_again_after": 24 * 60 * 60}),
        ("last_incoming_messages", {"minutes": 24 * 60}),
        ("last_outgoing_messages", {"minutes": 24 * 60}),
        ("notifications", {"receive_timeout": 20, "until_empty": False}),
    ],
)
def test_what_is_not_said_is_as_documented(
    client: Client, method: str, usual: dict[str, object]
) -> None:
    told = inspect.signature(getattr(client, method)).parameters.values()
    defaults = {one.name: one.default for one in told if one.default not in (one.empty, None)}
    assert defaults == usual


@both
def test_a_connection_has_ten_seconds_of_the_timeout(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[dict[str, float]] = []
    monkeypatch.setattr(client, "_new_engine", lambda _, __, **timeouts: given.append(timeouts))
    for timeout in (60, 7):
        client(1, "abc", timeout=timeout)
    connecting = [{"connect_timeout": 10}, {"connect_timeout": 7}]
    assert given == connecting


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"tries": 0}, r"Retry\.tries must be a whole number above 0, not 0"),
        ({"tries": 2.5}, r"Retry\.tries must be a whole number"),
        ({"tries": "3"}, r"Retry\.tries must be a number, not '3'"),
        ({"first_delay": -1}, r"Retry\.first_delay must be 0 or more"),
        ({"longest_delay": None}, r"Retry\.longest_delay must be a number"),
        ({"total": float("nan")}, r"Retry\.total must be 0 or more"),
    ],
)
def test_a_retry_that_cannot_be_one_is_refused(settings: dict[str, Any], words: str) -> None:
    with pytest.raises(SettingsError, match=words):
        Retry(**settings)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"max_bytes": 0}, "max_bytes must be a whole number above 0"),
        ({"max_bytes": float("inf")}, "max_bytes must be a whole number"),
        ({"max_bytes": "1"}, "max_bytes must be a number"),
        ({"time_limit": 0}, "time_limit must be above 0"),
        ({"time_limit": None}, "time_limit must be a number"),
        ({"sha256": 5}, "sha256 must be 64"),
    ],
)
def test_an_option_of_the_wrong_kind_is_refused(
    caller: Caller, tmp_path: Path, options: dict[str, Any], words: str
) -> None:
    with pytest.raises(SettingsError, match=words):
        caller.save(tmp_path / "to", **options)
    assert not (tmp_path / "to").exists()


def test_no_time_limit_is_one(caller: Caller, server: ByteServer, tmp_path: Path) -> None:
    server.put("/file", StoredFile(b"x"))
    caller.having(timeout=float("inf")).save(tmp_path, time_limit=float("inf"))


def test_a_second_event_loop_is_refused(server: ByteServer) -> None:
    api = AsyncGreenApi(1, "abcdef", api_url=server.url)
    with asyncio.Runner() as first:
        first.run(api.download_file("1@c.us", "A"))
        with (
            asyncio.Runner() as second,
            pytest.raises(SettingsError, match="belong to another event loop"),
        ):
            second.run(api.download_file("1@c.us", "A"))
        first.run(api.close())


def test_a_client_whose_event_loop_is_gone_can_still_be_closed(server: ByteServer) -> None:
    script = f"""
import asyncio
from green_api_files import AsyncGreenApi
api = AsyncGreenApi(1, "abcdef", api_url={server.url!r})
asyncio.run(api.download_file("1@c.us", "A"))
asyncio.run(api.close())
print(asyncio.run(api.download_file("1@c.us", "A")).download_url)
"""
    command = [sys.executable, "-W", "ignore", "-c", script]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == f"{server.url}/file"


def test_a_closed_client_may_go_on_in_another_event_loop(server: ByteServer) -> None:
    api = AsyncGreenApi(1, "abcdef", api_url=server.url)

    async def use() -> str:
        async with api:
            return (await api.download_file("1@c.us", "A")).download_url

    assert [asyncio.run(use()), asyncio.run(use())] == [f"{server.url}/file"] * 2


def test_a_settings_error_is_a_value_error() -> None:
    with pytest.raises(ValueError, match="id_instance"):
        GreenApi("x", "abc")
