"""Why the mock cannot start, each with the exit code of the command."""

from __future__ import annotations


class MockError(Exception):
    """The mock cannot do what it was asked. The text is one sentence that says what to do."""

    exit_code = 1


class ContractError(MockError):
    """The contract cannot be read, is not OpenAPI, or says something the mock cannot do."""

    exit_code = 3


class InstallError(MockError):
    """Node or Prism is missing, or could not be installed."""

    exit_code = 4


class PortError(MockError):
    """The address to listen on cannot be used."""

    exit_code = 5


class PrismError(MockError):
    """Prism did not start."""

    exit_code = 6


class RunError(MockError):
    """The command that was to run with the mock cannot be started."""

    exit_code = 127  # as a shell says it
