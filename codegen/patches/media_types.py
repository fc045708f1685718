"""The body is read as what its Content-Type says, and never raises."""

from codegen.patches.apply import Edit, Patch

PATCH = Patch(
    name="media_types",
    why="The generated code parses every body as the first declared media type and lets the "
    "parser's exceptions out: an HTML page of a web server, an empty body or a truncated one ended "
    "in JSONDecodeError. A status without content also made every result `Any`.",
    upstream="https://github.com/openapi-generators/openapi-python-client/issues/1248",
    edits=(
        Edit(
            "endpoint_module.py.jinja",
            "from ... import errors\n",
            "from ... import errors\n"
            "from ..._parsing import checked, is_json, load_json, load_text, media_type_of, "
            "NOT_AS_DESCRIBED\n",
        ),
        Edit(
            "endpoint_module.py.jinja",
            "    arguments, client, kwargs, parse_response,",
            "    arguments, client, kwargs,",
        ),
        Edit(
            "endpoint_module.py.jinja",
            "{% set return_string = endpoint.response_type() %}\n"
            "{% set parsed_responses = (endpoint.responses | length > 0) and return_string != "
            'PythonCode("Any") %}\n',
            '{% from "responses.jinja" import parsed_types, parse_response %}\n'
            "{% set types = parsed_types(endpoint) | trim %}\n"
            "{% set parsed_responses = types | length > 0 %}\n"
            '{% set return_string = PythonCode(types or "None") %}\n',
        ),
        Edit(
            "endpoint_module.py.jinja",
            "{% if endpoint.responses.default %}\n"
            "    {% set return_type = return_string | as_unembedded_code %}\n"
            "{% else %}\n"
            '    {% set return_type = (return_string | as_unembedded_code) + " | None" %}\n'
            "{% endif %}\n",
            '{% set return_type = types + " | None" if parsed_responses else "None" %}\n',
        ),
        Edit(
            "endpoint_module.py.jinja",
            "    {% for response in endpoint.responses.patterns %}\n",
            "    {% if parsed_responses %}\n"
            "    media_type = media_type_of(response)\n"
            "    {% endif %}\n"
            "    {% for response in endpoint.responses.patterns %}\n",
        ),
        Edit(
            "endpoint_module.py.jinja",
            "{{ parse_response(parsed_responses, response) | indent(8) }}",
            "{{ parse_response(response) | indent(8) }}",
        ),
        Edit(
            "endpoint_module.py.jinja",
            "{{ parse_response(parsed_responses, endpoint.responses.default) | indent(4) }}",
            "{{ parse_response(endpoint.responses.default) | indent(4) }}",
        ),
        Edit(
            "endpoint_module.py.jinja",
            "    else:\n        return None\n    {% endif %}\n",
            "    return None\n    {% endif %}\n",
        ),
        Edit(
            "endpoint_module.py.jinja",
            "    return Response(\n",
            "    try:\n"
            "        parsed = _parse_response(client=client, response=response)\n"
            "    except NOT_AS_DESCRIBED:\n"
            "        parsed = None\n"
            "    return Response(\n",
        ),
        Edit(
            "endpoint_module.py.jinja",
            "        parsed=_parse_response(client=client, response=response),\n",
            "        parsed=parsed,\n",
        ),
    ),
)
