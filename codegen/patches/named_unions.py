"""A schema that is one of several kinds has a name, and is read kind by kind."""

from codegen.patches.apply import Edit, Patch

PATCH = Patch(
    name="named_unions",
    why="Twenty classes stood in the place of one name in every signature. Each kind was tried, "
    "but one that a kind's dates or depths broke in another way broke the whole list. And it was "
    "tried as each of the kinds before its own, of which its const tells that it is none.",
    upstream="https://github.com/openapi-generators/openapi-python-client/issues/928",
    edits=(
        Edit(
            template="model.py.jinja",
            old="""\
from __future__ import annotations

from collections.abc import Mapping
""",
            new="""\
{% from "contract.jinja" import UNIONS %}
{% from "union.jinja" import union with context %}
{% if model.class_info.name in UNIONS %}
{{ union(model, UNIONS[model.class_info.name]) }}
{% else %}
from __future__ import annotations

from collections.abc import Mapping
""",
        ),
        Edit(
            template="model.py.jinja",
            old="""\
        return key in self.additional_properties
    {% endif %}""",
            new="""\
        return key in self.additional_properties
    {% endif %}
{% endif %}""",
        ),
        Edit(
            template="model.py.jinja",
            old="""\
    {% if model.additional_properties %}
    additional_properties: dict""",
            new="""\
    {% set consts = model.required_properties | selectattr("template", "equalto", "const_property.py.jinja") | list %}
    {% if consts %}
    _consts: ClassVar = {
        {%- for property in consts %}
        ("{{ property.name | in_double_quote_literal }}", {{ property.value.python_code | as_unembedded_code }})
        {%- if not loop.last %}, {% endif %}
        {%- endfor -%}
    }
    {% endif %}
    {% if model.additional_properties %}
    additional_properties: dict""",
        ),
        Edit(
            template="model.py.jinja",
            old="""\
from .._reading import checked
""",
            new="""\
from typing import ClassVar

from .._reading import NOT_AS_DESCRIBED, checked, read_kind
""",
        ),
        Edit(
            template="property_templates/model_property.py.jinja",
            old="""\
{% macro construct_function(property, source) %}
_models.{{ property.class_info.name }}.from_dict({{ source }})
""",
            new="""\
{% from "contract.jinja" import UNIONS %}
{% macro construct_function(property, source) %}
{% if property.class_info.name in UNIONS %}
read_kind(_models.{{ property.class_info.name }}, {{ source }})
{% else %}
_models.{{ property.class_info.name }}.from_dict({{ source }})
{% endif %}
""",
        ),
        Edit(
            template="property_templates/union_property.py.jinja",
            old="    except (TypeError, ValueError, AttributeError, KeyError):",
            new="    except NOT_AS_DESCRIBED:",
        ),
    ),
)
