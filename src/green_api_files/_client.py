"""What both clients are: settings, and the parts that need no network."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from green_api_files._logs import mask_logs_of
from green_api_files._rate import Rate
from green_api_files._saving import Sweeper
from green_api_files._settings import CONNECT_TIMEOUT, positive, settings
from green_api_files._transfer import Transfer

if TYPE_CHECKING:
    from green_api_files._retry import Retry


class ClientBase:
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
    ) -> None:
        self._settings = settings(id_instance, api_token_instance, api_url)
        mask_logs_of(self._settings)
        self._timeout = positive(timeout, "timeout")
        self._connect_timeout = min(timeout, CONNECT_TIMEOUT)
        self._retry = retry
        if retry is not None:
            # Now, as no file can be imported when all descriptors are in use.
            import tenacity  # noqa: F401, PLC0415 # pyright: ignore[reportUnusedImport] # see above
        self._rate = Rate(requests_per_second)
        self._sweeper = Sweeper()

    def _transfer(self, max_bytes: int, time_limit: float, *, restartable: bool) -> Transfer:
        return Transfer(
            allow_http=self._settings.allows_http,
            max_bytes=int(positive(max_bytes, "max_bytes")),
            retry=self._retry,
            time_limit=positive(time_limit, "time_limit"),
            restartable=restartable,
        )

    def __repr__(self) -> str:
        settings = self._settings
        return f"{type(self).__name__}({settings.id_instance}, api_url={settings.api_url!r})"

    def __reduce__(self) -> NoReturn:
        raise TypeError(
            f"{type(self).__name__} holds connections and a token and is not pickled: make a new "
            "one in the other process."
        )
