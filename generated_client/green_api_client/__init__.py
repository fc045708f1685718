# Made from openapi.yaml by `make generate`. Do not edit: change codegen/ or the contract.
"""A client library for accessing GREEN-API messages and files"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .client import AuthenticatedClient, Client

__all__ = (
    "AuthenticatedClient",
    "Client",
)

if not TYPE_CHECKING:  # to a type checker this would mean that every name is there

    def __getattr__(name: str) -> object:
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from . import client  # noqa: PLC0415 # it imports httpx

        return getattr(client, name)
