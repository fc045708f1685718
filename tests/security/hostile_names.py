"""Names that somebody might send to do harm, made by rules."""

from itertools import product

OUTSIDE = ("out.txt", "etc/passwd", ".ssh/authorized_keys", "")

STEPS = (
    "../",
    "..\\",
    "..%2f",
    "%2e%2e/",
    "%2e%2e%5c",
    "..%252f",
    "..%c0%af",
    "....//",
    "..;/",
    ".. /",
    "..\u2215",
    "..\uff0f",
    "\uff0e\uff0e/",
    "\u2024\u2024/",
)
DEPTHS = (1, 3, 30)

ROOTS = (
    "/",
    "//",
    "///",
    "\\",
    "\\\\server\\share\\",
    "\\\\?\\C:\\",
    "\\\\.\\PhysicalDrive0\\",
    "C:\\",
    "C:/",
    "c:",
    "~/",
    "~root/",
    "$HOME/",
    "%USERPROFILE%\\",
    "file:///",
    "/proc/self/fd/1/",
    "/dev/stdout/",
)

DEVICES = (
    *("CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "CLOCK$"),
    *(f"{port}{digit}" for port in ("COM", "LPT") for digit in "0123456789\u00b9\u00b2\u00b3"),
)
DEVICE_FORMS = ("{}", "{}.txt", "{} .txt", "{}.", "{}:", "{}.tar.gz")

CONTROLS = (*map(chr, range(32)), *map(chr, range(127, 160)))
CONTROL_FORMS = ("{}a.txt", "a{}.txt", "../{}a.txt")

INVISIBLE = (
    *map(chr, range(0x200B, 0x2010)),
    *map(chr, range(0x2028, 0x202F)),
    *map(chr, range(0x2066, 0x206A)),
    *("\u00ad", "\ufeff", "\u2060", "\ufff9", "\U000e0001", "\ud800", "\udfff", "\u0301", "\u3000"),
)
INVISIBLE_FORMS = ("{}", "photo{}gpj.exe", ".{}./a.txt")

LETTERS = ("a", "\u044f", "\ud55c", "\U0001f600", "e\u0301")
LENGTHS = (255, 256, 4096, 100_000)
LONG_FORMS = ("{}", "{}.txt", "a.{}")

SHELL = (
    *("-rf", "--help", "$(id)", "`id`", "; id", "| id", "&& id", "> out", "*", "?", "a\nb"),
    *("'", '"', "%s%n", "%00", "{{7*7}}", "<script>", "a:b", "a.txt::$DATA", "desktop.ini"),
    *(".htaccess", ".bashrc", ".git/config", "index.html\x00.png", "a\r\nSet-Cookie: a=b"),
)

NOTHING = ("", ".", "..", "...", " ", ". .", "/", "\\", "./", "../", "\t", "\u3000", "_", "-", "~")

OURS = (
    ".green-api-files-0123456789abcdef.part",
    "green-api-files-0123456789abcdef.part",
    ".green-api-files.jsonl",
    "../.green-api-files.jsonl",
    ".green-api-files/manifest",
)


def hostile_names() -> list[str]:
    """Every name, each once."""
    names = [
        *(step * depth + tail for step, depth, tail in product(STEPS, DEPTHS, OUTSIDE)),
        *(root + tail for root, tail in product(ROOTS, OUTSIDE)),
        *(form.format(device) for form, device in product(DEVICE_FORMS, DEVICES)),
        *(form.format(device.lower()) for form, device in product(DEVICE_FORMS[:2], DEVICES)),
        *(form.format(control) for form, control in product(CONTROL_FORMS, CONTROLS)),
        *(form.format(mark) for form, mark in product(INVISIBLE_FORMS, INVISIBLE)),
        *(
            form.format(letter * length)
            for form, letter, length in product(LONG_FORMS, LETTERS, LENGTHS)
        ),
        *SHELL,
        *NOTHING,
        *OURS,
    ]
    return list(dict.fromkeys(names))
