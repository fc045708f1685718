"""No call waits for ever."""

from codegen.patches.apply import Edit, Patch

PATCH = Patch(
    name="default_timeout",
    why="`timeout=None`, the default, means to httpx that there is no limit. The vendor's own "
    "Python library waits 180 s for an answer, so this client does too; a connection is "
    "there in 10 s or never. A request is small, so that writing it takes long only if "
    "the connection is dead.",
    upstream="No thread is known.",
    edits=(
        Edit(
            template="client.py.jinja",
            old="""\
import httpx
""",
            new='''\
import httpx

DEFAULT_TIMEOUT = httpx.Timeout(connect=10.0, read=180.0, write=30.0, pool=180.0)
"""Seconds: how long a call waits where no other timeout is given."""
''',
        ),
        Edit(
            template="client.py.jinja",
            old="_timeout: httpx.Timeout | None = field(default=None,",
            new="_timeout: httpx.Timeout | None = field(default=DEFAULT_TIMEOUT,",
        ),
        Edit(
            template="client.py.jinja",
            old="""\
        httpx.TimeoutException if this is exceeded.
""",
            new="""\
        httpx.TimeoutException if this is exceeded. By default 10 s to connect and 180 s to
        wait for data; None waits for ever.
""",
        ),
    ),
)
