"""What the contract says of remembering: its words `queue`, `journal`, `document`, `send`, `file`.

An operation uses them for what it reads and changes, a webhook for where its payloads go. The names
of queues, journals and documents are the contract's own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from green_api_mock.contract.answer import Answer, MediaRule, Place

Copies = Mapping["Place", "Place"]
"""Where something goes, and where it comes from."""


@dataclass(frozen=True, slots=True)
class Member:
    """A place in a document."""

    document: str
    at: Place

    def __str__(self) -> str:
        return ".".join((self.document, *map(str, self.at)))


@dataclass(frozen=True, slots=True)
class Peek:
    """The operation gives the oldest item of a queue and leaves it there.

    Attributes:
        wait: the parameter that says for how many seconds to wait for one.
        wait_seconds: how many if the request does not say.
        number, body: where in the answer those of the item belong.
        empty: the answer if there is none.
    """

    queue: str
    wait: str
    wait_seconds: float
    number: Place
    body: Place
    empty: Answer


@dataclass(frozen=True, slots=True)
class Drop:
    """The operation removes the item that was given under a number.

    Attributes:
        by: the parameter with the number.
        missing: the answer if there is no such item.
    """

    queue: str
    by: str
    missing: Answer


@dataclass(frozen=True, slots=True)
class Read:
    """The operation answers with a document.

    Attributes:
        first: the answer whose body it is at first.
    """

    document: str
    first: Answer


@dataclass(frozen=True, slots=True)
class Merge:
    """The operation puts the members of its request's body into a document."""

    document: str


@dataclass(frozen=True, slots=True)
class Listing:
    """The operation lists entries of a journal.

    Attributes:
        having: the members that an entry must have.
        match: what must be alike in the request and the entry.
        minutes: the parameter that says how old an entry may be, and what it says by default.
        time: the entry's member with its time in seconds; empty if no entry is too old.
        count: the field that says how many at most, and what it says by default.
    """

    journal: str
    having: Mapping[str, Any]
    match: tuple[str, ...]
    minutes: tuple[str, float] | None
    time: str
    count: tuple[str, int] | None
    newest_first: bool


@dataclass(frozen=True, slots=True)
class Find:
    """The operation gives one entry of a journal.

    Attributes:
        match: what must be alike in the request and the entry.
        missing: the answer if there is none and the mock is strict.
    """

    journal: str
    match: tuple[str, ...]
    missing: Answer


@dataclass(frozen=True, slots=True)
class Send:
    """The operation makes a payload of a webhook out of its request.

    Attributes:
        triggers: the payload's name by the media type of what is sent, in the contract's order;
            a type may end in `*`.
        copy: fields of the request that the payload takes over.
        answer: what of the payload the answer holds.
        file: the field that is the file itself; empty if there is none.
        name: the field with the file's name; empty if nothing is sent but text.
    """

    triggers: Mapping[str, str]
    copy: Copies
    answer: Copies
    file: str
    name: str


@dataclass(frozen=True, slots=True)
class Fetch:
    """The operation gives a link to the file of an earlier payload.

    Attributes:
        match: the parameters by which the file is known.
        link: where in the answer the link belongs.
        missing: the answer if there was no such payload and the mock is strict.
    """

    match: tuple[str, ...]
    link: Place
    missing: Answer | None


Step = Peek | Drop | Read | Merge | Listing | Find | Send | Fetch


@dataclass(frozen=True, slots=True)
class Refusal:
    """An operation is refused for as long as a place in a document is neither missing nor empty."""

    where: Member
    answer: Answer


@dataclass(frozen=True, slots=True)
class FileOf:
    """Which file a webhook's payload carries.

    Attributes:
        match: by what it is known: the name, and where in the payload the value is.
        link, name, media_type: where in the payload these are.
    """

    match: Mapping[str, Place]
    link: Place
    name: Place
    media_type: Place


@dataclass(frozen=True, slots=True)
class Entry:
    """How a payload becomes an entry of a journal.

    Attributes:
        members: those that are always the same.
        copy: the entry's member, and where in the payload the value is.
        spread: objects of the payload whose members the entry takes over.
    """

    members: Mapping[str, Any]
    copy: Mapping[str, Place]
    spread: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Update:
    """How a payload changes an entry of a journal.

    Attributes:
        match: which entry: its member, and where in the payload the same value is.
        copy: what changes.
    """

    match: Mapping[str, Place]
    copy: Mapping[str, Place]


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where the payloads of one webhook go.

    Attributes:
        queue: empty for none.
        only_if: what places in documents must hold for a payload to be queued.
        fill: what is made anew in each payload: `unique`, `now` or `caller`.
        documents: what of the payload goes into which document.
        known: the places that a payload may have, as the schema and the examples tell.
    """

    name: str
    queue: str
    only_if: Mapping[Member, Any]
    fill: Mapping[Place, str]
    entries: Mapping[str, Entry]
    updates: Mapping[str, Update]
    documents: Mapping[str, Copies]
    file: FileOf | None
    known: frozenset[Place]


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A payload that comes after another.

    Attributes:
        members: what is different in it from the example.
        copy: what it takes over from the first.
    """

    trigger: str
    after_seconds: float
    members: Mapping[Place, Any]
    copy: Copies


@dataclass(frozen=True, slots=True)
class Trigger:
    """A payload that can be made to come: a named example of a webhook.

    Attributes:
        times: how often the very same payload comes.
        hurries: whether it overtakes one that waits.
        media: how its file is served.
    """

    name: str
    summary: str
    webhook: Webhook
    value: Mapping[str, Any]
    times: int
    hurries: bool
    media: MediaRule
    then: tuple[FollowUp, ...]


@dataclass(frozen=True, slots=True)
class Delivery:
    """How payloads are pushed to a server of the caller.

    Attributes:
        url, token: where an instance's documents say to what address, and with which token.
        answer_seconds: how long the server may take to answer.
        pause_seconds: how long until the same item is sent again.
    """

    queue: str
    url: Member
    token: Member
    answer_seconds: float
    pause_seconds: float


@dataclass(frozen=True, slots=True)
class FirstDocument:
    """What a document is before anybody has changed it.

    Attributes:
        usual: for all instances but those below.
        of: by instance.
    """

    usual: Mapping[str, Any]
    of: Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Names:
    """Of all queues, journals and documents."""

    queues: frozenset[str] = frozenset()
    journals: frozenset[str] = frozenset()
    documents: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Memory:
    """All that is remembered for an instance, as the contract declares it.

    Attributes:
        triggers: by name.
        documents: those that can be read, by name.
        keep_seconds: how long an item of a queue waits before it is gone.
        names: of all that is remembered.
    """

    triggers: Mapping[str, Trigger] = field(default_factory=dict[str, Trigger])
    documents: Mapping[str, FirstDocument] = field(default_factory=dict[str, FirstDocument])
    keep_seconds: Mapping[str, float] = field(default_factory=dict[str, float])
    delivery: Delivery | None = None
    names: Names = field(default_factory=Names)

    @property
    def has_files(self) -> bool:
        """Whether anything that can come carries a file."""
        return any(trigger.webhook.file is not None for trigger in self.triggers.values())
