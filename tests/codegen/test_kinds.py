"""Kinds of operations: what is sent of them, and what their answers become."""

import asyncio
import datetime as dt
import io
import json
import os
import pickle
import subprocess
import sys
import tracemalloc
from email import message_from_bytes
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx
import pytest

from codegen.layout import PROJECT

pytestmark = pytest.mark.slow

SECRET = "a5ecre7thatNobodyMayRead"
JSON = {"content-type": "application/json"}


def operation(package: ModuleType, name: str) -> Any:
    __import__(f"{package.__name__}.api.things.{name}")
    return sys.modules[f"{package.__name__}.api.things.{name}"]


def models(package: ModuleType) -> Any:
    __import__(f"{package.__name__}.models")
    return sys.modules[f"{package.__name__}.models"]


def types(package: ModuleType) -> Any:
    return sys.modules[f"{package.__name__}.types"]


def read(package: ModuleType, name: str, status: int, value: Any) -> Any:
    return operation(package, name).read_response(status, JSON, json.dumps(value).encode())


def query(url: str) -> list[tuple[str, str]]:
    return httpx.URL(url).params.multi_items()


def test_what_is_left_out_of_a_query_is_not_sent(everything: ModuleType) -> None:
    list_items = operation(everything, "list_items")
    colour = models(everything).Colour
    request = list_items.build_request(colour.RED, 7)
    assert request.url == "https://media.example/things/red/items/7"
    request = list_items.build_request(
        colour.GREEN,
        7,
        minutes=0,
        whole=False,
        colours=[colour.RED, colour.GREEN],
        day=dt.date(2026, 1, 31),
    )
    assert query(request.url) == [
        ("minutes", "0"),
        ("whole", "false"),
        ("colours", "red"),
        ("colours", "green"),
        ("day", "2026-01-31"),
    ]


def test_a_deletion_sends_no_body(everything: ModuleType) -> None:
    request = operation(everything, "delete_item").build_request(models(everything).Colour.RED, 1)
    assert (request.method, request.content, request.headers) == ("DELETE", None, {})


@pytest.mark.parametrize("content", [b"null", b""])
def test_null_and_an_empty_body_say_that_there_is_none(
    everything: ModuleType, content: bytes
) -> None:
    response = operation(everything, "delete_item").read_response(200, JSON, content)
    assert (response.parsed, response.understood) == (None, True)


def test_an_answer_may_be_of_one_of_two_forms(everything: ModuleType) -> None:
    assert type(read(everything, "delete_item", 200, {"name": "a"}).parsed).__name__ == "Part"
    assert type(read(everything, "delete_item", 404, {"kind": "round"}).parsed).__name__ == "Round"
    assert not read(everything, "delete_item", 404, {"kind": "square"}).understood


MIXED: list[tuple[Any, str]] = [
    ({"kind": "square", "size": 1}, "Square"),
    ({"kind": "square", "size": 1, "new": [1]}, "Square"),
    ({"kind": "round"}, "Round"),
    ({"kind": "round", "since": "2026-01-31T10:00:00+00:00"}, "Round"),
    ({"kind": "round", "since": "a date to come"}, "UnknownShape"),
    ({"kind": "square", "size": "large"}, "UnknownShape"),
    ({"kind": "square"}, "UnknownShape"),
    ({"kind": "triangle"}, "UnknownShape"),
    ({}, "UnknownShape"),
]


def test_each_of_a_list_is_of_its_own_class(everything: ModuleType) -> None:
    values = [value for value, _ in MIXED]
    response = read(everything, "list_items", 200, values)
    assert [type(item).__name__ for item in response.parsed] == [name for _, name in MIXED]
    assert [item.to_dict() for item in response.parsed] == values
    assert read(everything, "list_items", 200, []).parsed == []
    assert not read(everything, "list_items", 200, [1]).understood


def test_kinds_may_hold_kinds(everything: ModuleType) -> None:
    inner = {"kind": "square", "size": 1}
    value = inner | {"inner": {"kind": "other"}, "inners": [{"kind": "round"}, inner]}
    square = read(everything, "send_item", 200, value).parsed
    assert type(square.inner).__name__ == "UnknownShape"
    assert [type(item).__name__ for item in square.inners] == ["Round", "Square"]
    assert square.to_dict() == value
    request = operation(everything, "send_list").build_request(body=[square])
    assert json.loads(request.content) == [value]


def test_webhooks_are_read_as_their_kinds(everything: ModuleType) -> None:
    __import__(f"{everything.__name__}.webhooks")
    webhooks = sys.modules[f"{everything.__name__}.webhooks"]
    errors = sys.modules[f"{everything.__name__}.errors"]
    for body in ('{"kind": "round"}', b'\xef\xbb\xbf{"kind": "round"}', {"kind": "round"}):
        assert type(webhooks.read(body)).__name__ == "Round"
    assert type(webhooks.read("{}")).__name__ == "UnknownShape"
    for body in ("", "{", "[]", "null", b"\xff", "[" * 100_000):
        with pytest.raises(errors.WebhookError, match="no webhook"):
            webhooks.read(body)


