"""Parameters marked `x-sensitive` do not enter httpx's request in readable form."""

from codegen.patches.apply import Edit, Patch

PATCH = Patch(
    name="sensitive_parameters",
    why="httpx logs every URL at INFO and keeps it in exceptions, so that a token in a URL "
    "ends in logs. The request holds a placeholder; a transport writes the value on the "
    "wire.",
    upstream="None: the mark is this contract's own.",
    edits=(
        Edit(
            template="endpoint_module.py.jinja",
            old="""\
from ... import errors
""",
            new="""\
from ... import errors
from ..._secrets import EXTENSION, Secrets
""",
        ),
        Edit(
            template="endpoint_module.py.jinja",
            old="""\
    {{ header_params(endpoint) | indent(4) }}
""",
            new="""\
    {% from "sensitive.jinja" import SENSITIVE %}
    {% set ns = namespace(sensitive=false) %}
    {% for parameter in endpoint.list_all_parameters() if parameter.name.get_untrusted_value() in SENSITIVE %}
    {% if not ns.sensitive %}
    _secrets = Secrets()
    {% set ns.sensitive = true %}
    {% endif %}
    {{ parameter.python_name }} = _secrets.hide("{{ parameter.name | in_double_quote_literal }}", {{ parameter.python_name }})
    {% endfor %}
    {{ header_params(endpoint) | indent(4) }}
""",
        ),
        Edit(
            template="endpoint_module.py.jinja",
            old="""\
    return _kwargs
""",
            new="""\
{% if ns.sensitive %}
    _kwargs["extensions"] = {EXTENSION: _secrets}
{% endif %}
    return _kwargs
""",
        ),
        Edit(
            template="client.py.jinja",
            old="""\
import httpx

""",
            new="""\
import httpx

from ._transport import protect, protect_async

""",
        ),
        Edit(
            template="client.py.jinja",
            old="""\
            self._client = httpx.Client(
                base_url=self._base_url,
                cookies=self._cookies,
                headers=self._headers,
                timeout=self._timeout,
                verify=self._verify_ssl,
                follow_redirects=self._follow_redirects,
                **self._httpx_args,
            )
""",
            new="""\
            self._client = protect(httpx.Client(
                base_url=self._base_url,
                cookies=self._cookies,
                headers=self._headers,
                timeout=self._timeout,
                verify=self._verify_ssl,
                follow_redirects=self._follow_redirects,
                **self._httpx_args,
            ))
""",
        ),
        Edit(
            template="client.py.jinja",
            old="""\
            self._async_client = httpx.AsyncClient(
                base_url=self._base_url,
                cookies=self._cookies,
                headers=self._headers,
                timeout=self._timeout,
                verify=self._verify_ssl,
                follow_redirects=self._follow_redirects,
                **self._httpx_args,
            )
""",
            new="""\
            self._async_client = protect_async(httpx.AsyncClient(
                base_url=self._base_url,
                cookies=self._cookies,
                headers=self._headers,
                timeout=self._timeout,
                verify=self._verify_ssl,
                follow_redirects=self._follow_redirects,
                **self._httpx_args,
            ))
""",
        ),
        Edit(
            template="client.py.jinja",
            old="""\
        self._client = client
""",
            new="""\
        self._client = protect(client)
""",
        ),
        Edit(
            template="client.py.jinja",
            old="""\
        self._async_client = async_client
""",
            new="""\
        self._async_client = protect_async(async_client)
""",
        ),
    ),
)
