"""The clients send what `build_request` made, and leave it to the functions what to raise."""

from codegen.patches.apply import Edit, Patch

_SEND = '''\
    @property
    def base_url(self) -> str:
        """Where the API is"""
        return self._base_url

    def send(self, request: Request) -> tuple[int, Headers, bytes]:
        """Send a request of `build_request`, and return status, headers and body for `read_response`, which masks the body"""
        return send(self.get_httpx_client(), request)

    async def send_async(self, request: Request) -> tuple[int, Headers, bytes]:
        """Do the same as `send` without blocking"""
        return await send_async(self.get_async_httpx_client(), request)

'''

PATCH = Patch(
    name="client_class",
    why="httpx logs every URL at INFO and keeps it in exceptions, so that a token in a URL ends in "
    "logs. What this client sends shows placeholders, and transports alone see the values. What "
    "an undocumented status means is no longer a setting: `sync` raises, `sync_detailed` does not.",
    upstream="None: the mark of secrets is this contract's own.",
    edits=(
        Edit(
            template="client.py.jinja",
            old="""\
import httpx


{% set attrs_info = {
""",
            new="""\
import httpx

from ._sending import send, send_async
from .transports import AsyncRevealingTransport, RevealingTransport, with_revealing
from .types import Headers, Request

{% set attrs_info = {
""",
        ),
        Edit(
            template="client.py.jinja",
            old="""\
    Attributes:
        {{ attr_in_class_docstring("raise_on_unexpected_status") | wordwrap(101) | indent(12) }}
{% endif %}
""",
            new="{% endif %}\n",
        ),
        Edit(
            template="client.py.jinja",
            old="""\
        {{ attr_in_class_docstring("raise_on_unexpected_status") | wordwrap(101) | indent(12) }}
        {{ attr_in""",
            new="""\
        {{ attr_in""",
        ),
        Edit(
            template="client.py.jinja",
            old="""\
    {{ declare_attr("raise_on_unexpected_status") | indent(4) }}
""",
            new="",
        ),
        Edit(
            template="client.py.jinja",
            old="""\
{% macro httpx_stuff(name, custom_constructor=None) %}
""",
            new="{% macro httpx_stuff(name, custom_constructor=None) %}\n" + _SEND,
        ),
        Edit(
            template="client.py.jinja",
            old="""\
            self._client = httpx.Client(
                base_url=self._base_url,
                cookies=self._cookies,
                headers=self._headers,
                timeout=self._timeout,
                verify=self._verify_ssl,
                follow_redirects=self._follow_redirects,
                **self._httpx_args,
""",
            new="""\
            self._client = httpx.Client(
                base_url=self._base_url,
                cookies=self._cookies,
                headers=self._headers,
                timeout=self._timeout,
                verify=self._verify_ssl,
                follow_redirects=self._follow_redirects,
                **with_revealing(RevealingTransport, self._httpx_args),
""",
        ),
        Edit(
            template="client.py.jinja",
            old="""\
            self._async_client = httpx.AsyncClient(
                base_url=self._base_url,
                cookies=self._cookies,
                headers=self._headers,
                timeout=self._timeout,
                verify=self._verify_ssl,
                follow_redirects=self._follow_redirects,
                **self._httpx_args,
""",
            new="""\
            self._async_client = httpx.AsyncClient(
                base_url=self._base_url,
                cookies=self._cookies,
                headers=self._headers,
                timeout=self._timeout,
                verify=self._verify_ssl,
                follow_redirects=self._follow_redirects,
                **with_revealing(AsyncRevealingTransport, self._httpx_args),
""",
        ),
        Edit(
            template="client.py.jinja",
            old='''\
        **NOTE**: This will override any other settings on the client, including cookies, headers, and timeout.
        """
        self._client = client
''',
            new='''\
        **NOTE**: This will override any other settings on the client, including cookies, headers, and timeout,
        and the base URL, if it has one. Put a transport that is not httpx's own into a RevealingTransport.
        """
        self._base_url = str(client.base_url) or self._base_url
        self._client = client
''',
        ),
        Edit(
            template="client.py.jinja",
            old='''\
        **NOTE**: This will override any other settings on the client, including cookies, headers, and timeout.
        """
        self._async_client = async_client
''',
            new='''\
        **NOTE**: This will override any other settings on the client, including cookies, headers, and timeout,
        and the base URL, if it has one. Put a transport that is not httpx's own into an AsyncRevealingTransport.
        """
        self._base_url = str(async_client.base_url) or self._base_url
        self._async_client = async_client
''',
        ),
    ),
)
