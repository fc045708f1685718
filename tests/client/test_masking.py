"""In what ways a secret may be written where it is repeated, and what stays of it then: nothing."""

from __future__ import annotations

import copy
import html
import inspect
import json
import logging
import pickle
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

import pytest

from green_api_client.masking import NO_SECRETS, Secrets, mask_logs, placeholder, quoted
from green_api_client.transports import SecretURL

if TYPE_CHECKING:
    from collections.abc import Callable

# Each is written in other ways: at its ends, where half a form would leave it, and within.
ODD = (
    "~a/b?c=d&e",
    '"quoted" + é"',
    "'x' <y> \\ z'",
    "tab\tand\nline\n",
    "\x07bells ring\x07",
    "été\u2013\U0001f600 100%",
)
WAYS: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "in a URL": lambda value: quote(value, safe=""),
    "in a URL, with tildes": lambda value: quote(value, safe="").replace("~", "%7E"),
    "in a URL of small letters": lambda value: _small(quote(value, safe="")),
    "in a form": lambda value: urlencode({"": value})[1:],
    "in a form of small letters": lambda value: _small(urlencode({"": value})[1:]),
    "in JSON": lambda value: json.dumps(value)[1:-1],
    "in JSON of all characters": lambda value: json.dumps(value, ensure_ascii=False)[1:-1],
    "in HTML": html.escape,
    "in Python": lambda value: repr(value)[1:-1],
}
PLAIN = "pla1nt0ken"


def _small(text: str) -> str:
    """Percent-encoded with small letters, as RFC 3986 puts up with."""
    parts = text.split("%")
    return "%".join([parts[0], *(part[:2].lower() + part[2:] for part in parts[1:])])


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("secret", [*ODD, PLAIN])
def test_nothing_stays_of_it_however_it_is_written(secret: str, way: str) -> None:
    written = WAYS[way](secret)
    secrets = Secrets({"key": secret})
    assert secrets.mask(f"<{written}{written}>") == "<~key~~key~>"
    content = f"<{written}>".encode()
    masked = secrets.mask_bytes(content)
    # Stars in the place of the characters, so that JSON stays JSON.
    assert masked == f"<{'*' * len(written)}>".encode()


CHARSETS = {
    "utf-8": "utf-8",
    "utf-16": "utf-16-le",
    "UTF_16": "utf-16-be",
    "utf-16-be": "utf-16-be",
    "utf-32": "utf-32-be",
    "Utf_32": "utf-32-le",
    "latin-1": "latin-1",
    "cp037": "cp037",
}


@pytest.mark.parametrize("charset", CHARSETS)
def test_it_is_found_in_every_charset_and_order_of_bytes(charset: str) -> None:
    # At the ends the zeros of the characters beside it do not stand in for its own.
    content = f"{PLAIN} not {PLAIN}".encode(CHARSETS[charset])
    masked = Secrets({"key": PLAIN}).mask_bytes(content, charset)
    stars = "*" * len(PLAIN)
    assert masked.decode(CHARSETS[charset]) == f"{stars} not {stars}"


def test_a_charset_that_is_none_changes_nothing() -> None:
    secrets = Secrets({"key": PLAIN})
    assert secrets.mask_bytes(f"a {PLAIN}".encode(), "no-such-charset") == b"a " + b"*" * 10
    assert secrets.mask_bytes(f"a {PLAIN}".encode(), "latin-1") == b"a " + b"*" * 10


def test_a_secret_at_the_end_of_another_leaves_nothing_of_it() -> None:
    secrets = Secrets({"short": PLAIN, "long": f"a-{PLAIN}"})
    assert secrets.mask(f"a-{PLAIN} {PLAIN}") == "~long~ ~short~"


def test_the_path_of_a_short_secret_is_masked_with_either_slash() -> None:
    secrets = Secrets({"key": "0", "long": PLAIN}, "/a/~key~/~long~")
    for slash in ("/", r"\/"):  # RFC 8259 lets either stand for a slash
        path = f"/a/0/{PLAIN}".replace("/", slash)
        assert secrets.mask(f"no {path}, 0") == "no /a/~key~/~long~, 0".replace("/", slash)
        stars = f"/a/*/{'*' * 10}".replace("/", slash)
        assert secrets.mask_bytes(f"no {path}, 0".encode()) == f"no {stars}, 0".encode()


def test_of_a_short_secret_without_a_path_nothing_is_masked() -> None:
    assert inspect.signature(Secrets).parameters["path"].default == ""
    assert Secrets({"key": "0"}).mask("/a/0, 0") == "/a/0, 0"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("token", "~token~"),
        ("X-Api.Key_1", "~X-Api.Key_1~"),
        ("optional[key]", "~optional_key_~"),
        ("a b/c~d", "~a_b_c_d~"),
        ("é", "~_~"),
    ],
)
def test_a_placeholder_is_the_same_in_a_url(name: str, shown: str) -> None:
    assert placeholder(name) == shown
    assert quote(shown, safe="") == shown


def test_what_is_put_into_a_url_looks_like_no_placeholder() -> None:
    # RFC 3986: all but letters, digits and `-._` is percent-encoded, and here tildes are, too.
    assert quoted("aZ09-._") == "aZ09-._"
    assert quoted("~a~/é") == "%7Ea%7E%2F%C3%A9"
    secrets = Secrets({"one": "~two~ is no other", "two": PLAIN})
    assert secrets.reveal("/~one~/~two~") == f"/%7Etwo%7E%20is%20no%20other/{PLAIN}"


def test_secrets_are_shown_by_their_names_alone() -> None:
    secrets = Secrets({"two": PLAIN, "one": PLAIN})
    assert repr(secrets) == "Secrets(~one~, ~two~)"
    assert (bool(secrets), bool(NO_SECRETS)) == (True, False)
    for write in (copy.copy, copy.deepcopy, pickle.dumps):
        with pytest.raises(TypeError, match="not copied and not written to a pickle"):
            write(secrets)


def test_no_log_shows_any_of_several(caplog: pytest.LogCaptureFixture) -> None:
    every = [Secrets({f"key{number}": f"{PLAIN}-{number}"}) for number in range(3)]
    for secrets in every:
        mask_logs(secrets, ["a.logger.of.another"])
    logger = logging.getLogger("a.logger.of.another")
    with caplog.at_level(logging.INFO, logger.name):
        logger.info("%s and %s", f"{PLAIN}-0", f"{PLAIN}-2")
        logger.info("100% nothing")
    assert caplog.messages == ["~key0~ and ~key2~", "100% nothing"]


def test_a_url_is_written_with_placeholders_only() -> None:
    import httpx  # noqa: PLC0415 # nothing else here is of the network

    url = SecretURL(httpx.URL("http://api.example/~key~"), Secrets({"key": PLAIN}))
    assert url.raw_path == f"/{PLAIN}".encode()
    written = pickle.dumps(url)
    assert PLAIN.encode() not in written
    assert pickle.loads(written) == httpx.URL("http://api.example/~key~")  # noqa: S301 # as above
