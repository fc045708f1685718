"""What the templates have to know of the contract and do not learn from the generator's parser."""

from __future__ import annotations

import json
from typing import Any

from openapi_python_client.strings import ClassName, PythonIdentifier

from codegen import contract
from codegen.unions import unions

_PREFIX = "field_"  # what the generator puts before names that Python does not allow


def class_name(schema: str) -> str:
    """The generator's name of the class of a schema."""
    return ClassName(schema, _PREFIX)


def python_name(name: str) -> str:
    """The generator's name of an operation, a parameter, a member or a module."""
    return PythonIdentifier(name, _PREFIX)


def statements(document: dict[str, Any]) -> str:
    """The facts as Jinja's statements, to be imported by templates.

    SENSITIVE: the names of the parameters that are secrets. SECRET_MEMBERS: those of members.
    UNIONS: the classes of each schema that is one of several. FACTS: by operation.
    """
    facts: dict[str, object] = {
        "SENSITIVE": contract.sensitive_parameters(document),
        "SECRET_MEMBERS": sorted(contract.secret_members(document, document)),
        "UNIONS": {
            class_name(name): [class_name(kind) for kind in kinds]
            for name, kinds in unions(document).items()
        },
        "FACTS": {
            python_name(operation["operationId"]): {
                "base_url": contract.first_server(document, operation),
                "servers": contract.own_servers(document, operation),
                "secret_members": contract.secret_members_of_body(document, operation),
                "secret_answers": contract.secret_members_of_answers(document, operation),
                "rate_limit": contract.requests_per_second(operation),
            }
            for _, operation in contract.operations(document)
        },
    }
    return "".join(f"{{% set {name} = {json.dumps(value)} %}}\n" for name, value in facts.items())
