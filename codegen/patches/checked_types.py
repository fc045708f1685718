"""A JSON value of the wrong type is refused instead of stored in a typed field."""

from codegen.patches.apply import Edit, Patch

_LIST = "property_templates/list_property.py.jinja"
_UNION = "property_templates/union_property.py.jinja"
_CONST = "property_templates/const_property.py.jinja"
_ENUM = "property_templates/enum_property.py.jinja"

PATCH = Patch(
    name="checked_types",
    why="`from_dict` put whatever came into a field annotated `str` or `int`, took an empty list for "
    "an empty object, and `true` for 1.",
    upstream="No thread is known: attrs classes do not validate, and the generator relies on them.",
    edits=(
        Edit(
            "model.py.jinja",
            "from ..types import UNSET, Unset\n",
            "from .._parsing import checked\nfrom ..types import UNSET, Unset\n",
        ),
        Edit(
            "model.py.jinja",
            "        d = dict(src_dict)\n",
            "        d = dict(checked(src_dict, dict, Mapping))\n",
        ),
        Edit(
            "model.py.jinja",
            "        {{ property.python_name }} = {{ property_source }}\n",
            '        {% from "checks.jinja" import checked_value %}\n'
            "        {{ property.python_name }} = {{ checked_value(property, property_source) }}\n",
        ),
        Edit(
            "model.py.jinja",
            "    {% else %}\n        {{ module_name }}.additional_properties = d\n    {% endif %}\n",
            "    {% elif prop_template and not model.additional_properties.get_base_type_string() == "
            'PythonCode("Any") %}\n'
            '        {% from "checks.jinja" import checked_value %}\n'
            "        {{ module_name }}.additional_properties = {\n"
            '            prop_name: {{ checked_value(model.additional_properties, "prop") }} '
            "for prop_name, prop in d.items()\n"
            "        }\n"
            "    {% else %}\n        {{ module_name }}.additional_properties = d\n    {% endif %}\n",
        ),
        Edit(
            _LIST,
            "for {{ inner_source }} in (_{{ property.python_name }}):",
            "for {{ inner_source }} in checked(_{{ property.python_name }}, list):",
        ),
        Edit(
            _LIST,
            "    for {{ inner_source }} in _{{ property.python_name }}:",
            "    for {{ inner_source }} in checked(_{{ property.python_name }}, list):",
        ),
        Edit(
            _LIST,
            "{{ property.python_name }} = cast({{ property.get_type_string(no_optional=True) | "
            "as_unembedded_code }}, {{ source }})\n",
            '{% from "checks.jinja" import checked_value %}\n'
            "{% if property.required %}\n"
            '{{ property.python_name }} = [{{ checked_value(inner_property, "item") }} '
            "for item in checked({{ source }}, list)]\n"
            "{% else %}\n"
            "_{{ property.python_name }} = {{ source }}\n"
            "{{ property.python_name }}: {{ property.get_type_string() | as_unembedded_code }} = UNSET\n"
            "if _{{ property.python_name }} is not UNSET:\n"
            '    {{ property.python_name }} = [{{ checked_value(inner_property, "item") }} '
            "for item in checked(_{{ property.python_name }}, list)]\n"
            "{% endif %}\n",
        ),
        Edit(
            _UNION,
            "namespace(contains_unmodified_properties = false)",
            "namespace(contains_unmodified_properties = false, unmodified = [])",
        ),
        Edit(
            _UNION,
            "            {% set ns.contains_unmodified_properties = true %}\n",
            "            {% set ns.contains_unmodified_properties = true %}\n"
            '            {% from "checks.jinja" import type_of %}\n'
            "            {% set ns.unmodified = ns.unmodified + [type_of(inner_property) | trim] %}\n",
        ),
        Edit(
            _UNION,
            "    return cast({{ property.get_type_string() | as_unembedded_code }}, data)\n",
            "    return cast({{ property.get_type_string() | as_unembedded_code }}, "
            'checked(data, {{ ns.unmodified | join(", ") }}))\n',
        ),
        Edit(
            _CONST,
            "{{ property.python_name }} = cast({{ property.get_type_string() | as_unembedded_code }} , "
            "{{ source }})\n",
            "{{ property.python_name }} = cast({{ property.get_type_string() | as_unembedded_code }}, "
            "checked({{ source }}, type({{ property.value.python_code | as_unembedded_code }})"
            "{% if not property.required %}, Unset{% endif %}))\n",
        ),
        Edit(
            _ENUM,
            "{{ property.class_info.name }}({{ source }})\n",
            "{{ property.class_info.name }}(checked({{ source }}, {{ property.value_type.__name__ }}))\n",
        ),
    ),
)
