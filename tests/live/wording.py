"""The server's words for a broken rule, as the contract has them."""

import re
from dataclasses import dataclass
from typing import Any

from tests.contract.documented import JSON, Node, Operation
from tests.live.broken import Broken


@dataclass(frozen=True)
class Wording:
    """The words for one operation's body."""

    operation: Operation

    def of(self, broken: Broken) -> str:
        """Return the whole text that is documented for a broken rule."""
        contract = self.operation.contract
        validation = contract.document["x-mock"]["validation"]
        members = contract.members(self.operation.body_schema_place(JSON))
        field: Node = {}
        if broken.field in members:
            field = contract.at(contract.place(members[broken.field]))
        own = field.get("x-mock", {}).get(broken.rule, validation["details"][broken.rule])
        details = own.format(field=broken.field, limit=field.get(broken.rule))
        # The server's library knows its articles.
        details = re.sub(r"\ba(?= [aeiou])", "an", details)
        return str(validation["message"].format(details=details))


def said(mock: dict[str, Any], answer: Any) -> str:
    """Return the text of an error's JSON body; empty where there is none."""
    field = mock["validation"]["messageField"]
    return str(answer.get(field, "")) if isinstance(answer, dict) else ""
