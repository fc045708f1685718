"""What a fuzzer calls: bytes become an answer, and the client has to live with it."""

from collections.abc import Iterator

import httpx

from tests.contract.documented import Contract
from tests.contract.generated import GeneratedOperation, client_over
from tests.contract.valid import valid_case

UNDOCUMENTED = (204, 206, 302, 418, 469, 503, 520, 599)
MEDIA_TYPES = (
    *("application/json", "text/plain", "text/html", "", "application/problem+json"),
    *("text/plain; charset=nonsense", "text/plain; charset=utf-16", "application/octet-stream"),
)
CHOICES = 3


class Target:
    """Sends a valid request of each operation, and answers it with anything."""

    def __init__(self) -> None:
        self._answer = httpx.Response(200)
        transport = httpx.MockTransport(lambda _: self._answer)
        self._client = client_over(transport, "http://localhost")
        operations = [GeneratedOperation(operation) for operation in Contract().operations]
        self._calls = [
            (generated, generated.arguments(valid_case(generated.operation)))
            for generated in operations
        ]

    def __call__(self, data: bytes) -> None:
        """Answer with these bytes: the first three choose the operation, status and media type."""
        if len(data) < CHOICES:
            return
        generated, arguments = self._calls[data[0] % len(self._calls)]
        statuses = [*generated.operation.statuses, *UNDOCUMENTED]
        status = statuses[data[1] % len(statuses)]
        content = data[CHOICES:]
        headers = {"content-type": MEDIA_TYPES[data[2] % len(MEDIA_TYPES)]}
        self._answer = httpx.Response(status, headers=headers, content=content)
        response = generated.call(self._client, arguments)
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
