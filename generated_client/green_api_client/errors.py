# Made from openapi.yaml by `make generate`. Do not edit: change codegen/ or the contract.
"""Contains shared errors types that can be raised from API functions"""


class UnexpectedStatus(Exception):
    """Raised by api functions when the response status an undocumented status and Client.raise_on_unexpected_status is True"""

    def __init__(self, status_code: int, content: bytes):
        self.status_code = status_code
        self.content = content

        super().__init__(status_code, content)

    def __str__(self) -> str:
        start = self.content[:1000].decode(errors="replace")
        return (
            f"Unexpected status code: {self.status_code}\n\nResponse content:\n{start}"
        )


__all__ = ["UnexpectedStatus"]
