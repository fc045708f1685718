"""No call waits for ever."""

from codegen.patches.apply import Edit, Patch

PATCH = Patch(
    name="default_timeout",
    why="`timeout=None`, the default, means to httpx that there is no limit. The vendor's own Python "
    "library waits 180 s for an answer, so this client does too; a connection is there in 10 s or "
    "never. A request is small, so that writing it takes long only if the connection is dead.",
    upstream="No thread is known.",
    edits=(
        Edit(
            "client.py.jinja",
            "import httpx\n",
            "import httpx\n\n"
            "DEFAULT_TIMEOUT = httpx.Timeout(connect=10.0, read=180.0, write=30.0, pool=180.0)\n"
            '"""Seconds: how long a call waits where no other timeout is given."""\n',
        ),
        Edit(
            "client.py.jinja",
            "_timeout: httpx.Timeout | None = field(default=None,",
            "_timeout: httpx.Timeout | None = field(default=DEFAULT_TIMEOUT,",
        ),
        Edit(
            "client.py.jinja",
            "        httpx.TimeoutException if this is exceeded.\n",
            "        httpx.TimeoutException if this is exceeded. By default 10 s to connect and 180 s to\n"
            "        wait for data; None waits for ever.\n",
        ),
    ),
)
