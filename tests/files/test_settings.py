"""Arguments and the environment: what is taken, and what is refused in a sentence."""

from __future__ import annotations

import pytest

from green_api_files import AsyncGreenApi, GreenApi, SettingsError

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
        (" https://h/prefix/ ", "https://h/prefix"),
    ],
)
def test_the_address_may_be_any_host(url: str, taken: str) -> None:
    assert repr(GreenApi(1, "abc", api_url=url)) == f"GreenApi(1, api_url={taken!r})"


@both
@pytest.mark.parametrize(
    ("id_instance", "token", "url", "words"),
    [
        (None, "abc", None, "id_instance is missing.*GREEN_API_ID_INSTANCE"),
        (1, None, None, "api_token_instance is missing.*GREEN_API_TOKEN_INSTANCE"),
        (1, "", None, "api_token_instance is missing"),
        ("one", "abc", None, "id_instance must be"),
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
@pytest.mark.parametrize("timeout", [0, -1.0, float("nan")])
def test_a_timeout_is_above_zero(client: Client, timeout: float) -> None:
    with pytest.raises(SettingsError, match="timeout must be above 0"):
        client(1, "abc", timeout=timeout)


def test_a_settings_error_is_a_value_error() -> None:
    with pytest.raises(ValueError, match="id_instance"):
        GreenApi("x", "abc")
