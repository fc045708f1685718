"""Statuses that Python's enumeration does not know."""

from codegen.patches.apply import Edit, Patch

PATCH = Patch(
    name="unnamed_statuses",
    why="HTTPStatus(466) raises ValueError, also where the contract documents 466: the status is a "
    "plain integer.",
    upstream="https://github.com/openapi-generators/openapi-python-client/issues/1442",
    edits=(
        Edit("types.py.jinja", "    status_code: HTTPStatus\n", "    status_code: int\n"),
        Edit("types.py.jinja", "from http import HTTPStatus\n", ""),
        Edit("endpoint_module.py.jinja", "from http import HTTPStatus\n", ""),
        Edit(
            "endpoint_module.py.jinja",
            "status_code=HTTPStatus(response.status_code),",
            "status_code=response.status_code,",
        ),
    ),
)
