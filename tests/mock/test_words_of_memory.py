"""A contract that misuses a word of memory is refused with a sentence that names the place."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from green_api_mock.contract import read_contract
from green_api_mock.errors import ContractError
from tests.mock.command import run_to_end

ROOT = Path(__file__).resolve().parents[2]
CONTRACT = Path(__file__).with_name("parcels.yaml")
TEXT = CONTRACT.read_text(encoding="utf-8")

# What is written, what is written instead, and what is said of it.
MISUSES = {
    "queue: an answer that there is not": (
        "empty: idle",
        "empty: nobody",
        "queue > empty names an answer that there is not (nobody)",
    ),
    "queue: an answer that is not named": (", empty: idle }", " }", "queue has no `empty`"),
    "queue: another word": ("empty: idle", "none: idle", "queue cannot say `none`"),
    "queue: to wait for what a request cannot say": (
        "wait: patience",
        "wait: longing",
        "queue > wait must name a parameter or field of the request (depot, patience), not longing",
    ),
    "queue: a place that is no list": (
        "put: [parcel]",
        "put: parcel",
        "queue > put must be a list of names, not 'parcel'",
    ),
    "queue: a number that a request cannot say": (
        "by: ticket,",
        "by: number,",
        "queue > by must name a parameter or field of the request",
    ),
    "queues: one that nothing fills": (
        "arrivals: { keepSeconds",
        "departures: { keepSeconds",
        "x-mock > queues names 'departures', which nothing uses; it must be of arrivals",
    ),
    "queues: a time that is none": (
        "keepSeconds: 3600",
        "keepSeconds: long",
        "keepSeconds must be a number, not 'long'",
    ),
    "queues: a time that is not told": (
        "{ keepSeconds: 3600 }",
        "{ keep: 3600 }",
        "arrivals cannot say `keep`: use keepSeconds",
    ),
    "delivery: of a queue that there is not": (
        "delivery: { queue: arrivals",
        "delivery: { queue: letters",
        "x-mock > delivery > queue names 'letters'",
    ),
    "delivery: an address in a document that there is not": (
        "url: rules.tellAt",
        "url: laws.tellAt",
        "x-mock > delivery > url (laws.tellAt) names 'laws', which nothing uses",
    ),
    "delivery: another word": ("pauseSeconds: 10", "pause: 10", "delivery cannot say `pause`"),
    "delivery: a time that is none": (
        "answerSeconds: 10",
        "answerSeconds: yes",
        "answerSeconds must be a number, not 'yes'",
    ),
    "refused: a document without a place": (
        "while: rules.tellAt",
        "while: rules",
        "refused > while must name a document and a place in it: name.place",
    ),
    "refused: a document that there is not": (
        "while: rules.tellAt",
        "while: laws.tellAt",
        "nextArrival > refused (laws.tellAt) names 'laws'",
    ),
    "refused: another word": ("answer: told }", "reply: told }", "refused cannot say `reply`"),
    "journal: to match what a request cannot say": (
        "find: parcels, match: [number]",
        "find: parcels, match: [name]",
        "journal > match > 0 must name a parameter or field of the request (depot, number)",
    ),
    "journal: a switch that is none": (
        "newestFirst: true",
        "newestFirst: always",
        "newestFirst must be true or false, not 'always'",
    ),
    "journal: another word": ("newestFirst: true", "newest: true", "journal cannot say `newest`"),
    "journal: minutes that a request cannot say": (
        "minutes: minutes",
        "minutes: hours",
        "journal > minutes must name a parameter or field of the request",
    ),
    "document: a first one that there is not": (
        "first: open",
        "first: shut",
        "document > first names an answer that there is not (shut)",
    ),
    "document: another word": (
        "{ merge: rules }",
        "{ put: rules }",
        "document cannot say `put`: use read, first",
    ),
    "send: what is no example": (
        "trigger: sentParcel, copy",
        "trigger: nobody, copy",
        "send triggers 'nobody', which is no example of a webhook",
    ),
    "send: from where a request has nothing": (
        "copy: { to: to }, answer",
        "copy: { to: from }, answer",
        "copy > to must name a parameter or field of the request (depot, to), not from",
    ),
    "send: to where nothing is sent": (
        "copy: { to: to }, answer",
        "copy: { receiver: to }, answer",
        "send triggers nothing with receiver",
    ),
    "send: an answer of what is not sent": (
        "at: picture.link }\n          file",
        "at: picture.address }\n          file",
        "photograph triggers nothing with picture.address",
    ),
    "send: nothing for other types": (
        "'*': sentParcel",
        "text/*: sentParcel",
        "trigger must say what any other type triggers: `*`",
    ),
    "file: by what a request cannot say": (
        "file: { match: [number], link: [at]",
        "file: { match: [name], link: [at]",
        "file > match > 0 must name a parameter or field of the request",
    ),
    "file: another word": ("link: [at], missing", "link: [at], lost", "file cannot say `lost`"),
    "two steps of one operation": (
        "x-mock: { document: { merge: rules } }",
        "x-mock: { document: { merge: rules }, journal: { list: parcels } }",
        "x-mock has more than one of queue, document, journal, send, file",
    ),
    "webhook: another word": ("fill: { number: unique, when: now }", "fit: {}", "cannot say `fit`"),
    "webhook: filled with what there is not": (
        "fill: { number: unique, when: now, depot",
        "fill: { number: odd, when: now, depot",
        "fill > number must be one of unique, now, caller, not odd",
    ),
    "webhook: filled where there is nothing": (
        "fill: { number: unique, when: now, depot",
        "fill: { numbers: unique, when: now, depot",
        "x-mock: parcelCame has nothing at numbers, but at depot, number, of",
    ),
    "webhook: a condition without a place": (
        "if: { rules.open: true }",
        "if: { rules: true }",
        "must name a document and a place in it",
    ),
    "webhook: a condition on a document that there is not": (
        "if: { rules.open: true }",
        "if: { laws.open: true }",
        "parcelCame > if (laws.open) names 'laws'",
    ),
    "webhook: an entry of what is not there": (
        "copy: { number: number, when: when }, spread",
        "copy: { number: number, when: whence }, spread",
        "parcelCame has nothing at whence",
    ),
    "webhook: an entry with another word": (
        "spread: [of]",
        "spreads: [of]",
        "cannot say `spreads`",
    ),
    "webhook: a change without what is changed": (
        "update: { parcels: { match: { number: number }, copy",
        "update: { parcels: { match: { number: number }, change",
        "parcels cannot say `change`",
    ),
    "webhook: a file of what is not there": (
        "link: picture.link, name: picture.name, type: picture.type }\n        triggers",
        "link: photo.link, name: picture.name, type: picture.type }\n        triggers",
        "parcelCame has nothing at photo.link",
    ),
    "trigger: like nothing": (
        "like: parcel, times: 2",
        "like: nobody, times: 2",
        "like must name an example: parcel",
    ),
    "trigger: never": ("times: 2, summary", "times: 0, summary", "times must be a whole number"),
    "trigger: half": ("times: 2, summary", "times: 1.5, summary", "times must be a whole number"),
    "trigger: a text with a comma, not in quotes": (
        "summary: The same parcel twice",
        "summary: The same parcel, twice",
        "parcelTwice cannot say `twice`: use like, summary, times, hurries, media, then",
    ),
    "trigger: a switch that is none": (
        "hurries: true",
        "hurries: quickly",
        "hurries must be true or false, not 'quickly'",
    ),
    "trigger: followed by what is no example": (
        "[{ trigger: parcel, afterSeconds",
        "[{ trigger: nobody, afterSeconds",
        "parcelInParts triggers 'nobody'",
    ),
    "trigger: followed by what is not so": (
        "members: { of.weight: 9 }",
        "members: { of.size: 9 }",
        "parcelInParts: parcelCame has nothing at of.size",
    ),
    "trigger: followed in another word": (
        "afterSeconds: 30, copy",
        "after: 30, copy",
        "cannot say `after`: use trigger, afterSeconds, members, copy",
    ),
    "trigger: a fault that files do not have": (
        "media: { fault: expired }",
        "media: { fault: eaten }",
        "fault must be one of expired, expiresHalfway, truncated, stalled",
    ),
    "scenario: an end that work does not have": (
        "after: empty",
        "after: never",
        "after must be one of done, empty, missing",
    ),
    "scenario: a fault that answers do not have": (
        "fault: connectionReset",
        "fault: flood",
        "fault must be one of connectionReset, cutBody, garbage, silence",
    ),
    "scenario: a wait that is none": (
        "waitSeconds: 0",
        "waitSeconds: little",
        "waitSeconds must be a number, not 'little'",
    ),
    "scenario: another word": ("waitSeconds: 0", "wait: 0", "idleAtOnce cannot say `wait`"),
}


def misused(folder: Path, old: str, new: str) -> Path:
    """The contract with one thing written otherwise."""
    assert old in TEXT
    wrong = folder / "wrong.yaml"
    wrong.write_text(TEXT.replace(old, new, 1), encoding="utf-8")
    return wrong


@pytest.mark.parametrize(("old", "new", "said"), MISUSES.values(), ids=MISUSES)
def test_a_contract_that_misuses_a_word_is_refused(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    with pytest.raises(ContractError) as refused:
        read_contract(misused(tmp_path, old, new))
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)


def test_make_check_looks_at_the_words() -> None:
    recipe = subprocess.run(
        ["make", "--dry-run", "check"],  # noqa: S607 - the system's
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert "green-api-mock --check-scenarios mock/README.md" in recipe


@pytest.mark.parametrize(
    "misuse",
    [
        "queue: another word",
        "queues: one that nothing fills",
        "delivery: another word",
        "journal: a switch that is none",
        "document: a first one that there is not",
        "send: what is no example",
        "file: by what a request cannot say",
        "refused: a document that there is not",
        "webhook: filled where there is nothing",
    ],
)
def test_the_check_says_it_in_one_line(tmp_path: Path, misuse: str) -> None:
    old, new, said = MISUSES[misuse]
    wrong = misused(tmp_path, old, new)
    code, out, errors = run_to_end(
        "--contract", str(wrong), "--check-scenarios", str(ROOT / "mock" / "README.md")
    )
    assert (code, out) == (3, "")
    assert errors.startswith(f"green-api-mock: {wrong} cannot be used: ")
    assert said in errors
    assert errors.count("\n") == 1
