"""Keeps what belongs to the account out of everything that is printed or saved."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from tests.contract.documented import Contract
from tests.live.settings import Settings, body_schema, reading

LEFT_OUT = {"set-cookie"}
# A link that opens without credentials is as private as what it leads to.
LINK = re.compile(r"""(https?://[^/\s"'<>]+)/[^\s"'<>]+""")


class Mask:
    """Replaces the account's values, and whatever looks like a value of that kind."""

    def __init__(self, contract: Contract, settings: Settings) -> None:
        self._contract = contract
        values = {**settings.parameters, **settings.given}
        # The longest first, because one may be part of another.
        ordered = sorted(values.items(), key=lambda item: -len(item[1]))
        self._rules = [
            (re.compile(re.escape(form), re.IGNORECASE), f"*{name}*")
            for name, value in ordered
            for form in dict.fromkeys((value, quote(value, safe="")))
        ]
        self._rules += list(_shapes(contract))

    def text(self, text: str) -> str:
        """Return the text without anything of the account."""
        for pattern, replacement in self._rules:
            text = pattern.sub(replacement, text)
        return LINK.sub(r"\1/*", text)

    def headers(self, headers: Mapping[str, str]) -> dict[str, str]:
        """Return the headers without anything of the account."""
        return {name: self.text(value) for name, value in headers.items() if name not in LEFT_OUT}

    def body(
        self, content: bytes, schema: dict[str, Any] | None, *, is_private: bool = False
    ) -> Any:
        """Return a body, as JSON if it is any, without anything of the account.

        Of what is private (messages, names, settings) only texts stay that the contract has too.
        """
        text = content.decode("utf-8", "replace")
        try:
            return self._value(json.loads(text), schema or {}, is_private=is_private)
        except ValueError:
            return self.text(text)

    def _value(
        self, value: Any, schema: dict[str, Any], name: str = "", *, is_private: bool
    ) -> Any:
        schema = self._contract.follow(schema)
        if schema.get("x-sensitive") is True:
            return f"*{name}*"
        if isinstance(value, dict):
            properties = schema.get("properties", {})
            return {
                self.text(str(key)): self._value(
                    item, properties.get(key, {}), str(key), is_private=is_private
                )
                for key, item in value.items()
            }
        if isinstance(value, list):
            items = schema.get("items", {})
            return [self._value(item, items, name, is_private=is_private) for item in value]
        if not isinstance(value, str):
            hidden = self.text(str(value))
            return value if hidden == str(value) else hidden
        if is_private and value and value not in schema.get("examples", ()):
            return f"*{name}*"
        return self.text(value)


def _shapes(contract: Contract) -> Iterator[tuple[re.Pattern[str], str]]:
    """Yield what values of the requests' fields look like, where the contract says it."""
    for operation in reading(contract):
        for name, member in body_schema(operation).get("properties", {}).items():
            field = contract.follow(member)
            if "pattern" in field:
                shape = field["pattern"].removeprefix("^").removesuffix("$")
                yield re.compile(shape), f"*{name}*"
