"""What a request's body and a parameter's text say, as their schemas see it."""

import json
from io import BytesIO
from typing import Any

import httpx
from werkzeug.formparser import MultiPartParser
from werkzeug.http import parse_options_header

from tests.contract.documented import JSON, MULTIPART, Node

_OTHER_THAN_TEXT = {"integer": int, "number": int | float, "boolean": bool}


def media_type_of(headers: httpx.Headers) -> str:
    """Return the media type without its parameters."""
    return str(headers.get("content-type", "")).partition(";")[0].strip().lower()


def body_of(request: httpx.Request) -> Any:
    """Return a request's body: a JSON value, the members of a form, or a text.

    Raises:
        ValueError: it is not what its media type says.
        RecursionError: it is nested deeper than Python can read.
    """
    media_type = media_type_of(request.headers)
    if media_type == JSON:
        return json.loads(request.content)
    if media_type == MULTIPART:
        return _members(request)
    return request.content.decode("utf-8", "surrogateescape")


def _members(request: httpx.Request) -> dict[str, str | bytes]:
    options = parse_options_header(request.headers["content-type"])[1]
    boundary = options.get("boundary", "").encode()
    content = BytesIO(request.content)
    fields, files = MultiPartParser(_in_memory).parse(content, boundary, len(request.content))
    return {**fields, **{name: file.read() for name, file in files.items()}}


def _in_memory(*_: object, **__: object) -> BytesIO:
    return BytesIO()


def kinds_of(schema: Node) -> list[str]:
    """Return the types that a schema allows."""
    kinds = schema.get("type", [])
    return kinds if isinstance(kinds, list) else [kinds]


def typed(schema: Node, text: str | bytes) -> Any:
    """Return what the text of a parameter, a header or a form's member stands for."""
    if isinstance(text, bytes):
        # A file has a length, and is a text to a schema.
        return text.decode("latin-1")
    for kind in kinds_of(schema):
        if kind in _OTHER_THAN_TEXT:
            try:
                value = json.loads(text) if text.strip() == text else None
            except (ValueError, RecursionError):
                continue
            if isinstance(value, _OTHER_THAN_TEXT[kind]):
                return value
    return text
