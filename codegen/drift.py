"""Is the committed client what would be generated now?"""

from __future__ import annotations

import difflib
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from codegen.generate import build_client
from codegen.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from codegen.layout import Layout

_DO = "run make generate, and commit what it writes. If you edited the file, edit codegen/ instead."


def problems(layout: Layout) -> Iterator[Problem]:
    """Generate the client anew and compare."""
    with tempfile.TemporaryDirectory() as scratch:
        fresh = Path(scratch, "client")
        build_client(layout, fresh)
        yield from differences(layout, fresh)


def differences(layout: Layout, fresh: Path) -> Iterator[Problem]:
    """Compare the committed client with a fresh one, file by file and in both directions."""
    made, kept = _contents(fresh), _contents(layout.client)
    for name in sorted(made.keys() | kept.keys()):
        where = str((layout.client / name).relative_to(layout.root))
        if name not in kept:
            yield Problem("A generated file is missing.", where, _DO)
        elif name not in made:
            yield Problem(
                "A file stands among the generated ones that is not generated.", where, _DO
            )
        elif made[name] != kept[name]:
            difference = _difference(where, kept[name], made[name])
            yield Problem(f"A file is not what would be generated:\n\n{difference}", where, _DO)


def _contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def _difference(name: str, kept: bytes, made: bytes) -> str:
    lines = difflib.unified_diff(
        kept.decode(errors="replace").splitlines(),
        made.decode(errors="replace").splitlines(),
        f"{name} (committed)",
        f"{name} (generated)",
        lineterm="",
    )
    return "\n".join(lines)
