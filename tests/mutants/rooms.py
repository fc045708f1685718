"""The rooms of the code, as they are on the disk, and the tests that own each of them."""

from dataclasses import dataclass
from pathlib import Path

from tests.mutants import warm
from tests.support.project import PROJECT

_PARTS = {
    "client": "generated_client/green_api_client",
    "codegen": "codegen",
    "mock": "mock/green_api_mock",
    "src": "src/green_api_files",
}
# `codegen/runtime` is copied into the client, and changed there.
_ELSEWHERE = {"codegen/runtime"}

_FILES = ("tests/files", "tests/security", "tests/system/test_bounds.py")
_DISK = ("tests/system/test_calls.py", "tests/system/test_power_cut.py")
_MOCK = ("tests/mock", "tests/system/test_mock.py", "tests/contract/test_mock_facts.py")

# Whose tests try a change, by the longest beginning of the room's name that is here.
OWNERS: dict[str, tuple[str, ...]] = {
    "client": ("tests/client", "tests/contract"),
    "codegen": ("tests/codegen",),
    "codegen/compare": ("tests/compare",),
    "mock": _MOCK,
    "mock/proxy": tuple(f"tests/{of}/test_proxy.py" for of in ("mock", "live", "system")),
    "src": _FILES,
    "src/_command": (*_FILES, *_DISK),
    "src/_disk": (*_FILES, *_DISK),
    "src/_inbox": (*_FILES, *_DISK),
}
# They ask as many questions as `make contract`, or look at the whole project and not at a room, or
# tell processes to end, which what follows them takes for itself, or look at the page in a browser,
# whose start alone takes longer than most other tests.
NEVER = (
    *(f"tests/mock/test_page{what}.py" for what in ("", "_gone", "_inbox", "_kinds", "_looks")),
    *("tests/mock/test_schemathesis.py", "tests/mock/test_memory.py", "tests/mock/test_image.py"),
    *("tests/mock/test_remembering_much.py", "tests/mock/test_remembering_killed.py"),
    *("tests/contract/test_conformance.py", "tests/contract/test_words.py"),
    *("tests/files/test_imports.py", "tests/files/test_command_endings.py"),
)
# Rooms that neither start Prism nor end it may share one that runs.
_WITH_PRISM = ("mock/judge", "mock/server", "mock/proxy", "mock/contract")


@dataclass(frozen=True)
class Room:
    """One folder of modules.

    Attributes:
        name: its part and its folder, such as `mock/api`.
        owners: files and folders of the tests that are to notice what changes in it.
    """

    name: str
    modules: tuple[Path, ...]
    owners: tuple[str, ...]

    @property
    def part(self) -> str:
        """The part that it is of."""
        return self.name.partition("/")[0]

    @property
    def is_from_template(self) -> bool:
        """Whether its modules are generated, one like the other."""
        return self.name.startswith("client/")

    @property
    def plugins(self) -> tuple[str, ...]:
        """What its tests run with."""
        needs_prism = self.name == "mock" or self.name.startswith(_WITH_PRISM)
        return () if needs_prism or self.part == "codegen" else (warm.__name__,)


def rooms() -> list[Room]:
    """Return every room."""
    found = []
    for part, place in _PARTS.items():
        folders: dict[str, list[Path]] = {}
        for path in sorted((PROJECT / place).rglob("*.py")):
            folder = path.parent.relative_to(PROJECT / place).as_posix()
            folders.setdefault(f"{part}/{folder}".removesuffix("/."), []).append(path)
        found += [
            Room(name, tuple(modules), owners_of(name))
            for name, modules in folders.items()
            if name not in _ELSEWHERE
        ]
    return found


def owners_of(room: str) -> tuple[str, ...]:
    """Return the tests that own a room."""
    parts = room.split("/")
    names = ("/".join(parts[:length]) for length in range(len(parts), 0, -1))
    return next(OWNERS[name] for name in names if name in OWNERS)