@pytest.mark.parametrize(
    ("base_url", "host"),
    [
        ("https://api.example", "https://media.example"),
        ("https://api.example/", "https://media.example"),
        ("https://42.api.example", "https://42.media.example"),
        ("HTTPS://API.example", "https://media.example"),
        ("http://127.0.0.1:4010", "http://127.0.0.1:4010"),
        ("https://api.example.net", "https://api.example.net"),
        ("https://a.b.api.example", "https://a.b.api.example"),
    ],
)
def test_an_operation_goes_to_its_own_server(
    everything: ModuleType, base_url: str, host: str
) -> None:
    delete_item = operation(everything, "delete_item")
    red = models(everything).Colour.RED
    assert delete_item.build_request(red, 1, base_url=base_url).url == f"{host}/things/red/items/1"
    elsewhere = operation(everything, "send_raw")
    request = elsewhere.build_request(body=types(everything).File(b""), base_url=base_url)
    assert request.url == base_url.rstrip("/") + "/raw"


def upload(package: ModuleType, file: Any, **fields: Any) -> Any:
    body = models(package).Upload(file=file, **fields)
    return operation(package, "send_item").build_request(models(package).Colour.RED, 1, body=body)


def fields_of(request: Any) -> dict[str, tuple[str | None, str, bytes]]:
    """The fields of a form, as the standard library reads them."""
    content = b"".join(request.content)
    head = f"Content-Type: {request.headers['Content-Type']}\r\n\r\n".encode()
    message = message_from_bytes(head + content)
    found = {}
    for part in message.get_payload():
        assert not isinstance(part, str)
        name = str(part.get_param("name", header="content-disposition"))
        payload = part.get_payload(decode=True)
        assert isinstance(payload, bytes)
        found[name] = (part.get_filename(), part.get_content_type(), payload)
    assert len(content) == int(request.headers["Content-Length"])
    return found


def test_a_form_has_fields_and_a_file(everything: ModuleType, tmp_path: Path) -> None:
    part = models(everything).Part(name="é")
    path = tmp_path / 'a "quoted"\nname.png'
    path.write_bytes(b"\x89PNG")
    request = upload(everything, types(everything).File(path), note="ö", flag=True, part=part)
    assert fields_of(request) == {
        "file": ("a %22quoted%22%0Aname.png", "image/png", b"\x89PNG"),
        "note": (None, "text/plain", "ö".encode()),
        "flag": (None, "text/plain", b"true"),
        "part": (None, "application/json", b'{"name": "\\u00e9"}'),
    }
    # It can be read again and again, as redirects ask.
    again = [b"".join(request.content) for _ in range(2)]
    assert again[0] == again[1]
    assert b"\x89PNG" in again[0]


def test_a_file_may_be_a_path_bytes_or_open(everything: ModuleType, tmp_path: Path) -> None:
    file = types(everything).File
    path = tmp_path / "a.txt"
    path.write_bytes(b"content")
    with path.open("rb") as opened:
        opened.read(3)
        for given, name, content in (
            (file(path), "a.txt", b"content"),
            (file(opened), "a.txt", b"tent"),
            (file(b"content", "b.txt"), "b.txt", b"content"),
            (file(io.BytesIO(b"content"), "c.txt", "text/csv"), "c.txt", b"content"),
            (file(b""), "file", b""),
        ):
            found_name, _, found = fields_of(upload(everything, given))["file"]
            assert (found_name, found) == (name, content)


def test_a_file_whose_size_nobody_knows_is_sent_in_chunks(everything: ModuleType) -> None:
    reading, writing = os.pipe()
    os.write(writing, b"content")
    os.close(writing)
    with open(reading, "rb") as pipe:  # noqa: PTH123 # it has no path
        request = upload(everything, types(everything).File(pipe))
        assert request.headers["Transfer-Encoding"] == "chunked"
        assert b"\r\n\r\ncontent\r\n" in b"".join(request.content)
        # A redirect asks for it again. To send an empty file then would lose it without a word.
        with pytest.raises(ValueError, match="cannot be read again"):
            b"".join(request.content)


def test_files_that_cannot_be_sent_are_refused(everything: ModuleType, tmp_path: Path) -> None:
    file = types(everything).File
    with pytest.raises(FileNotFoundError):
        upload(everything, file(tmp_path / "none"))
    path = tmp_path / "a.txt"
    path.write_text("content", "utf-8")
    with path.open(encoding="utf-8") as text, pytest.raises(TypeError, match="binary mode"):
        upload(everything, file(text))
    request = upload(everything, file(path))
    path.write_bytes(b"c")
    with pytest.raises(ValueError, match="6 bytes shorter"):
        b"".join(request.content)


