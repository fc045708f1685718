"""Statuses that Python's enumeration does not know."""

from codegen.patches.apply import Edit, Patch

PATCH = Patch(
    name="unnamed_statuses",
    why="HTTPStatus(466) raises ValueError, also where the contract documents 466: the status "
    "is a plain integer.",
    upstream="https://github.com/openapi-generators/openapi-python-client/issues/1442",
    edits=(
        Edit(
            template="types.py.jinja",
            old="""\
    status_code: HTTPStatus
""",
            new="""\
    status_code: int
""",
        ),
        Edit(
            template="types.py.jinja",
            old="""\
from http import HTTPStatus
""",
            new="",
        ),
        Edit(
            template="endpoint_module.py.jinja",
            old="""\
from http import HTTPStatus
""",
            new="",
        ),
        Edit(
            template="endpoint_module.py.jinja",
            old="status_code=HTTPStatus(response.status_code),",
            new="status_code=response.status_code,",
        ),
    ),
)
