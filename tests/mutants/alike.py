"""Of the changes that are alike in files made from one template, one is as good as all."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.mutants.mutant import Mutant

_NAME = re.compile(r"[A-Za-z_]\w*")
_TEXT = re.compile(r'"[^"]*"')
_AGAIN = re.compile(r" \(\d+\)$")


def one_of_each(mutants: Iterable[Mutant], modules: Iterable[Path]) -> Iterator[Mutant]:
    """Yield one of those that are the same change of the same function but for names and texts.

    Which one it is, is as good as drawn by lot, and the same every time.

    Args:
        mutants: those of the modules.
        modules: files that were made from one template.
    """
    common = _names_of_template([path for path in modules if path.stem != "__init__"])
    chosen: dict[str, Mutant] = {}
    for mutant in sorted(mutants, key=lambda one: hashlib.sha256(one.name.encode()).digest()):
        chosen.setdefault(_shape(mutant, common), mutant)
    yield from sorted(chosen.values(), key=lambda one: one.name)


def _names_of_template(modules: list[Path]) -> set[str]:
    """Return the names that half of the files know; the others tell one file from another."""
    met: Counter[str] = Counter()
    for path in modules:
        met.update(set(_NAME.findall(path.read_text("utf-8"))))
    return {name for name, files in met.items() if 2 * files >= len(modules)}


def _shape(mutant: Mutant, common: set[str]) -> str:
    if mutant.path.endswith("__init__.py"):
        return mutant.change
    where, _, change = mutant.change.removeprefix(f"{mutant.path} ").partition(": ")
    plain = _TEXT.sub('""', _AGAIN.sub("", change))
    return ": ".join(
        _NAME.sub(lambda name: name[0] if name[0] in common else "_", part)
        for part in (where, plain)
    )
