"""Words of memory are read as they are meant, and one that is misused is named with its place."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from green_api_mock.contract import MediaFault, MediaRule, parse_contract, read_contract
from green_api_mock.contract.answer import Fault, Outcome
from green_api_mock.contract.memory import (
    Delivery,
    Drop,
    Entry,
    Fetch,
    FileOf,
    Find,
    FirstDocument,
    FollowUp,
    Listing,
    Member,
    Merge,
    Names,
    Peek,
    Read,
    Refusal,
    Send,
    Trigger,
    Update,
    Webhook,
)
from green_api_mock.errors import ContractError
from tests.mock.command import run_to_end
from tests.mock.rewriting import rewritten

if TYPE_CHECKING:
    from green_api_mock.contract import Answer, Contract
    from green_api_mock.contract.answer import Place
    from green_api_mock.contract.memory import Copies

ROOT = Path(__file__).resolve().parents[2]
CONTRACT = Path(__file__).with_name("parcels.yaml")
TEXT = CONTRACT.read_text(encoding="utf-8")

NUMBER: Place = ("number",)
PICTURE = FileOf({"number": NUMBER}, ("picture", "link"), ("picture", "name"), ("picture", "type"))
CAME = Webhook(
    name="parcelCame",
    queue="arrivals",
    only_if={Member("rules", ("open",)): True},
    fill={NUMBER: "unique", ("when",): "now", ("depot",): "caller"},
    entries={
        "parcels": Entry({"way": "in"}, {"number": NUMBER, "when": ("when",)}, (("of",),)),
    },
    updates={},
    documents={},
    file=PICTURE,
    known=frozenset(
        {
            *(("sender",), ("sender", "name"), NUMBER, ("when",), ("depot",), ("of",)),
            *(("of", "weight"), ("picture",), PICTURE.link, PICTURE.name, PICTURE.media_type),
        }
    ),
)
SENT = Webhook(
    name="parcelSent",
    queue="arrivals",
    only_if={},
    fill={NUMBER: "unique", ("when",): "now"},
    entries={
        "parcels": Entry(
            {"way": "out", "state": "waiting"},
            {"number": NUMBER, "when": ("when",), "to": ("to",)},
            (),
        ),
    },
    updates={},
    documents={},
    file=PICTURE,
    known=frozenset(
        {
            *(NUMBER, ("when",), ("to",), ("picture",)),
            *(PICTURE.link, PICTURE.name, PICTURE.media_type),
        }
    ),
)
MOVED = Webhook(
    name="parcelMoved",
    queue="arrivals",
    only_if={},
    fill={},
    entries={},
    updates={"parcels": Update({"number": NUMBER}, {"state": ("state",)})},
    documents={"rules": {("lastMoved",): NUMBER}},
    file=None,
    known=frozenset({NUMBER, ("state",)}),
)
FILE = {"link": "https://depot.example/p.png", "name": "p.png", "type": "image/png"}
PARCEL = {"number": "P1", "when": 1, "depot": 1, "of": {"weight": 2}, "picture": FILE}
TEXT_SENT = {"number": "P1", "when": 1, "to": "south"}


def trigger(name: str, summary: str, webhook: Webhook, value: Any, **more: Any) -> Trigger:
    usual: dict[str, Any] = {"times": 1, "hurries": False, "media": MediaRule(), "then": ()}
    return Trigger(name, summary, webhook, value, **usual | more)


def changed(*changes: tuple[str, str]) -> Contract:
    """The contract with some things written otherwise."""
    return parse_contract(rewritten(TEXT, *changes))


def test_what_can_come_is_read() -> None:
    # A webhook may say more than its methods.
    memory = changed(("  parcelMoved:\n", "  parcelMoved:\n    summary: It moves\n")).memory
    later = FollowUp("parcel", 30, {("of", "weight"): 9}, {NUMBER: NUMBER})
    expected = [
        trigger("parcel", "A parcel came", CAME, PARCEL),
        trigger("parcelTwice", "The same parcel twice", CAME, PARCEL, times=2),
        trigger("parcelFirst", "A parcel came", CAME, PARCEL, hurries=True),
        trigger("parcelFaded", "A parcel came", CAME, PARCEL, media=MediaRule(MediaFault.EXPIRED)),
        trigger("parcelInParts", "A parcel came", CAME, PARCEL, then=(later,)),
        trigger("sentParcel", "sentParcel", SENT, TEXT_SENT),
        trigger("sentPicture", "sentPicture", SENT, {**TEXT_SENT, "picture": FILE}),
        trigger("moved", "moved", MOVED, {"number": "P1", "state": "moved"}),
    ]
    assert list(memory.triggers.values()) == expected
    assert list(memory.triggers) == [each.name for each in expected]
    assert memory.has_files
    line = next(each for each in TEXT.splitlines(keepends=True) if "file: { match: { n" in each)
    assert not parse_contract(TEXT.replace(line, "")).memory.has_files


def test_what_is_remembered_is_read() -> None:
    memory = parse_contract(TEXT).memory
    first = FirstDocument({"open": True, "tellAt": ""}, {"904": {"open": False}})
    assert memory.documents == {"rules": first}
    assert memory.keep_seconds == {"arrivals": 3600}
    at, token = Member("rules", ("tellAt",)), Member("rules", ("tellWith",))
    assert memory.delivery == Delivery("arrivals", at, token, answer_seconds=10, pause_seconds=10)
    assert memory.names == Names(
        frozenset({"arrivals"}), frozenset({"parcels"}), frozenset({"rules"})
    )


def test_names_are_all_that_something_is_put_into_or_taken_from() -> None:
    sent = "        queue: arrivals\n        fill: { number: unique, when: now }\n"
    changes = (
        (f"{sent}        journal: {{ parcels", "        queue: sent\n        journal: { letters"),
        ("        queue: arrivals\n        update: { parcels", "        update: { moves"),
        ("document: { rules: { lastMoved", "document: { last: { moved"),
    )
    with pytest.raises(ContractError, match=r"it must be of arrivals, sent$"):
        changed(*changes, ("arrivals: { keep", "departures: { keep"))
    assert changed(*changes).memory.names == Names(
        frozenset({"arrivals", "sent"}),
        frozenset({"parcels", "letters", "moves"}),
        frozenset({"rules", "last"}),
    )


def test_what_operations_do_is_read() -> None:
    contract = parse_contract(TEXT)

    def answer(operation: str, name: str) -> Answer:
        found = contract.operation(operation)
        assert found is not None
        [answer] = [each for each in found.answers if each.name == name]
        return answer

    sent: Copies = {("to",): ("to",)}
    assert {each.id: each.step for each in contract.operations} == {
        "nextArrival": Peek(
            *("arrivals", "patience", 0, ("at", "ticket"), ("parcel",)),
            answer("nextArrival", "idle"),
        ),
        "takeArrival": Drop("arrivals", "ticket", answer("takeArrival", "noTicket")),
        "listParcels": Listing(
            "parcels", {"way": "in"}, (), ("minutes", 60), "when", None, newest_first=True
        ),
        "findParcel": Find("parcels", ("number",), answer("findParcel", "noParcel")),
        "picture": Fetch(("number",), ("at",), answer("picture", "wrong")),
        "send": Send({"*": "sentParcel"}, sent, {NUMBER: NUMBER}, "", ""),
        "photograph": Send(
            {"image/*": "sentPicture", "*": "sentParcel"},
            *(sent, {NUMBER: NUMBER, ("at",): PICTURE.link}, "picture", "name"),
        ),
        "rules": Read("rules", answer("rules", "open")),
        "changeRules": Merge("rules"),
    }
    told = Refusal(Member("rules", ("tellAt",)), answer("nextArrival", "told"))
    refusals = {each.id: each.refusal for each in contract.operations if each.refusal}
    assert refusals == {"nextArrival": told}


def test_what_may_be_left_out_of_a_step() -> None:
    for default, seconds in (("", 0), (", default: 7", 7)):
        peek = changed((", default: 0", default)).operations[0].step
        assert isinstance(peek, Peek)
        assert peek.wait_seconds == seconds
    contract = changed((", missing: wrong", ""), ("copy: { to: to }", "copy: { to: to.name }"))
    steps = {each.id: each.step for each in contract.operations}
    assert steps["picture"] == Fetch(("number",), ("at",), None)
    assert isinstance(steps["send"], Send)
    assert steps["send"].copy == {("to",): ("to", "name")}


def test_what_a_listing_does_unless_told_is_read() -> None:
    fields = "{ name: minutes, in: query, schema: { type: integer, default: 60 } }"
    count = "{ name: count, in: query, schema: { type: integer DEFAULT } }"
    words = "minutes: minutes, time: when, newestFirst: true"
    for default, most in (("", 100), (", default: 7", 7)):
        contract = changed(
            (fields, f"{count.replace(' DEFAULT', default)}\n        - {fields}"),
            (", default: 60", ""),
            (words, f"match: [depot, count], count: count, {words}"),
        )
        listing = contract.operations[2].step
        assert isinstance(listing, Listing)
        assert listing.match == ("depot", "count")
        assert (listing.minutes, listing.count) == (("minutes", float("inf")), ("count", most))
    listing = changed((words, "newestFirst: false")).operations[2].step
    assert listing == Listing("parcels", {"way": "in"}, (), None, "", None, newest_first=False)


def test_scenarios_of_work_are_read() -> None:
    operations = parse_contract(TEXT).operations
    assert [
        (each.name, each.after, each.fault, each.wait_seconds, each.times, each.at_gateway)
        for operation in operations
        for each in operation.scenarios
    ] == [
        ("idleAtOnce", Outcome.EMPTY, None, 0, None, False),
        ("takenWithoutAWord", Outcome.DONE, Fault.CONNECTION_RESET, None, 1, False),
        ("goneIsAnError", Outcome.MISSING, None, None, None, False),
        ("closed", None, None, None, None, False),
    ]


def test_a_shared_scenario_is_of_those_that_can_end_so() -> None:
    wrong = "examples: { wrong: { value: { message: wrong } } }"
    with_scenarios = (
        "examples: { wrong: { value: { message: wrong }, x-mock: { scenarios: { "
        "done: { when: { depot: 905 }, after: done }, empty: { when: { depot: 906 }, after: empty }"
        ", missing: { when: { depot: 907 }, after: missing } } } } }"
    )
    of_none = ("      x-mock: { document: { merge: rules } }\n", "")
    contract = changed((wrong, with_scenarios), of_none)
    found = {
        operation.id: [each.name for each in operation.scenarios if each.answer.name == "wrong"]
        for operation in contract.operations
    }
    assert contract.memory.documents["rules"].of.keys() == {"904"}, "an error is no document"
    assert found.pop("nextArrival") == ["done", "empty"]
    assert found.pop("changeRules") == []
    for finder in ("takeArrival", "findParcel", "picture"):
        assert found.pop(finder) == ["done", "missing"]
    assert set(map(tuple, found.values())) == {("done",)}


def test_an_example_of_a_webhook_says_how_it_comes() -> None:
    says = "x-mock: { summary: It moves, times: 3, hurries: true, media: { bytes: 7 } }"
    memory = changed(("moved: { value", f"moved: {{ {says}, value")).memory
    assert memory.triggers["moved"] == trigger(
        *("moved", "It moves", MOVED, {"number": "P1", "state": "moved"}),
        times=3,
        hurries=True,
        media=MediaRule(size=7),
    )


def test_the_schema_of_a_payload_is_known_in_all_its_parts() -> None:
    loop = "{ properties: { in: { $ref: '#/components/schemas/Loop' } } }"
    circle = "{ anyOf: [{ $ref: '#/components/schemas/Circle' }] }"
    deep = "{ properties: { deep: {} } }"
    for way in ("allOf", "anyOf", "oneOf") * 2:
        deep = f"{{ {way}: [{circle}, {deep}] }}"
    parts = f"{{ anyOf: [{loop}, {deep}] }}"
    media = "application/json:\n            examples:\n              moved"
    schemas = f"components:\n  schemas:\n    Loop: {loop}\n    Circle: {circle}\n"
    contract = changed(
        (media, media.replace("examples", f"schema: {parts}\n            examples")),
        ("components:\n", schemas),
    )
    known = contract.memory.triggers["moved"].webhook.known
    assert {("in",), ("in",) * 8, ("deep",)} <= known
    assert max(map(len, known)) < 20, "a circle ends"


def test_what_follows_comes_at_once_unless_told() -> None:
    then = "then: [{ trigger: parcel, afterSeconds: 30"
    memory = changed((then, then.replace("[", "[{ trigger: moved }, "))).memory
    assert memory.triggers["parcelInParts"].then[0] == FollowUp("moved", 0, {}, {})


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
    "journal: to match what is no list": (
        "find: parcels, match: [number]",
        "find: parcels, match: number",
        "journal > match must be a list of names, not 'number'",
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
    "trigger: like nothing of several": (
        "fill: { number: unique, when: now }\n",
        "fill: { number: unique }\n        triggers: { late: { like: nobody } }\n",
        "late > like must name an example: sentParcel, sentPicture",
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
    wrong = folder / "wrong.yaml"
    wrong.write_text(rewritten(TEXT, (old, new)), encoding="utf-8")
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
