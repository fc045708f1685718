"""Two small checkouts beside each other, an older and a newer one."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from codegen.layout import PROJECT, Layout

Edit = Callable[[dict[str, Any]], object]

ROUND, SQUARE, OPEN, FLAT = (
    {"$ref": f"#/components/schemas/{name}"} for name in ("Round", "Square", "Open", "Flat")
)


def kind(name: str) -> dict[str, Any]:
    """Return the schema of an object that says which kind it is."""
    member = {"const": name}
    return {"type": "object", "required": ["kind"], "properties": {"kind": member}}


CONTRACT: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Shop", "version": "1.2.3"},
    "servers": [{"url": "https://one.example"}, {"url": "https://two.example"}],
    "paths": {
        "/orders/{token}": {
            "parameters": [
                {
                    "name": "token",
                    "in": "path",
                    "required": True,
                    "schema": {"type": "string", "maxLength": 40},
                    "x-sensitive": True,
                }
            ],
            "post": {
                "operationId": "order",
                "description": "Orders something.",
                "x-mock": {"rate": 5},
                "requestBody": {
                    "required": True,
                    "content": {
                        "application/json": {
                            "schema": {
                                "type": "object",
                                "required": ["name"],
                                "additionalProperties": False,
                                "properties": {
                                    "name": {"type": "string", "pattern": "^[a-z]+$"},
                                    "note": {"type": "string"},
                                    "shape": {"anyOf": [ROUND, SQUARE]},
                                    "perhaps": {"anyOf": [ROUND, {"type": "null"}]},
                                },
                            }
                        }
                    },
                },
                "responses": {
                    "200": {
                        "description": "Done.",
                        "headers": {"X-Left": {"required": True, "schema": {"type": "integer"}}},
                        "content": {
                            "application/json": {
                                "schema": {
                                    "type": "object",
                                    "required": ["id"],
                                    "properties": {
                                        "id": {"type": ["integer", "string"]},
                                        "name": {"type": "string"},
                                        "shape": {"anyOf": [ROUND, SQUARE, OPEN]},
                                        "closed": {"oneOf": [ROUND, SQUARE]},
                                        "perhaps": {"anyOf": [ROUND, {"type": "null"}]},
                                    },
                                },
                                "examples": {"shoe": {"value": {"id": 1}}},
                            },
                            "text/plain": {"schema": {"type": "string"}},
                        },
                    },
                    "466": {"description": "Used up."},
                },
            },
        }
    },
    "webhooks": {
        "ordered": {
            "post": {
                "requestBody": {
                    "content": {
                        "application/json": {
                            "schema": {
                                "type": "object",
                                "required": ["id"],
                                "properties": {
                                    "id": {"type": "integer"},
                                    "shape": {"anyOf": [ROUND, SQUARE, OPEN]},
                                },
                            }
                        }
                    }
                },
                "responses": {"200": {"description": "Taken."}, "503": {"description": "Later."}},
            }
        }
    },
    "components": {
        "schemas": {
            "Round": kind("round"),
            "Square": kind("square"),
            "Flat": kind("flat"),
            "Open": {"type": "object", "additionalProperties": True},
        }
    },
}


def copied(document: Any) -> Any:
    """Return a copy that shares nothing."""
    return json.loads(json.dumps(document))


class Checkouts:
    """An older and a newer checkout, which begin alike."""

    def __init__(self, folder: Path) -> None:
        self.old, self.new = Layout(folder / "old"), Layout(folder / "new")
        for layout in (self.old, self.new):
            (layout.root / "generated_client" / "green_api_client").mkdir(parents=True)
            (layout.root / "src" / "green_api_files").mkdir(parents=True)
            (layout.root / "mock").symlink_to(PROJECT.root / "mock")
            self.contract(layout, lambda _: None)
            self.version(layout, "1.2.3")
            self.code(layout, "def save(url: str, to: str = '.') -> int: ...\n")

    def contract(self, layout: Layout, edit: Edit) -> None:
        """Write the contract of a checkout, edited."""
        document = copied(CONTRACT)
        edit(document)
        layout.contract.write_text(json.dumps(document), "utf-8")

    def version(self, layout: Layout, version: str, note: str = "2026-01-01") -> None:
        """Write the version of a checkout, and what its changelog says of it."""
        layout.pyproject.write_text(f'[project]\nversion = "{version}"\n', "utf-8")
        changelog = f"# Changelog\n\n## {version} ({note})\n"
        (layout.root / "CHANGELOG.md").write_text(changelog, "utf-8")

    def code(self, layout: Layout, text: str) -> None:
        """Write the public module of both packages of a checkout."""
        for folder in (layout.client, layout.root / "src" / "green_api_files"):
            (folder / "__init__.py").write_text(text, "utf-8")


@pytest.fixture
def checkouts(tmp_path: Path) -> Checkouts:
    """An older and a newer checkout, which begin alike."""
    return Checkouts(tmp_path)


def git(folder: Path, *arguments: str) -> None:
    """Run git in a folder, as nobody in particular and without the user's own settings."""
    identity = ["-c", "user.name=Nobody", "-c", "user.email=nobody@example.org"]
    command = ["git", *identity, "-c", "commit.gpgsign=false", *arguments]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