def test_a_raw_body_is_the_file(everything: ModuleType) -> None:
    file = types(everything).File(b"\x00\xff")
    request = operation(everything, "send_raw").build_request(body=file)
    assert b"".join(request.content) == b"\x00\xff"
    assert request.headers == {
        "Content-Type": "application/octet-stream",
        "Content-Length": "2",
    }


SIZE = 64 << 20


class _Swallow(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """Reads a body and keeps nothing but its size."""

    size = 0

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        assert isinstance(request.stream, httpx.SyncByteStream)
        self.size = sum(map(len, request.stream))
        return httpx.Response(204)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        assert isinstance(request.stream, httpx.AsyncByteStream)
        self.size = sum([len(piece) async for piece in request.stream])
        return httpx.Response(204)


@pytest.mark.parametrize("way", ["sync", "async"])
def test_a_file_is_not_read_into_memory(everything: ModuleType, tmp_path: Path, way: str) -> None:
    path = tmp_path / "large"
    with path.open("wb") as file:
        file.truncate(SIZE)
    transport = _Swallow()
    client = everything.Client("http://api.example", httpx_args={"transport": transport})
    raw, body = operation(everything, "send_raw"), types(everything).File(path)
    tracemalloc.start()
    if way == "sync":
        raw.sync(client=client, body=body)
    else:
        asyncio.run(raw.asyncio(client=client, body=body))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert transport.size == SIZE
    assert peak < 4 << 20


def test_secrets_in_bodies_are_hidden_and_masked(everything: ModuleType) -> None:
    settings = models(everything).Settings(url="https://a.example", url_token=SECRET)
    set_settings = operation(everything, "set_settings")
    form = operation(everything, "send_form").build_request(body=settings)
    multipart = upload(everything, types(everything).File(b""), password=SECRET)
    request = set_settings.build_request(body=settings)
    for built in (form, multipart, request):
        assert SECRET not in repr(built)
    assert json.loads(request.content)["urlToken"] == SECRET
    assert SECRET not in repr(settings)
    content = json.dumps({"url": f"no, {SECRET}"}).encode()
    response = set_settings.read_response(200, JSON, content, request=request)
    assert response.parsed.url == "no, " + "*" * len(SECRET)
    assert SECRET.encode() not in pickle.dumps(response)


def test_an_optional_body_may_be_left_out(everything: ModuleType) -> None:
    request = operation(everything, "set_settings").build_request()
    assert (request.content, request.headers) == (None, {})


CONSUMER = """\
from everything_client import webhooks
from everything_client.api.things import list_items
from everything_client.client import Client
from everything_client.models import Colour, Round, Square, UnknownShape
from everything_client.models import NotThere  # type: ignore
from everything_client import AlsoNotThere  # type: ignore


def told(body: bytes) -> str:
    match webhooks.read(body):
        case Square(size=size, inner=Square()):
            return f"a square of {size + 1} with another in it"
        case Square() as square:
            return f"a square of {square.size + 1}"
        case Round(since=since):
            return f"round since {since}"
        case UnknownShape() as shape:
            return f"unknown: {shape.additional_keys}"


def sizes(client: Client) -> list[int]:
    shapes = list_items.sync(Colour.RED, 1, client=client, minutes=5)
    return [shape.size for shape in shapes if isinstance(shape, Square)]
"""


@pytest.mark.parametrize("checker", ["mypy", "pyright"])
def test_type_checkers_tell_kinds_apart(
    everything: ModuleType, tmp_path: Path, checker: str
) -> None:
    assert everything.__file__
    consumer = tmp_path / "consumer.py"
    consumer.write_text(CONSUMER, "utf-8")
    root = Path(everything.__file__).parent.parent
    (tmp_path / "pyrightconfig.json").write_text(
        json.dumps(
            {
                "strict": ["consumer.py"],
                "include": ["consumer.py"],
                "extraPaths": [str(root)],
                "reportUnnecessaryTypeIgnoreComment": True,
                "reportUnusedImport": False,
            }
        )
    )
    (root / "everything_client" / "py.typed").touch()
    commands = {
        "mypy": ["mypy", "--strict", "--no-incremental", "--config-file=", str(consumer)],
        "pyright": ["pyright", "--project", str(tmp_path / "pyrightconfig.json")],
    }
    run = subprocess.run(
        [sys.executable, "-m", *commands[checker]],
        cwd=PROJECT.root,
        env=os.environ | {"MYPYPATH": str(root)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
