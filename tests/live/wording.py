"""The server's words for a broken rule, as the contract has them."""

from dataclasses import dataclass
from typing import Any

from tests.live.broken import Broken


@dataclass(frozen=True)
class Wording:
    """The words.

    Attributes:
        mock: what the contract declares for the mock.
        schema: of the body.
    """

    mock: dict[str, Any]
    schema: dict[str, Any]

    def of(self, broken: Broken) -> str:
        """Return the whole text that is documented for a broken rule."""
        validation = self.mock["validation"]
        field = self.schema.get("properties", {}).get(broken.field, {})
        own = field.get("x-mock", {}).get(broken.rule, validation["details"][broken.rule])
        details = own.format(field=broken.field, limit=field.get("type"))
        return str(validation["message"].format(details=details))


def said(mock: dict[str, Any], answer: Any) -> str:
    """Return the text of an error's JSON body; empty where there is none."""
    field = mock["validation"]["messageField"]
    return str(answer.get(field, "")) if isinstance(answer, dict) else ""
