"""The body is read as what its Content-Type says, and never raises."""

from codegen.patches.apply import Edit, Patch

PATCH = Patch(
    name="media_types",
    why="The generated code parses every body as the first declared media type and lets the "
    "parser's exceptions out: an HTML page of a web server, an empty body or a truncated "
    "one ended in JSONDecodeError. A status without content also made every result `Any`.",
    upstream="https://github.com/openapi-generators/openapi-python-client/issues/1248",
    edits=(
        Edit(
            template="endpoint_module.py.jinja",
            old="""\
from ... import errors
""",
            new="""\
from ... import errors
from ..._parsing import checked, is_json, load_json, load_text, media_type_of, NOT_AS_DESCRIBED
""",
        ),
        Edit(
            template="endpoint_module.py.jinja",
            old="    arguments, client, kwargs, parse_response,",
            new="    arguments, client, kwargs,",
        ),
        Edit(
            template="endpoint_module.py.jinja",
            old="""\
{% set return_string = endpoint.response_type() %}
{% set parsed_responses = (endpoint.responses | length > 0) and return_string != PythonCode("Any") %}
""",
            new="""\
{% from "responses.jinja" import parsed_types, parse_response %}
{% set types = parsed_types(endpoint) | trim %}
{% set parsed_responses = types | length > 0 %}
{% set return_string = PythonCode(types or "Any") %}
""",
        ),
        Edit(
            template="endpoint_module.py.jinja",
            old="""\
{% if endpoint.responses.default %}
    {% set return_type = return_string | as_unembedded_code %}
{% else %}
    {% set return_type = (return_string | as_unembedded_code) + " | None" %}
{% endif %}
""",
            new="""\
{% set return_type = (types or "Any") + " | None" %}
""",
        ),
        Edit(
            template="endpoint_module.py.jinja",
            old="""\
    {% for response in endpoint.responses.patterns %}
""",
            new="""\
    {% if parsed_responses %}
    media_type = media_type_of(response)
    {% endif %}
    {% for response in endpoint.responses.patterns %}
""",
        ),
        Edit(
            template="endpoint_module.py.jinja",
            old="{{ parse_response(parsed_responses, response) | indent(8) }}",
            new="{{ parse_response(response) | indent(8) }}",
        ),
        Edit(
            template="endpoint_module.py.jinja",
            old="{{ parse_response(parsed_responses, endpoint.responses.default) | indent(4) }}",
            new="{{ parse_response(endpoint.responses.default) | indent(4) }}",
        ),
        Edit(
            template="endpoint_module.py.jinja",
            old="""\
    else:
        return None
    {% endif %}
""",
            new="""\
    return None
    {% endif %}
""",
        ),
        Edit(
            template="endpoint_module.py.jinja",
            old="""\
    return Response(
""",
            new="""\
    try:
        parsed = _parse_response(client=client, response=response)
    except NOT_AS_DESCRIBED:
        parsed = None
    return Response(
""",
        ),
        Edit(
            template="endpoint_module.py.jinja",
            old="""\
        parsed=_parse_response(client=client, response=response),
""",
            new="""\
        parsed=parsed,
""",
        ),
    ),
)
