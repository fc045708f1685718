"""What a client is told: checked, and completed from the environment."""

from __future__ import annotations

import math
import os
import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from green_api_files.errors import SettingsError

DEFAULT_API_URL = "https://api.green-api.com"
CONNECT_TIMEOUT = 10.0
LONGEST_TIMEOUT = 1e6
"""Seconds; the system's own calls take not much more."""

_TOKEN = re.compile("[0-9A-Za-z]+")


@dataclass(frozen=True, slots=True, eq=False)
class Settings:
    """Where to call, and as whom."""

    id_instance: int
    api_url: str
    api_token_instance: str = field(repr=False)

    @property
    def allows_http(self) -> bool:
        """Whether files may come over plain http: only where the API itself does."""
        return self.api_url.startswith("http:")


def settings(
    id_instance: int | str | None, api_token_instance: str | None, api_url: str | None
) -> Settings:
    """Check the arguments; what is None comes from the environment.

    Raises:
        SettingsError: if something is missing or cannot be right. It never shows the token.
    """
    return Settings(
        _id_instance(_given(id_instance, "id_instance", "GREEN_API_ID_INSTANCE")),
        _api_url(api_url or os.environ.get("GREEN_API_URL") or DEFAULT_API_URL),
        _token(_given(api_token_instance, "api_token_instance", "GREEN_API_TOKEN_INSTANCE")),
    )


def _given(value: int | str | None, argument: str, variable: str) -> str:
    text = str(value if value is not None else os.environ.get(variable, "")).strip()
    if not text:
        raise SettingsError(
            f"{argument} is missing: pass it or set {variable}. "
            "The console shows it at https://console.green-api.com."
        )
    return text


def _id_instance(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) > 0):
        raise SettingsError(f"id_instance must be the instance's number, not {text[:40]!r}.")
    return int(text)


def _token(text: str) -> str:
    if not _TOKEN.fullmatch(text):
        raise SettingsError("api_token_instance must consist of letters and digits only.")
    return text


def _api_url(text: str) -> str:
    advice = "api_url must be an address such as https://7103.api.greenapi.com, without more."
    try:
        parts = urlsplit(text.strip())
        host, _ = parts.hostname, parts.port
    except (AttributeError, TypeError, ValueError):
        raise SettingsError(advice) from None
    is_plain = not (parts.query or parts.fragment or "@" in parts.netloc)
    if parts.scheme not in {"http", "https"} or not host or not is_plain:
        raise SettingsError(advice)
    if "/wainstance" in parts.path.lower():
        raise SettingsError(advice)
    return f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}"


def positive(value: object, name: str) -> float:
    """Check a number of seconds or bytes.

    Raises:
        SettingsError: if it is none, or not above zero.
    """
    number = _number(value, name)
    if not number > 0:
        raise SettingsError(f"{name} must be above 0, not {number:g}.")
    return number


def not_negative(value: object, name: str) -> float:
    """Check a number of seconds that may be zero.

    Raises:
        SettingsError: if it is none, or below zero.
    """
    number = _number(value, name)
    if not number >= 0:
        raise SettingsError(f"{name} must be 0 or more, not {number:g}.")
    return number


def count(value: object, name: str) -> int:
    """Check a number of things.

    Raises:
        SettingsError: if it is no whole number, or below one.
    """
    number = _number(value, name)
    if not (math.isfinite(number) and number == int(number) and number >= 1):
        raise SettingsError(f"{name} must be a whole number above 0, not {number:g}.")
    return int(number)


def of_kind(value: object, kind: type, advice: str) -> None:
    """Check that an argument is None or of its kind, whatever its caller's types say.

    Raises:
        SettingsError: if it is not. The message is `advice`.
    """
    if value is not None and not isinstance(value, kind):
        raise SettingsError(f"{advice}, not {value!r:.40}.")


def _number(value: object, name: str) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise SettingsError(f"{name} must be a number, not {value!r:.40}.")
    return value
