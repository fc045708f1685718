"""The generated client's functions as a pair that needs no network."""
# ruff: noqa: SLF001
# pyright: reportPrivateUsage=false

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import httpx

from green_api_client import Client
from green_api_client._secrets import EXTENSION
from green_api_client.api.receiving import download_file

if TYPE_CHECKING:
    from collections.abc import Mapping

    from green_api_client.models import DownloadFileRequest
    from green_api_client.types import Response

_CLIENT = Client(base_url="")


@dataclass(repr=False)
class BuiltRequest:
    method: str
    url: str
    headers: dict[str, str]
    content: bytes
    secrets: Any

    def reveal(self) -> BuiltRequest:
        url = self.url
        for placeholder, value in self.secrets._values.items():
            url = url.replace(placeholder, value)
        return BuiltRequest(self.method, url, self.headers, self.content, self.secrets)


def build_request(
    id_instance: int, api_token_instance: str, *, body: DownloadFileRequest, base_url: str
) -> BuiltRequest:
    kwargs = download_file._get_kwargs(id_instance, api_token_instance, body=body)
    content = json.dumps(kwargs["json"], ensure_ascii=False, separators=(",", ":")).encode()
    return BuiltRequest(
        kwargs["method"].upper(),
        base_url + kwargs["url"],
        kwargs["headers"],
        content,
        kwargs["extensions"][EXTENSION],
    )


def read_response(
    status_code: int, headers: Mapping[str, str], content: bytes, *, request: BuiltRequest
) -> Response[Any]:
    for value in request.secrets._values.values():
        secret = (value if len(value) >= 8 else f"/{value}").encode()  # noqa: PLR2004
        content = content.replace(secret, b"*" * len(secret))
    answer = httpx.Response(
        status_code, headers={"content-type": headers.get("content-type", "")}, content=content
    )
    return download_file._build_response(client=_CLIENT, response=answer)
