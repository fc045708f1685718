"""What both clients are: settings, and the parts that need no network."""

from __future__ import annotations

import ssl
from typing import TYPE_CHECKING, NoReturn, TypeVar

from green_api_client.masking import Secrets, mask_logs
from green_api_files import _settings
from green_api_files._api import rate
from green_api_files._api.call import Call, Manner
from green_api_files._api.reception import Ask, HandedOut, Reception
from green_api_files._disk.temporary import Sweeper
from green_api_files._file.transfer import Transfer
from green_api_files._http.outside import Outside
from green_api_files._retry import Retry

if TYPE_CHECKING:
    import os

    from green_api_files._api.call import Question

T = TypeVar("T")

# At DEBUG the engines log addresses, and the token is a part of the API's.
_LOGGERS = (
    "aiohttp.client",
    "aiohttp.internal",
    "asyncio",
    "urllib3.connection",
    "urllib3.connectionpool",
    "urllib3.poolmanager",
    "urllib3.response",
    "urllib3.util.retry",
)


class Core:
    """Settings of a client, and what it makes of arguments."""

    def __init__(  # noqa: PLR0913 # every setting of the public constructor
        self,
        id_instance: int | str | None,
        api_token_instance: str | None,
        *,
        api_url: str | None,
        timeout: float,
        retry: Retry | None,
        requests_per_second: int | None,
        proxy: str | None,
        ca: str | os.PathLike[str] | None,
        ssl_context: ssl.SSLContext | None,
    ) -> None:
        self._settings = _settings.settings(id_instance, api_token_instance, api_url)
        token = self._settings.api_token_instance
        # A short token is also part of other words, and is masked only as a part of a path.
        self._secrets = Secrets({"apiTokenInstance": token}, path="/~apiTokenInstance~")
        mask_logs(self._secrets, _LOGGERS)
        seconds = min(_settings.positive(timeout, "timeout"), _settings.LONGEST_TIMEOUT)
        self._timeouts = {
            "timeout": seconds,
            "connect_timeout": min(seconds, _settings.CONNECT_TIMEOUT),
        }
        _settings.of_kind(retry, Retry, "retry must be a Retry, such as Retry(tries=3), or None")
        self._manner = Manner(retry, seconds)
        self._rates = rate.Rates(requests_per_second)
        context = "ssl_context must be an ssl.SSLContext, as a file's path goes to ca"
        _settings.of_kind(ssl_context, ssl.SSLContext, context)
        self._outside = Outside(proxy, ca, ssl_context)
        if not self._settings.allows_http:
            self._outside.tls()  # now, so that a file that cannot be read is told at once
        self._sweeper = Sweeper()
        self._handed_out = HandedOut()

    @property
    def id_instance(self) -> int:
        """The instance's number."""
        return self._settings.id_instance

    @property
    def api_url(self) -> str:
        """The instance's host."""
        return self._settings.api_url

    def _call(self, question: Question[T], deadline: float = float("inf")) -> Call[T]:
        return Call(question, self._manner, self._rates.of(question.operation), deadline)

    def _call_once(self, ask: Ask[T]) -> Call[T]:
        return Call(ask.question, ask.manner, self._rates.of(ask.question.operation))

    def _reception(
        self, *, receive_timeout: int, patience: float | None, until_empty: bool
    ) -> Reception:
        return Reception(
            self._settings,
            self._manner,
            self._handed_out,
            receive_timeout=receive_timeout,
            patience=patience,
            until_empty=until_empty,
        )

    def _transfer(
        self, id_message: str, max_bytes: int, time_limit: float, *, restartable: bool
    ) -> Transfer:
        return Transfer(
            allow_http=self._settings.allows_http,
            max_bytes=_settings.count(max_bytes, "max_bytes"),
            retry=self._manner.retry,
            time_limit=_settings.positive(time_limit, "time_limit"),
            restartable=restartable,
            subject=f"Message {id_message}",
        )

    def __repr__(self) -> str:
        settings = self._settings
        return f"{type(self).__name__}({settings.id_instance}, api_url={settings.api_url!r})"

    def __reduce__(self) -> NoReturn:
        raise TypeError(
            f"{type(self).__name__} holds connections and a token and is not pickled: make a new "
            "one in the other process."
        )
