"""There is one UNSET, also after pickling and copying."""

from codegen.patches.apply import Edit, Patch

PATCH = Patch(
    name="single_unset",
    why="Models compare with `is not UNSET`. A pickled or copied model held another instance, "
    "was not equal to the original, and its `to_dict` wrote that instance into the JSON.",
    upstream="No thread is known.",
    edits=(
        Edit(
            template="types.py.jinja",
            old="""\
    def __bool__(self) -> Literal[False]:
        return False
""",
            new="""\
    def __bool__(self) -> Literal[False]:
        return False

    def __repr__(self) -> str:
        return "UNSET"

    def __reduce__(self) -> str:
        return "UNSET"
""",
        ),
    ),
)
