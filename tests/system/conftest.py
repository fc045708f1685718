"""The clients and the server of the library's own tests."""

from tests.files.conftest import caller, server

__all__ = ["caller", "server"]
