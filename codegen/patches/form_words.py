"""The fields of forms are written as other clients write them."""

from codegen.patches.apply import Edit, Patch

PATCH = Patch(
    name="form_words",
    why="A form had the words `True` and `False`, which are Python's alone.",
    upstream="No thread is known.",
    edits=(
        Edit(
            template="property_templates/boolean_property.py.jinja",
            old='files.append(({{ name }}, (None, str({{source}}).encode(), "text/plain")))',
            new='files.append(({{ name }}, (None, b"true" if {{source}} else b"false", "text/plain")))',
        ),
    ),
)
