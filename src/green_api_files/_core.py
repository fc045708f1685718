"""What both clients are: settings, and the parts that need no network."""

from __future__ import annotations

import ssl
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Generic, NoReturn, TypeVar

from green_api_client.api.receiving import download_file
from green_api_client.masking import Secrets, mask_logs
from green_api_files import _settings
from green_api_files._api.call import Call, Manner
from green_api_files._api.rate import Turns
from green_api_files._api.reception import HandedOut, Reception
from green_api_files._disk.temporary import remove_litter
from green_api_files._file.transfer import Transfer
from green_api_files._http.exchange import NEVER
from green_api_files._http.outside import Outside
from green_api_files._retry import Retry

if TYPE_CHECKING:
    import os
    from collections.abc import Callable

    from green_api_files._api.call import Operation, Question

E = TypeVar("E")
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


class Core(Generic[E]):
    """Settings of a client, and what it makes of arguments."""

    _new_engine: Callable[..., E]
    _overlaps: bool
    """Whether two requests of one loop can be under way at once."""

    def __init__(  # noqa: PLR0913 # all but two are seldom given
        self,
        id_instance: int | str | None = None,
        api_token_instance: str | None = None,
        *,
        api_url: str | None = None,
        timeout: float = 60.0,
        retry: Retry | None = Retry(),  # noqa: B008 # immutable
        requests_per_second: int | None = download_file.RATE_LIMIT,
        proxy: str | None = None,
        ca: str | os.PathLike[str] | None = None,
        ssl_context: ssl.SSLContext | None = None,
    ) -> None:
        """Make a client. Nothing is sent yet.

        Args:
            id_instance: The instance's number, from the console; else GREEN_API_ID_INSTANCE.
            api_token_instance: The instance's access key; else GREEN_API_TOKEN_INSTANCE. It is
                shown nowhere.
            api_url: The instance's host, in the console under `apiUrl`; else GREEN_API_URL, else
                https://api.green-api.com. Where it is plain http, as for the mock, files may come
                over plain http too.
            timeout: Seconds that a call of the API may take, and that a storage may be silent,
                before a try has failed. A connection has to be there within 10 s.
            retry: How failed calls are repeated and broken downloads resumed; None for not at all.
            requests_per_second: How often DownloadFile is called at most; None for no limit, nor
                one for other methods. https://green-api.com/en/docs/api/ratelimiter/ has 5.
            proxy: The proxy for all requests, such as `http://user:word@proxy.example:3128`; an
                empty text for none. Else the environment's: HTTP_PROXY, HTTPS_PROXY, ALL_PROXY,
                NO_PROXY.
            ca: A file or directory with the certificates to trust, in PEM. Else SSL_CERT_FILE or
                SSL_CERT_DIR, else the roots of certifi.
            ssl_context: How to encrypt and whom to trust, instead of `ca`.

        Raises:
            SettingsError: if an argument is missing or cannot be right.
        """
        self._settings = _settings.settings(id_instance, api_token_instance, api_url)
        token = self._settings.api_token_instance
        # A short token is also part of other words, and is masked only as a part of a path.
        self._secrets = Secrets({"apiTokenInstance": token}, path="/~apiTokenInstance~")
        mask_logs(self._secrets, _LOGGERS)
        seconds = min(_settings.positive(timeout, "timeout"), _settings.LONGEST_TIMEOUT)
        _settings.of_kind(retry, Retry, "retry must be a Retry, such as Retry(tries=3), or None")
        self._manner = Manner(retry, seconds)
        self._turns: dict[Operation, Turns] | None = None
        if requests_per_second is not None:
            chosen = _settings.count(requests_per_second, "requests_per_second")
            self._turns = {download_file: Turns(chosen)}
        context = "ssl_context must be an ssl.SSLContext, as a file's path goes to ca"
        _settings.of_kind(ssl_context, ssl.SSLContext, context)
        outside = Outside(proxy, ca, ssl_context)
        if not self._settings.allows_http:
            outside.tls()  # now, so that a file that cannot be read is told at once
        connect_timeout = min(seconds, _settings.CONNECT_TIMEOUT)
        self._engine = self._new_engine(outside, connect_timeout=connect_timeout)
        self._remove_litter = cache(remove_litter)
        self._handed_out = HandedOut()

    @property
    def id_instance(self) -> int:
        """The instance's number."""
        return self._settings.id_instance

    @property
    def api_url(self) -> str:
        """The instance's host."""
        return self._settings.api_url

    def _call(
        self,
        question: Question[T],
        manner: Manner | None = None,
        deadline: float = NEVER,
    ) -> Call[T]:
        turns = None
        if self._turns is not None and (turns := self._turns.get(question.api)) is None:
            turns = self._turns.setdefault(question.api, Turns(question.api.RATE_LIMIT))
        return Call(question, manner or self._manner, turns, deadline)

    def _transfer(
        self, id_message: str, max_bytes: int, time_limit: float, *, restartable: bool
    ) -> Transfer:
        return Transfer(
            allow_http=self._settings.allows_http,
            max_bytes=_settings.count(max_bytes, "max_bytes"),
            retry=self._manner.retry,
            time_limit=_settings.positive(time_limit, "time_limit"),
            silence=self._manner.seconds,
            restartable=restartable,
            id_message=id_message,
        )

    def _reception(
        self, receive_timeout: int, patience: float | None, *, until_empty: bool
    ) -> Reception:
        return Reception(
            self._settings,
            self._manner,
            self._handed_out,
            receive_timeout=receive_timeout,
            patience=patience,
            until_empty=until_empty,
            overlaps=self._overlaps,
        )

    def _sweep(self, to: str | os.PathLike[str]) -> None:
        """Remove what processes that ended at the wrong moment left in `to`, at its first file."""
        self._remove_litter(Path(to).absolute())

    def __repr__(self) -> str:
        settings = self._settings
        return f"{type(self).__name__}({settings.id_instance}, api_url={settings.api_url!r})"

    def __reduce__(self) -> NoReturn:
        raise TypeError(
            f"{type(self).__name__} holds connections and a token and is not pickled: make a new "
            "one in the other process."
        )
