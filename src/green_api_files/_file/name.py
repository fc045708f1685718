"""Names of files: what others suggest, made into one safe path segment.

The result is a name on Linux, macOS and Windows alike, so that a directory can be moved between
them. The libraries for this keep bidirectional marks, cut extensions off and let `..` through.
"""

from __future__ import annotations

import re
import unicodedata
from contextlib import suppress
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping

MAX_BYTES = 255
"""The longest name of ext4, XFS, APFS and NTFS."""

_MAX_SUFFIX_BYTES = 40

_SEPARATORS = re.compile(r"[/\\]")
_FORBIDDEN = re.compile(r'[<>:"|?*]')

# Controls, invisible marks (also those that turn the direction of writing), halves of
# surrogate pairs, line and paragraph separators.
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})

# https://learn.microsoft.com/windows/win32/fileio/naming-a-file
_RESERVED = frozenset(
    {"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "CLOCK$"}
    | {f"{port}{n}" for port in ("COM", "LPT") for n in "0123456789¹²³"}
)

# The media types that WhatsApp has; Python's own table depends on the machine.
_EXTENSIONS = {
    "application/json": ".json",
    "application/msword": ".doc",
    "application/pdf": ".pdf",
    "application/vnd.ms-excel": ".xls",
    "application/vnd.ms-powerpoint": ".ppt",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": ".pptx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/zip": ".zip",
    "audio/aac": ".aac",
    "audio/amr": ".amr",
    "audio/mp4": ".m4a",
    "audio/mpeg": ".mp3",
    "audio/ogg": ".ogg",
    "audio/wav": ".wav",
    "image/gif": ".gif",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/webp": ".webp",
    "text/csv": ".csv",
    "text/plain": ".txt",
    "text/vcard": ".vcf",
    "video/3gpp": ".3gp",
    "video/mp4": ".mp4",
    "video/quicktime": ".mov",
    "video/webm": ".webm",
}


def safe_name(suggested: str) -> str:
    """The last segment of `suggested` as a name for every system; empty if nothing is left."""
    last = _SEPARATORS.split(suggested)[-1]
    name = "".join(_visible(character) for character in unicodedata.normalize("NFC", last))
    # A leading dot would hide the file, a trailing one Windows drops.
    name = _FORBIDDEN.sub("_", name).strip(" .")
    if name[:1] in {"-", "~"}:  # an option or a home directory to a shell
        name = "_" + name[1:]
    if name.partition(".")[0].rstrip(" ").upper() in _RESERVED:
        name = "_" + name
    return _shortened(name, "")


def numbered(name: str, number: int) -> str:
    """`name` with a number before its extension: `photo (2).jpg`. The first one has none."""
    return name if number == 1 else _shortened(name, f" ({number})")


def file_name(*, given: str | None, headers: Mapping[str, str], url: str, id_message: str) -> str:
    """The name under which a message's file is saved.

    The first usable one of: what the webhook said (`given`), what the storage says
    (`Content-Disposition`), the last part of the link, the message's id. Where the latter two
    have no extension, it comes from the content type.
    """
    for suggested in (given, _disposition_name(headers.get("content-disposition", ""))):
        if suggested and (name := safe_name(suggested)):
            return name
    extension = _extension(headers.get("content-type", ""))
    for suggested in (unquote(urlsplit(url).path), id_message):
        if name := safe_name(suggested):
            return name if "." in name else safe_name(name + extension)
    return safe_name("file" + extension)


def _visible(character: str) -> str:
    category = unicodedata.category(character)
    if category in _INVISIBLE:
        return ""
    return " " if category == "Zs" else character


def _shortened(name: str, addition: str) -> str:
    """`name` with `addition` before its extension, and no longer than a name may be."""
    stem, dot, suffix = name.rpartition(".")
    if not stem or len(suffix.encode()) > _MAX_SUFFIX_BYTES:
        stem, dot, suffix = name, "", ""
    room = MAX_BYTES - len((addition + dot + suffix).encode())
    stem = stem.encode()[:room].decode(errors="ignore").rstrip(" .")
    return stem + addition + dot + suffix


def _extension(content_type: str) -> str:
    return _EXTENSIONS.get(content_type.partition(";")[0].strip().lower(), "")


def _disposition_name(header: str) -> str | None:
    """The file name in a Content-Disposition header (RFC 6266), also in its encoded form."""
    if "filename" not in header.lower():
        return None
    from email.message import Message  # noqa: PLC0415 # only a few storages send the header

    with suppress(UnicodeError):  # UTF-8 that was read as Latin-1
        header = header.encode("latin-1").decode()
    message = Message()
    message["content-disposition"] = header
    try:
        return message.get_filename()
    except (LookupError, ValueError):  # an unknown charset, broken percent-encoding
        return None
