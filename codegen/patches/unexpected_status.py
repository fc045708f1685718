"""The exception for undocumented statuses can be pickled and stays short."""

from codegen.patches.apply import Edit, Patch

PATCH = Patch(
    name="unexpected_status",
    why="Its arguments were not those of its constructor, so that it could not come back from "
    "a worker process, and its text held the whole body.",
    upstream="https://github.com/openapi-generators/openapi-python-client/issues/839",
    edits=(
        Edit(
            template="errors.py.jinja",
            old=r"""        super().__init__(
            f"Unexpected status code: {status_code}\n\nResponse content:\n{content.decode(errors='ignore')}"
        )
""",
            new=r"""        super().__init__(status_code, content)

    def __str__(self) -> str:
        start = self.content[:1000].decode(errors='replace')
        return f"Unexpected status code: {self.status_code}\n\nResponse content:\n{start}"
""",
        ),
    ),
)
