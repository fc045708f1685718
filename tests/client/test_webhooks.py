"""What the API posts to a server is read in every form in which a framework hands it on."""

import json
from types import MappingProxyType
from typing import Any

import pytest

from green_api_client import webhooks
from green_api_client.errors import WebhookError
from tests.client.sending import CONTRACT
from tests.contract.documented import JSON, Operation
from tests.contract.reading import model_named, schema_name


@pytest.mark.parametrize("webhook", CONTRACT.webhooks, ids=str)
def test_a_webhook_is_read_as_it_came(webhook: Operation) -> None:
    expected = model_named(str(schema_name(CONTRACT.place(webhook.body_schema_place(JSON)))))
    for named in webhook.bodies[JSON]["examples"].values():
        value = CONTRACT.follow(named)["value"]
        text = json.dumps(value, ensure_ascii=False)
        bodies: tuple[Any, ...] = (
            *(text, text.encode(), b"\xef\xbb\xbf" + text.encode()),
            *(value, MappingProxyType(value)),
        )
        for body in bodies:
            read = webhooks.read(body)
            assert type(read) is expected
            assert read.to_dict() == value


@pytest.mark.parametrize("body", ["", b"", "{", b"[]", "null", b"\xff", '{"a": NaN}', b"[" * 10**5])
def test_what_is_no_webhook_is_an_error(body: bytes | str) -> None:
    with pytest.raises(WebhookError, match=r"^This is no webhook: ."):
        webhooks.read(body)


def test_what_is_no_object_is_an_error() -> None:
    values: tuple[Any, ...] = (None, 1, [], [("a", 1)])
    for value in values:
        with pytest.raises(WebhookError, match="expected dict or Mapping"):
            webhooks.read(value)
