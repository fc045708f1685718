"""The clients' reprs show no credentials."""

from codegen.patches.apply import Edit, Patch

PATCH = Patch(
    name="quiet_repr",
    why="A repr ends in logs, and headers, cookies, a token and httpx's own arguments (a proxy with "
    "its password) are what should not.",
    upstream="No thread is known.",
    edits=(
        Edit(
            "client.py.jinja",
            'field(factory=dict, kw_only=True, alias="cookies")',
            'field(factory=dict, kw_only=True, alias="cookies", repr=False)',
        ),
        Edit(
            "client.py.jinja",
            'field(factory=dict, kw_only=True, alias="headers")',
            'field(factory=dict, kw_only=True, alias="headers", repr=False)',
        ),
        Edit(
            "client.py.jinja",
            'field(factory=dict, kw_only=True, alias="httpx_args")',
            'field(factory=dict, kw_only=True, alias="httpx_args", repr=False)',
        ),
        Edit(
            "client.py.jinja",
            '"token": namespace(type="str", default="",',
            '"token": namespace(type="str", default="field(repr=False)",',
        ),
    ),
)
