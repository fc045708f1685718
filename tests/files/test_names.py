"""Names that others suggest stay inside the directory and are names on every system."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from green_api_files._file.name import file_name, numbered, safe_name
from tests.support.byte_server import StoredFile

if TYPE_CHECKING:
    from pathlib import Path

    from tests.files.conftest import Caller
    from tests.support.byte_server import ByteServer


@pytest.mark.parametrize(
    ("suggested", "safe"),
    [
        ("photo.jpg", "photo.jpg"),
        ("фото 1.jpg", "фото 1.jpg"),
        ("../../etc/passwd", "passwd"),
        ("/etc/passwd", "passwd"),
        ("C:\\Windows\\win.ini", "win.ini"),
        ("C:win.ini", "C_win.ini"),
        ("a/../b.txt", "b.txt"),
        ("..", ""),
        (".", ""),
        ("...", ""),
        ("", ""),
        ("a/", ""),
        (".bashrc", "bashrc"),
        ("name. . ", "name"),
        ("a\x00b\n\x7fc\x85d.txt", "abcd.txt"),
        ('a<b>c:d"e|f?g*h.txt', "a_b_c_d_e_f_g_h.txt"),
        ("CON", "_CON"),
        ("con.txt", "_con.txt"),
        ("Aux .txt", "_Aux.txt"),
        ("COM1.tar.gz", "_COM1.tar.gz"),
        ("lpt².txt", "_lpt².txt"),
        *((name, f"_{name}") for name in ("PRN", "AUX", "NUL", "COM1", "COM¹", "LPT9", "CLOCK$")),
        ("CONIN$", "_CONIN$"),
        ("CONTRACT.pdf", "CONTRACT.pdf"),
        ("-rf", "_rf"),
        ("~root", "_root"),
        ("invoice\u202egpj.exe", "invoicegpj.exe"),
        ("zero\u200bwidth.jpg", "zerowidth.jpg"),
        ("half\ud800.jpg", "half.jpg"),
        ("e\u0301.jpg", "\u00e9.jpg"),
        ("a\u2028b\u2029\u00a0c", "ab c"),
        ("conout$", "_conout$"),
        ("COMX.txt", "COMX.txt"),
    ],
)
def test_what_becomes_of_a_name(suggested: str, safe: str) -> None:
    assert safe_name(suggested) == safe


def test_a_long_name_keeps_its_extension() -> None:
    name = safe_name("я" * 300 + ".jpeg")
    assert name.endswith("я.jpeg")
    assert 250 < len(name.encode()) <= 255


def test_a_long_extension_is_part_of_the_name() -> None:
    assert len(safe_name("a." + "x" * 300).encode()) == 255
    assert safe_name("a" * 300 + "." + "x" * 40).endswith("a." + "x" * 40)
    assert safe_name("a" * 300 + "." + "x" * 41) == "a" * 255


@pytest.mark.parametrize(
    ("name", "number", "expected"),
    [
        ("a.jpg", 1, "a.jpg"),
        ("a.jpg", 2, "a (2).jpg"),
        ("a.tar.gz", 3, "a.tar (3).gz"),
        ("README", 2, "README (2)"),
        ("MAX. .jpg", 2, "MAX (2).jpg"),
        ("x" * 251 + ".jpg", 10_000, "x" * 243 + " (10000).jpg"),
    ],
)
def test_numbers_come_before_the_extension(name: str, number: int, expected: str) -> None:
    assert numbered(name, number) == expected


@given(st.text(st.characters(codec=None), max_size=400))
@example("\ud83d")
@example("\u202e" * 300)
@example("한" * 100 + ".txt")
def test_any_text_becomes_a_safe_name_or_none(suggested: str) -> None:
    name = safe_name(suggested)
    assert len(name.encode()) <= 255
    assert not set(name) & set('/\\<>:"|?*\x00')
    assert name == name.strip(" .")
    assert name not in {".", ".."}
    assert all(unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Zl", "Zp"} for c in name)
    assert safe_name(name) == name


@pytest.mark.parametrize(
    ("given_name", "headers", "url", "expected"),
    [
        ("Bill.pdf", {"content-disposition": 'attachment; filename="x.pdf"'}, "", "Bill.pdf"),
        (None, {"content-disposition": 'attachment; filename="x y.pdf"'}, "", "x y.pdf"),
        (
            None,
            {"content-disposition": "attachment; filename*=UTF-8''na%C3%AFve.txt"},
            "",
            "naïve.txt",
        ),
        (None, {"content-disposition": 'attachment; filename="../../x"'}, "", "x"),
        (None, {"content-disposition": "attachment; filename=\xc3\xa9.txt"}, "", "é.txt"),
        (None, {"content-disposition": "attachment; filename=\xe9.txt"}, "", "é.txt"),
        (None, {"content-disposition": "attachment; filename*=nope''%ff"}, "", "ÿ"),
        ("..", {"content-disposition": "inline"}, "https://h/d/b%20c.png?sig=/x.exe", "b c.png"),
        (None, {}, "https://h/a/%2e%2e%2fpasswd", "passwd"),
        (None, {"content-type": "image/jpeg; x=y"}, "https://h/i", "i.jpg"),
        (None, {"content-type": "image/jpeg"}, "https://h/i.png", "i.png"),
        (None, {"content-type": "image/jpeg"}, "https://h/i.z", "i.z"),
        (None, {"content-type": "audio/ogg; codecs=opus"}, "https://h/", "MSG.ogg"),
        (None, {"content-type": "unheard/of"}, "https://h/", "MSG"),
    ],
)
def test_where_a_name_comes_from(
    given_name: str | None, headers: dict[str, str], url: str, expected: str
) -> None:
    assert file_name(given=given_name, headers=headers, url=url, id_message="MSG") == expected


# What WhatsApp sends, by what IANA calls it and what files of the kind are called.
KINDS = {
    "application": "json=json msword=doc pdf=pdf vnd.ms-excel=xls vnd.ms-powerpoint=ppt zip=zip",
    "application/vnd.openxmlformats-officedocument": "presentationml.presentation=pptx "
    "spreadsheetml.sheet=xlsx wordprocessingml.document=docx",
    "audio": "aac=aac amr=amr mp4=m4a mpeg=mp3 ogg=ogg wav=wav",
    "image": "gif=gif jpeg=jpg png=png webp=webp",
    "text": "csv=csv plain=txt vcard=vcf",
    "video": "3gpp=3gp mp4=mp4 quicktime=mov webm=webm",
}


@pytest.mark.parametrize(("group", "kinds"), KINDS.items())
def test_a_name_without_an_extension_gets_that_of_its_kind(group: str, kinds: str) -> None:
    for kind in kinds.split():
        name, _, extension = kind.partition("=")
        dot = "." if "officedocument" in group else "/"
        headers = {"content-type": f"{group}{dot}{name}"}
        assert file_name(given=None, headers=headers, url="", id_message="M") == f"M.{extension}"


def test_even_a_hostile_message_id_gives_a_name() -> None:
    assert file_name(given=None, headers={}, url="", id_message="../..") == "file"


@pytest.mark.parametrize(
    "hostile",
    ["../../out.txt", "/tmp/out.txt", "..\\..\\out.txt", "a/../../out.txt", "\x00../out.txt"],  # noqa: S108 # must not be used
)
def test_a_file_never_lands_outside(
    caller: Caller, server: ByteServer, tmp_path: Path, hostile: str
) -> None:
    server.put("/file", StoredFile(b"x"))
    to = tmp_path / "a" / "b"
    assert caller.save(to, name=hostile) == to / "out.txt"
    assert [path.name for path in tmp_path.iterdir()] == ["a"]
