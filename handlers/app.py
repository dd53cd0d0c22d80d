"""What every surface hands to its listeners: use cases, the school clock and the directory."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from handlers.deliveries import Deliveries
from handlers.papers.service_log_files import FileKind
from pushin import inbox
from pushin.errors import PushInError
from pushin.exports import Wanted
from pushin.kinds import is_read
from pushin.people import Account
from pushin.results import Refused, SubstitutePage, Week
from pushin.results.minutes import MinutesChart
from school.errors import SchoolError
from storage.database import Database
from storage.scope import Scope, Who

P = ParamSpec("P")
R = TypeVar("R")

SEEN = "seen_before"
"""The code of a refusal that nobody reads: the same event was delivered again."""


@dataclass(frozen=True, slots=True)
class ChannelFacts:
    """A conversation as the chat product knows it, seen by Push-In."""

    name: str
    member: bool
    archived: bool
    shared: bool
    private: bool


class Directory(Protocol):
    """Looks accounts and channels up where they live; answers may be a minute old."""

    async def account(self, user_id: str, *, at: datetime) -> Account:
        """Return an account; one that cannot be seen is foreign."""

    async def channel(self, channel_id: str, *, at: datetime) -> ChannelFacts:
        """Return a channel's facts; one that cannot be seen has no member Push-In."""


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file that a person sent: its name, and where the chat product serves it ("": no more)."""

    id: str
    name: str
    url: str


class Files(Protocol):
    """Fetches what people send."""

    async def fetch(self, file: SentFile, *, within: float | None = None) -> bytes | Refused:
        """Return a file's bytes, within some seconds, or why they cannot be had."""


class NoFiles:
    """A surface to which no files are sent."""

    async def fetch(self, file: SentFile, *, within: float | None = None) -> bytes | Refused:  # noqa: ARG002  the port's words
        """Refuse."""
        return Refused("file_gone", {"file": file.name})


@dataclass(frozen=True, slots=True)
class File:
    """A file for one person: `words` come with it, `alt` says what a picture shows."""

    name: str
    title: str
    content: bytes
    words: str
    alt: str = ""


class Uploads(Protocol):
    """Brings files to people, after their request was answered."""

    def to_person(
        self, user_id: str, key: str, make: Callable[[], Awaitable[File]], *, otherwise: Refused
    ) -> bool:
        """Make a file and bring it into a person's direct messages with Push-In.

        False if the file of this `key` is on its way to them already. Where it does not get
        through, the person is told `otherwise` there.
        """


class Pictures(Protocol):
    """Draws, beside the requests that must be answered meanwhile."""

    async def week(self, found: Week) -> bytes:
        """Return a week as a PNG; raises `NotDrawnError`."""

    async def minutes(self, found: MinutesChart) -> bytes:
        """Return a chart of minutes as a PNG; raises `NotDrawnError`."""

    async def substitute(self, found: SubstitutePage) -> bytes:
        """Return a substitute's half page as a PDF; raises `NotDrawnError`."""

    async def service_log(self, who: Who, wanted: Wanted, kind: FileKind, *, at: datetime) -> bytes:
        """Return a log of sessions as a file, read for who asks; raises `NotDrawnError`."""


class NotDrawnError(Exception):
    """No picture came about; the next one may."""


@dataclass(frozen=True, slots=True)
class Surface:
    """The one way from a listener to the practice; `now` is the school clock.

    `public_url` is where calendar links begin, where the program can be reached from outside.
    """

    database: Database
    now: Callable[[], datetime]
    directory: Directory
    uploads: Uploads
    pictures: Pictures
    files: Files = field(default_factory=NoFiles)
    public_url: str | None = None
    deliveries: Deliveries = field(default_factory=Deliveries)

    async def perform(
        self,
        use_case: Callable[Concatenate[Scope, P], R],
        who: Who,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> R | Refused:
        """Run one use case in one transaction; a no comes back as a value."""
        run = self.database.read if is_read(use_case) else self.database.write
        try:
            return await run(use_case, who, *args, **kwargs)
        except (PushInError, SchoolError) as no:
            return Refused(no.code, no.params)

    async def perform_once(
        self,
        key: str,
        use_case: Callable[Concatenate[Scope, P], R],
        who: Who,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> R | Refused:
        """Run a use case unless the event `key` was answered before.

        The key stands in the transaction of what the event changed. What was done and not
        answered is asked again: a use case comes to the same end by the message that it was told
        in, and the person gets the answer that was lost.
        """

        def unless_answered(scope: Scope) -> R | Refused:
            if inbox.is_answered(scope, key):
                return Refused(SEEN)
            result = use_case(scope, *args, **kwargs)
            inbox.received(scope, key, at=self.now())
            return result

        found = await self.perform(unless_answered, who)
        self.deliveries.acted.add(key)
        return found

    async def answered(self, key: str, who: Who) -> None:
        """Keep that the event `key` was answered; one that only read leaves no trace."""
        self.deliveries.answered(key)
        if key in self.deliveries.acted:
            self.deliveries.acted.discard(key)
            await self.database.write(inbox.answered, who, key, at=self.now())
