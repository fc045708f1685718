"""Sends the calls, slower than the documented rate and never more than the budget."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import httpx

from tests.contract.documented import JSON, Operation
from tests.live.plan import Call

# Half of what is documented, so that another program of the same account has its share.
SHARE = 2
PATIENCE = httpx.Timeout(60.0, connect=10.0)
REFILL_SECONDS = 1.0

Sleep = Callable[[float], None]


class NoServerError(Exception):
    """The server cannot be reached at all. The text says how it failed."""


@dataclass(frozen=True)
class Sent:
    """A call and what came of it.

    Attributes:
        response: the answer; nothing if none came.
        trouble: why no answer came.
        limited: the answer to the same call when the rate was used up.
    """

    call: Call
    response: httpx.Response | None
    trouble: str = ""
    limited: httpx.Response | None = None


@dataclass
class Sender:
    """Sends calls to one server.

    Attributes:
        base_url: of the server.
        budget: how many requests may still be sent.
        sleep: waits some seconds.
    """

    base_url: str
    budget: int
    sleep: Sleep = time.sleep

    def send_all(self, calls: list[Call]) -> Iterator[Sent]:
        """Send the calls while the budget lasts.

        Raises:
            NoServerError: if the first call finds no server.
        """
        # Redirects are not followed: they would carry the token to another host.
        with httpx.Client(timeout=PATIENCE, follow_redirects=False, trust_env=False) as client:
            for index, call in enumerate(calls):
                if self.budget <= 0:
                    return
                if index:
                    self.sleep(pause(call.operation))
                sent = self._send(client, call)
                if sent.response is None and not index:
                    raise NoServerError(sent.trouble)
                yield sent

    def _send(self, client: httpx.Client, call: Call) -> Sent:
        first = self._exchange(client, call)
        limit = str(call.operation.definition.get("x-mock", {}).get("rateLimit", {}).get("status"))
        response = first.response
        if response is None or str(response.status_code) != limit or self.budget <= 0:
            return first
        self.sleep(REFILL_SECONDS + pause(call.operation))
        again = self._exchange(client, call)
        return Sent(call, again.response, again.trouble, limited=response)

    def _exchange(self, client: httpx.Client, call: Call) -> Sent:
        self.budget -= 1
        try:
            return Sent(call, client.send(request_of(call, self.base_url)))
        except httpx.HTTPError as error:
            # The text of an httpx error may hold the URL.
            return Sent(call, None, f"no answer ({type(error).__name__})")


def request_of(call: Call, base_url: str) -> httpx.Request:
    """Return the request of a call."""
    wanted = call.case.as_transport_kwargs(base_url=base_url)
    headers = {"content-type": JSON} if call.content else {}
    headers |= {str(name): str(value) for name, value in (call.case.headers or {}).items()}
    return httpx.Request(
        call.method,
        wanted["url"],
        params=wanted.get("params"),
        headers=headers,
        content=call.content or None,
    )


def pause(operation: Operation) -> float:
    """Return how many seconds lie between two calls; a second and more if no rate is documented."""
    limit = operation.definition.get("x-mock", {}).get("rateLimit", {})
    return SHARE / float(limit.get("requestsPerSecond", 1))
