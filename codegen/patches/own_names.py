"""What a model's methods call their own things does not meet the names of its members."""

from codegen.patches.apply import Edit, Patch

PATCH = Patch(
    name="own_names",
    why="A model that has a member of its own name, such as `buttons` of `Buttons`, read the "
    "member into the variable that holds the model, which type checkers refuse.",
    upstream="No thread is known.",
    edits=(
        Edit(
            template="model.py.jinja",
            old="""\
        {{ module_name }} = cls(
""",
            new="""\
        _made = cls(
""",
        ),
        Edit(
            template="model.py.jinja",
            old="""\
        {{ module_name }}.additional_properties = """,
            new="""\
        _made.additional_properties = """,
            count=3,
        ),
        Edit(
            template="model.py.jinja",
            old="""\
        return {{ module_name }}
""",
            new="""\
        return _made
""",
        ),
    ),
)
