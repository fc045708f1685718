"""A JSON value of the wrong type is refused instead of stored in a typed field."""

from codegen.patches.apply import Edit, Patch

PATCH = Patch(
    name="checked_types",
    why="`from_dict` put whatever came into a field annotated `str` or `int`, took an empty "
    "list for an empty object, and `true` for 1.",
    upstream="No thread is known: attrs classes do not validate, and the generator relies on them.",
    edits=(
        Edit(
            template="model.py.jinja",
            old="""\
from ..types import UNSET, Unset
""",
            new="""\
from .._reading import checked
from ..types import UNSET, Unset
""",
        ),
        Edit(
            template="model.py.jinja",
            old="""\
        d = dict(src_dict)
""",
            new="""\
        d = dict(checked(src_dict, dict, Mapping))
""",
        ),
        Edit(
            template="model.py.jinja",
            old="""\
        {{ property.python_name }} = {{ property_source }}
""",
            new="""\
        {% from "checks.jinja" import checked_value %}
        {{ property.python_name }} = {{ checked_value(property, property_source) }}
""",
        ),
        Edit(
            template="model.py.jinja",
            old="""\
    {% else %}
        {{ module_name }}.additional_properties = d
    {% endif %}
""",
            new="""\
    {% elif prop_template and not model.additional_properties.get_base_type_string() == PythonCode("Any") %}
        {% from "checks.jinja" import checked_value %}
        {{ module_name }}.additional_properties = {
            prop_name: {{ checked_value(model.additional_properties, "prop") }} for prop_name, prop in d.items()
        }
    {% else %}
        {{ module_name }}.additional_properties = d
    {% endif %}
""",
        ),
        Edit(
            template="property_templates/list_property.py.jinja",
            old="for {{ inner_source }} in (_{{ property.python_name }}):",
            new="for {{ inner_source }} in checked(_{{ property.python_name }}, list):",
        ),
        Edit(
            template="property_templates/list_property.py.jinja",
            old="    for {{ inner_source }} in _{{ property.python_name }}:",
            new="    for {{ inner_source }} in checked(_{{ property.python_name }}, list):",
        ),
        Edit(
            template="property_templates/list_property.py.jinja",
            old="""\
{{ property.python_name }} = cast({{ property.get_type_string(no_optional=True) | as_unembedded_code }}, {{ source }})
""",
            new="""\
{% from "checks.jinja" import checked_value %}
{% if property.required %}
{{ property.python_name }} = [{{ checked_value(inner_property, "item") }} for item in checked({{ source }}, list)]
{% else %}
_{{ property.python_name }} = {{ source }}
{{ property.python_name }}: {{ property.get_type_string() | as_unembedded_code }} = UNSET
if _{{ property.python_name }} is not UNSET:
    {{ property.python_name }} = [{{ checked_value(inner_property, "item") }} for item in checked(_{{ property.python_name }}, list)]
{% endif %}
""",
        ),
        Edit(
            template="property_templates/union_property.py.jinja",
            old="namespace(contains_unmodified_properties = false)",
            new="namespace(contains_unmodified_properties = false, unmodified = [])",
        ),
        Edit(
            template="property_templates/union_property.py.jinja",
            old="""\
            {% set ns.contains_unmodified_properties = true %}
""",
            new="""\
            {% set ns.contains_unmodified_properties = true %}
            {% from "checks.jinja" import type_of %}
            {% set ns.unmodified = ns.unmodified + [type_of(inner_property) | trim] %}
""",
        ),
        Edit(
            template="property_templates/union_property.py.jinja",
            old="""\
    return cast({{ property.get_type_string() | as_unembedded_code }}, data)
""",
            new="""\
    value: {{ property.get_type_string() | as_unembedded_code }} = checked(data, {{ ns.unmodified | join(", ") }})
    return value
""",
        ),
        Edit(
            template="property_templates/const_property.py.jinja",
            old="""\
{{ property.python_name }} = cast({{ property.get_type_string() | as_unembedded_code }} , {{ source }})
""",
            new="""\
{{ property.python_name }}: {{ property.get_type_string() | as_unembedded_code }} = checked({{ source }}, type({{ property.value.python_code | as_unembedded_code }}){% if not property.required %}, Unset{% endif %})
""",
        ),
        Edit(
            template="property_templates/enum_property.py.jinja",
            old="""\
{{ property.class_info.name }}({{ source }})
""",
            new="""\
{{ property.class_info.name }}(checked({{ source }}, {{ property.value_type.__name__ }}))
""",
        ),
    ),
)
