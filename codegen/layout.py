"""Where the project keeps what this package reads and writes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

PACKAGE = "green_api_client"


@dataclass(frozen=True)
class Layout:
    """The folders and files of one checkout, so that tests can point at a copy."""

    root: Path

    @property
    def contract(self) -> Path:
        """The hand-written OpenAPI document."""
        return self.root / "openapi.yaml"

    @property
    def client(self) -> Path:
        """The generated package."""
        return self.root / "generated_client" / PACKAGE

    @property
    def pyproject(self) -> Path:
        """Holds the version that the contract repeats."""
        return self.root / "pyproject.toml"

    @property
    def redocly_config(self) -> Path:
        """The style rules of the contract."""
        return self.root / "redocly.yaml"

    @property
    def redocly(self) -> Path:
        """The style linter's program, installed from the lock of the Node parts."""
        return self.root / "mock" / "node_modules" / "@redocly" / "cli" / "bin" / "cli.js"


PROJECT = Layout(Path(__file__).resolve().parent.parent)
