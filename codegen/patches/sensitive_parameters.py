"""Parameters marked `x-sensitive` do not enter httpx's request in readable form."""

from codegen.patches.apply import Edit, Patch


def _construction(kind: str) -> Edit:
    attribute = "_async_client" if kind == "AsyncClient" else "_client"
    arguments = "".join(
        f"                {name}={value},\n"
        for name, value in (
            ("base_url", "self._base_url"),
            ("cookies", "self._cookies"),
            ("headers", "self._headers"),
            ("timeout", "self._timeout"),
            ("verify", "self._verify_ssl"),
            ("follow_redirects", "self._follow_redirects"),
        )
    )
    call = f"httpx.{kind}(\n{arguments}                **self._httpx_args,\n            )"
    return Edit(
        "client.py.jinja",
        f"            self.{attribute} = {call}\n",
        f"            self.{attribute} = protect{'_async' if kind == 'AsyncClient' else ''}({call})\n",
    )


PATCH = Patch(
    name="sensitive_parameters",
    why="httpx logs every URL at INFO and keeps it in exceptions, so that a token in a URL ends in "
    "logs. The request holds a placeholder; a transport writes the value on the wire.",
    upstream="None: the mark is this contract's own.",
    edits=(
        Edit(
            "endpoint_module.py.jinja",
            "from ... import errors\n",
            "from ... import errors\nfrom ..._secrets import EXTENSION, Secrets\n",
        ),
        Edit(
            "endpoint_module.py.jinja",
            "    {{ header_params(endpoint) | indent(4) }}\n",
            '    {% from "sensitive.jinja" import SENSITIVE %}\n'
            "    {% set ns = namespace(sensitive=false) %}\n"
            "    {% for parameter in endpoint.list_all_parameters() "
            "if parameter.name.get_untrusted_value() in SENSITIVE %}\n"
            "    {% if not ns.sensitive %}\n"
            "    _secrets = Secrets()\n"
            "    {% set ns.sensitive = true %}\n"
            "    {% endif %}\n"
            "    {{ parameter.python_name }} = _secrets.hide("
            '"{{ parameter.name | in_double_quote_literal }}", {{ parameter.python_name }})\n'
            "    {% endfor %}\n"
            "    {{ header_params(endpoint) | indent(4) }}\n",
        ),
        Edit(
            "endpoint_module.py.jinja",
            "    return _kwargs\n",
            "{% if ns.sensitive %}\n"
            '    _kwargs["extensions"] = {EXTENSION: _secrets}\n'
            "{% endif %}\n"
            "    return _kwargs\n",
        ),
        Edit(
            "client.py.jinja",
            "import httpx\n\n",
            "import httpx\n\nfrom ._transport import protect, protect_async\n\n",
        ),
        _construction("Client"),
        _construction("AsyncClient"),
        Edit(
            "client.py.jinja",
            "        self._client = client\n",
            "        self._client = protect(client)\n",
        ),
        Edit(
            "client.py.jinja",
            "        self._async_client = async_client\n",
            "        self._async_client = protect_async(async_client)\n",
        ),
    ),
)
