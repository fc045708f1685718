# Made from openapi.yaml by `make generate`. Do not edit: change codegen/ or the contract.
"""A client library for accessing GREEN-API DownloadFile"""

from .client import AuthenticatedClient, Client

__all__ = (
    "AuthenticatedClient",
    "Client",
)
