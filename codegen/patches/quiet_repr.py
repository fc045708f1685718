"""The clients' reprs show no credentials."""

from codegen.patches.apply import Edit, Patch

PATCH = Patch(
    name="quiet_repr",
    why="A repr ends in logs, and headers, cookies, a token and httpx's own arguments (a "
    "proxy with its password) are what should not.",
    upstream="No thread is known.",
    edits=(
        Edit(
            template="client.py.jinja",
            old='field(factory=dict, kw_only=True, alias="cookies")',
            new='field(factory=dict, kw_only=True, alias="cookies", repr=False)',
        ),
        Edit(
            template="client.py.jinja",
            old='field(factory=dict, kw_only=True, alias="headers")',
            new='field(factory=dict, kw_only=True, alias="headers", repr=False)',
        ),
        Edit(
            template="client.py.jinja",
            old='field(factory=dict, kw_only=True, alias="httpx_args")',
            new='field(factory=dict, kw_only=True, alias="httpx_args", repr=False)',
        ),
        Edit(
            template="client.py.jinja",
            old='"token": namespace(type="str", default="",',
            new='"token": namespace(type="str", default="field(repr=False)",',
        ),
    ),
)
