"""The clients and the server of the library's own tests."""

from tests.files.conftest import caller, quick_mock, server

__all__ = ["caller", "quick_mock", "server"]
