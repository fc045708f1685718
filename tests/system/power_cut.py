"""What a directory holds after a power cut, worked out from what was asked of the system.

A write survives if its file was synced afterwards, a name if its directory was: nothing else is
promised by POSIX. A file system may keep more, so the second view keeps every name, which is the
worst for those who give a file its name before its content is safe.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from tests.system.trace import Call


@dataclass(eq=False)
class _File:
    now: bytearray = field(default_factory=bytearray)
    synced: bytes = b""


@dataclass(eq=False)
class _Directory:
    now: dict[bytes, _File | _Directory] = field(default_factory=dict)
    synced: dict[bytes, _File | _Directory] = field(default_factory=dict)


@dataclass
class _Open:
    node: _File | _Directory
    offset: int = 0


class Disk:
    """The disk below one directory, which call after call is applied to.

    Args:
        root: The directory. What is there at the beginning is safe.
    """

    def __init__(self, root: Path) -> None:
        self._root = bytes(root)
        self._top = _read(root)
        self._open: dict[int, _Open] = {}

    def apply(self, call: Call) -> None:
        """Do what a call did. What it is not able to follow is an error."""
        if call.result < 0 and call.name != "close":
            return
        if act := getattr(self, f"_{call.name}", None):
            act(call)
        elif call.words[0].isdigit() and call.descriptor in self._open:
            raise NotImplementedError(call)

    def after_power_cut(self, *, keeps_names: bool = False) -> dict[str, bytes]:
        """The files that are left, by their paths below the root, and what is in them."""
        return dict(_files(self._top, "", keeps_names=keeps_names))

    # Names

    def _openat(self, call: Call) -> None:
        self._open.pop(call.result, None)
        if not (place := self._place(call.path)):
            return
        directory, name = place
        node = directory.now.get(name) if name else directory
        if node is None:
            node = directory.now[name] = _File()
        elif "O_TRUNC" in call.words[-1] + call.words[1] and isinstance(node, _File):
            node.now.clear()
        self._open[call.result] = _Open(node)

    _open_ = _openat

    def _mkdir(self, call: Call) -> None:
        if place := self._place(call.path):
            place[0].now[place[1]] = _Directory()

    _mkdirat = _mkdir

    def _rename(self, call: Call) -> None:
        if places := self._two_places(call):
            (old, old_name), (new, new_name) = places
            new.now[new_name] = old.now.pop(old_name)

    _renameat = _renameat2 = _rename

    def _link(self, call: Call) -> None:
        if places := self._two_places(call):
            (old, old_name), (new, new_name) = places
            new.now[new_name] = old.now[old_name]

    _linkat = _link

    def _unlink(self, call: Call) -> None:
        if place := self._place(call.path):
            del place[0].now[place[1]]

    _unlinkat = _unlink

    # Contents

    def _write(self, call: Call) -> None:
        if found := self._file(call):
            opened, file = found
            _put(file, opened.offset, call.texts[0][: call.result])
            opened.offset += call.result

    def _pwrite64(self, call: Call) -> None:
        if found := self._file(call):
            _put(found[1], int(call.words[-1]), call.texts[0][: call.result])

    def _lseek(self, call: Call) -> None:
        if call.descriptor in self._open:
            self._open[call.descriptor].offset = call.result

    def _ftruncate(self, call: Call) -> None:
        if found := self._file(call):
            size = int(call.words[1])
            del found[1].now[size:]
            found[1].now.extend(bytes(size - len(found[1].now)))

    def _fsync(self, call: Call) -> None:
        if opened := self._open.get(call.descriptor):
            node = opened.node
            if isinstance(node, _File):
                node.synced = bytes(node.now)
            else:
                node.synced = dict(node.now)

    _fdatasync = _fsync

    def _close(self, call: Call) -> None:
        self._open.pop(call.descriptor, None)

    # What they have in common

    def _file(self, call: Call) -> tuple[_Open, _File] | None:
        opened = self._open.get(call.descriptor)
        return (opened, opened.node) if opened and isinstance(opened.node, _File) else None

    def _two_places(
        self, call: Call
    ) -> tuple[tuple[_Directory, bytes], tuple[_Directory, bytes]] | None:
        old, new = (self._place(path) for path in call.texts)
        if old and new:
            return old, new
        if old or new:
            raise NotImplementedError(f"{call} crosses the border of the directory")
        return None

    def _place(self, path: bytes) -> tuple[_Directory, bytes] | None:
        """The directory of a path and its name there; none if it is elsewhere."""
        if path == self._root:
            return self._top, b""
        if not path.startswith(self._root + b"/"):
            return None
        *parents, name = path.removeprefix(self._root + b"/").rstrip(b"/").split(b"/")
        directory = self._top
        for parent in parents:
            below = directory.now[parent]
            assert isinstance(below, _Directory)
            directory = below
        node = directory.now.get(name)
        return (node, b"") if isinstance(node, _Directory) else (directory, name)


def _put(file: _File, at: int, data: bytes) -> None:
    file.now.extend(bytes(max(0, at - len(file.now))))
    file.now[at : at + len(data)] = data


def _read(folder: Path) -> _Directory:
    found: dict[bytes, _File | _Directory] = {}
    for path in folder.iterdir():
        name = bytes(path.relative_to(folder))
        if path.is_dir():
            found[name] = _read(path)
        else:
            content = path.read_bytes()
            found[name] = _File(bytearray(content), content)
    return _Directory(found, dict(found))


def _files(directory: _Directory, above: str, *, keeps_names: bool) -> list[tuple[str, bytes]]:
    found = []
    for name, node in (directory.now if keeps_names else directory.synced).items():
        path = above + name.decode()
        if isinstance(node, _File):
            found.append((path, node.synced))
        else:
            found += _files(node, f"{path}/", keeps_names=keeps_names)
    return found
