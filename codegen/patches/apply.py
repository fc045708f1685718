"""What a patch is, and how it is applied."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from codegen.failure import CodegenError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


@dataclass(frozen=True)
class Edit:
    """One text of one template, and what takes its place."""

    template: str
    old: str
    new: str
    count: int = 1
    """How often `old` stands in the template; each of them is replaced."""


@dataclass(frozen=True)
class Patch:
    """Edits that together do one thing."""

    name: str
    why: str
    upstream: str
    """The thread of the generator's project about it, or why there is none."""
    edits: tuple[Edit, ...]


def apply(patches: Iterable[Patch], templates: Path) -> None:
    """Change the templates in the folder `templates`.

    Raises:
        CodegenError: if a text to replace is not found exactly as often as the patch says.
            The installed generator then is not the one that the patch was written for.
    """
    for patch in patches:
        for edit in patch.edits:
            template = templates / edit.template
            if not template.is_file():
                raise CodegenError(
                    f"The patch `{patch.name}` changes the template {edit.template}, which the "
                    "installed generator does not have. Compare its version with pyproject.toml, "
                    f"then adapt or drop codegen/patches/{patch.name}.py."
                )
            text = template.read_text(encoding="utf-8")
            found = text.count(edit.old)
            if found != edit.count:
                raise CodegenError(
                    f"The patch `{patch.name}` expects the text below {edit.count} time(s) in the "
                    f"template {edit.template}, but it is there {found} time(s). Compare the "
                    "installed generator's version with pyproject.toml, then adapt or drop "
                    f"codegen/patches/{patch.name}.py.\n\n{edit.old}"
                )
            template.write_text(text.replace(edit.old, edit.new), encoding="utf-8")
