"""The repr of a model does not show what the contract marks as a secret."""

from codegen.patches.apply import Edit, Patch

PATCH = Patch(
    name="secret_members",
    why="Settings hold the token that the vendor sends to webhooks, and a repr ends in logs.",
    upstream="None: the mark is this contract's own.",
    edits=(
        Edit(
            template="model.py.jinja",
            old="""\
{%- else -%}
{{ property.to_string() | as_unembedded_code }}
{%- endif -%}
""",
            new="""\
{%- else -%}
{% from "contract.jinja" import SECRET_MEMBERS %}
{% set declared = (property.to_string() | as_unembedded_code).partition(" = ") %}
{% if property.name.get_untrusted_value() in SECRET_MEMBERS %}
{{ declared[0] }} = _attrs_field({% if declared[2] %}default={{ declared[2] }}, {% endif %}repr=False)
{%- else -%}
{{ declared | join }}
{%- endif -%}
{%- endif -%}
""",
        ),
    ),
)
