"""What a client is made from or made into stays as it is."""

from codegen.patches.apply import Edit, Patch

PATCH = Patch(
    name="independent_clients",
    why="`with_headers` and its siblings changed the open httpx client of the original, so that a "
    "header meant for one call was sent with every later one. And the token was put into the "
    "headers that the caller gave, who may give them to a client of another API, too.",
    upstream="https://github.com/openapi-generators/openapi-python-client/pull/1416",
    edits=(
        Edit(
            template="client.py.jinja",
            old='''\
        """Get a new client matching this one with additional headers"""
        if self._client is not None:
            self._client.headers.update(headers)
        if self._async_client is not None:
            self._async_client.headers.update(headers)
        return evolve(self, headers''',
            new='''\
        """Get a new client matching this one with additional headers

        This client stays as it is. The new one opens its own connections; an httpx client set
        by hand is not taken over.
        """
        return evolve(self, headers''',
        ),
        Edit(
            template="client.py.jinja",
            old='''\
        """Get a new client matching this one with additional cookies"""
        if self._client is not None:
            self._client.cookies.update(cookies)
        if self._async_client is not None:
            self._async_client.cookies.update(cookies)
        return evolve(self, cookies''',
            new='''\
        """Get a new client matching this one with additional cookies

        This client stays as it is. The new one opens its own connections; an httpx client set
        by hand is not taken over.
        """
        return evolve(self, cookies''',
        ),
        Edit(
            template="client.py.jinja",
            old='''\
        """Get a new client matching this one with a new timeout configuration"""
        if self._client is not None:
            self._client.timeout = timeout
        if self._async_client is not None:
            self._async_client.timeout = timeout
        return evolve(self, timeout''',
            new='''\
        """Get a new client matching this one with a new timeout configuration

        This client stays as it is. The new one opens its own connections; an httpx client set
        by hand is not taken over.
        """
        return evolve(self, timeout''',
        ),
        Edit(
            template="client.py.jinja",
            old="self._headers[self.auth_header_name] = "
            r"""f\"{self.prefix} {self.token}\" if self.prefix else self.token""",
            new="self._headers = {**self._headers, self.auth_header_name: "
            r"""f\"{self.prefix} {self.token}\" if self.prefix else self.token}""",
        ),
    ),
)
