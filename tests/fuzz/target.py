"""What a fuzzer calls: bytes become an answer, and the client has to live with it."""

from collections.abc import Iterator

import httpx

from tests.contract.documented import Contract
from tests.contract.generated import GeneratedOperation
from tests.contract.valid import valid_case

UNDOCUMENTED = (204, 206, 302, 418, 469, 503, 520, 599)
MEDIA_TYPES = (
    *("application/json", "text/plain", "text/html", "", "application/problem+json"),
    *("text/plain; charset=nonsense", "text/plain; charset=utf-16", "application/octet-stream"),
)
CHOICES = 3


class Target:
    """Reads anything as an answer to a valid request of each operation."""

    def __init__(self) -> None:
        operations = [GeneratedOperation(operation) for operation in Contract().operations]
        self._calls = [
            (generated, generated.arguments(valid_case(generated.operation)))
            for generated in operations
        ]
        self._requests = [generated.build(arguments) for generated, arguments in self._calls]

    def __call__(self, data: bytes) -> None:
        """Answer with these bytes: the first three choose the operation, status and media type."""
        if len(data) < CHOICES:
            return
        chosen = data[0] % len(self._calls)
        generated, arguments = self._calls[chosen]
        statuses = [*generated.operation.statuses, *UNDOCUMENTED]
        status = statuses[data[1] % len(statuses)]
        content = data[CHOICES:]
        headers = {"content-type": MEDIA_TYPES[data[2] % len(MEDIA_TYPES)]}
        response = generated.read(status, headers, content, self._requests[chosen])
        assert response.status_code == status
        secrets = [secret.encode() for secret in generated.secrets(arguments)]
        if not any(secret in content for secret in secrets):
            assert response.content == content

    def seeds(self) -> Iterator[bytes]:
        """Yield every documented answer in the form that the fuzzer changes."""
        for index, (generated, _) in enumerate(self._calls):
            statuses = generated.operation.statuses
            for answer in generated.operation.answers():
                known = answer.media_type in MEDIA_TYPES
                media_type = MEDIA_TYPES.index(str(answer.media_type)) if known else 0
                body = httpx.Response(200, json=answer.value).content
                yield bytes([index, statuses.index(answer.status), media_type]) + body
