"""`with_headers` and its siblings leave the client that they are called on alone."""

from codegen.patches.apply import Edit, Patch

_NOTE = (
    "\n\n        This client stays as it is. The new one opens its own connections; an httpx client "
    "set\n        by hand is not taken over."
)


def _edit(subject: str, change: str, sentence: str) -> Edit:
    return Edit(
        "client.py.jinja",
        f'        """{sentence}"""\n'
        "        if self._client is not None:\n"
        f"            self._client.{change}\n"
        "        if self._async_client is not None:\n"
        f"            self._async_client.{change}\n"
        f"        return evolve(self, {subject}",
        f'        """{sentence}{_NOTE}\n        """\n        return evolve(self, {subject}',
    )


PATCH = Patch(
    name="independent_clients",
    why="They changed the open httpx client of the original, so that a header meant for one call was "
    "sent with every later one.",
    upstream="https://github.com/openapi-generators/openapi-python-client/pull/1416",
    edits=(
        _edit(
            "headers",
            "headers.update(headers)",
            "Get a new client matching this one with additional headers",
        ),
        _edit(
            "cookies",
            "cookies.update(cookies)",
            "Get a new client matching this one with additional cookies",
        ),
        _edit(
            "timeout",
            "timeout = timeout",
            "Get a new client matching this one with a new timeout configuration",
        ),
    ),
)
