"""The changes of the public Python API, read from the source code without importing it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import griffe

from codegen.compare.change import Change
from codegen.layout import PACKAGE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from codegen.layout import Layout

_PART = "Python"
_LIBRARY = "green_api_files"

_Package: TypeAlias = "griffe.Object | griffe.Alias"


def python_changes(layout: Layout, old: Layout) -> list[Change]:
    """Every change of the public packages in `layout` since those in `old`."""
    return [
        change
        for package in (PACKAGE, _LIBRARY)
        for change in _package_changes(_read(old, package), _read(layout, package), package)
    ]


def _package_changes(old: _Package | None, new: _Package | None, package: str) -> Iterator[Change]:
    if new is None:
        if old is not None:
            yield Change(_PART, package, "the package was removed", breaks_caller=True)
        return
    if old is None:
        yield Change(_PART, package, "the package was added", adds=True)
        return
    broken: set[str] = set()
    for breakage in griffe.find_breaking_changes(old, new):
        broken.add(breakage.obj.path)
        yield Change(_PART, breakage.obj.path, _told(breakage), breaks_caller=True)
    # Read backwards, what was added is what would be removed.
    for mirrored in griffe.find_breaking_changes(new, old):
        if mirrored.obj.path not in broken:
            added = mirrored.kind is griffe.BreakageKind.OBJECT_REMOVED
            what = "was added" if added else "accepts or gives more than before"
            yield Change(_PART, mirrored.obj.path, what, adds=True)


def _told(breakage: griffe.Breakage) -> str:
    kind = breakage.kind.value
    if breakage.kind is griffe.BreakageKind.OBJECT_REMOVED:
        return kind
    return f"{kind}: from `{breakage.old_value}` to `{breakage.new_value}`"


def _read(layout: Layout, package: str) -> _Package | None:
    for folder in (layout.client.parent, layout.root / "src"):
        if (folder / package / "__init__.py").exists():
            loader = griffe.GriffeLoader(search_paths=[folder], allow_inspection=False)
            module = loader.load(package)
            loader.resolve_aliases()
            return module
    return None
