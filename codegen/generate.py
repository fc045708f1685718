"""Makes the client: the installed generator, its patched templates, and our runtime modules."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Template

from codegen import contract, facts, generatable, operation_table
from codegen.failure import CodegenError
from codegen.patches import ALL, apply
from codegen.programs import search_path
from codegen.unions import prepared, webhook_union

if TYPE_CHECKING:
    from codegen.layout import Layout

_HERE = Path(__file__).parent
_HEADER = (
    "# Made from openapi.yaml by `make generate`. Do not edit: change codegen/ or the contract.\n"
)

# The generator's own hooks take ruff's default rules and the project's settings, and both change
# the output without any change here. These two do not.
_HOOKS = (
    "ruff check --isolated --no-cache --target-version py311 --select F,I --fix-only .",
    "ruff format --isolated --no-cache --target-version py311 .",
)


def replace_client(
    layout: Layout, scenarios: Path | None = None, operations: Path | None = None
) -> None:
    """Generate everything, and put it in the place of what is there; on failure that stays.

    Args:
        layout: the checkout.
        scenarios: a page with the mock's table of scenarios, which is made anew too.
        operations: a page with the table of operations, the same.

    Raises:
        CodegenError: if the contract cannot be generated from, or the generator is not the one
            that the patches were written for.
    """
    client = layout.client
    client.parent.mkdir(parents=True, exist_ok=True)
    # Beside the old one, so that the exchange is two renames and no copy.
    with tempfile.TemporaryDirectory(prefix=".new-", dir=client.parent) as beside:
        fresh, old = Path(beside, "fresh"), Path(beside, "old")
        build_client(layout, fresh)
        pages: dict[Path, Path] = {}
        if scenarios:
            page = pages[scenarios] = Path(beside, "scenarios")
            shutil.copyfile(scenarios, page)
            _write_scenarios(layout.contract, page)
        if operations:
            page = pages[operations] = Path(beside, "operations")
            text = operation_table.written(operations, contract.load(layout.contract), fresh)
            page.write_text(text, encoding="utf-8")
        if client.exists():
            client.rename(old)
        try:
            fresh.rename(client)
            for place, page in pages.items():
                page.replace(place)
        except OSError as error:
            if old.exists():
                shutil.rmtree(client, ignore_errors=True)
                old.rename(client)
            raise CodegenError(f"What was generated cannot be put in its place: {error}") from error


def _write_scenarios(source: Path, page: Path) -> None:
    command = [sys.executable, "-m", "green_api_mock", "--contract", str(source)]
    run = subprocess.run(  # noqa: S603 # a fixed program and paths
        [*command, "--write-scenarios", str(page)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    if run.returncode != 0:
        raise CodegenError(f"The mock cannot tell its scenarios. It says:\n\n{run.stderr}".rstrip())


def build_client(layout: Layout, target: Path) -> None:
    """Generate the client into the folder `target`, which must not exist yet.

    Raises:
        CodegenError: as `replace_client`.
    """
    document = contract.load(layout.contract)
    if problems := list(generatable.problems(document)):
        raise CodegenError("\n\n".join(map(str, problems)))
    with tempfile.TemporaryDirectory() as scratch:
        templates, source = Path(scratch, "templates"), Path(scratch, "openapi.json")
        _prepare_templates(templates, document)
        # Dates need no quotes in YAML, and have no form in JSON.
        source.write_text(json.dumps(prepared(document), default=str), encoding="utf-8")
        config = Path(scratch, "config.json")
        config.write_text(json.dumps({"post_hooks": _HOOKS}), encoding="utf-8")
        _run_generator(source, templates, config, target)
    for module in sorted((_HERE / "runtime").glob("*[a-z].py")):
        shutil.copyfile(module, target / module.name)
    if union := webhook_union(document):
        template = (_HERE / "templates" / "webhooks.py.jinja").read_text(encoding="utf-8")
        text = Template(template, keep_trailing_newline=True).render(
            union=facts.class_name(union), module=facts.python_name(facts.class_name(union))
        )
        (target / "webhooks.py").write_text(text, encoding="utf-8")
    for module in target.rglob("*.py"):
        module.write_text(_HEADER + module.read_text(encoding="utf-8"), encoding="utf-8")
    (target / "py.typed").touch()


def _prepare_templates(folder: Path, document: dict[str, Any]) -> None:
    shutil.copytree(Path(str(files("openapi_python_client"))) / "templates", folder)
    apply(ALL, folder)
    for template in (_HERE / "templates").iterdir():
        shutil.copyfile(template, folder / template.name)
    (folder / "contract.jinja").write_text(facts.statements(document), encoding="utf-8")


def _run_generator(source: Path, templates: Path, config: Path, target: Path) -> None:
    # The hooks call ruff by name: the one installed beside this Python is the pinned one.
    command = [sys.executable, "-m", "openapi_python_client", "generate", "--fail-on-warning"]
    command += ["--path", str(source), "--config", str(config), "--meta", "none"]
    command += ["--custom-template-path", str(templates), "--output-path", str(target)]
    run = subprocess.run(  # noqa: S603 # a fixed program and paths
        command,
        env=os.environ | {"PATH": search_path()},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    if run.returncode != 0:
        raise CodegenError(
            "openapi-python-client could not make the client from the contract. It says:\n\n"
            f"{run.stdout}{run.stderr}".rstrip()
        )
