"""Whose data a use case may touch: one workspace, one signed person, one transaction."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Self, TypeVar

from sqlmodel import Session, select

from storage import tables
from storage.prepared import Prepared
from storage.queries.absences import Absences
from storage.queries.agreements import Agreements
from storage.queries.clashes import Clashes
from storage.queries.classrooms import Classrooms
from storage.queries.codes import Codes
from storage.queries.conversations import Conversations
from storage.queries.drafts import Drafts
from storage.queries.expectations import Expectations
from storage.queries.exports import Exports
from storage.queries.feeds import Feeds
from storage.queries.inbox import Inbox
from storage.queries.indirect import Indirect
from storage.queries.logs import Logs
from storage.queries.make_ups import MakeUps
from storage.queries.mandates import Mandates
from storage.queries.messages import Messages
from storage.queries.minutes import Minutes
from storage.queries.people import People
from storage.queries.plans import Plans
from storage.queries.progress import Progress
from storage.queries.prompts import Prompts
from storage.queries.proposals import Proposals
from storage.queries.replans import Replans
from storage.queries.reviews import Reviews
from storage.queries.schools import Schools
from storage.queries.sessions import Sessions
from storage.queries.touch_bases import TouchBases
from storage.queries.weeks import Weeks
from storage.transaction import OfSession, Transaction

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Who:
    """The signed ids of a request; without a user it is Push-In itself (the scheduler)."""

    workspace_id: str
    user_id: str | None = None


def fresh_id() -> str:
    """Return a new opaque id (64 random bits)."""
    return secrets.token_hex(8)


class Scope:
    """One workspace seen by one person inside one transaction; all queries go through it."""

    def __init__(self, within: Transaction, who: Who) -> None:
        """Bind a transaction to the workspace and the person of a request."""
        self.within = within
        self.who = who
        self.workspace_id = who.workspace_id

    @classmethod
    def of(cls, session: Session, who: Who) -> Self:
        """Return the scope of one workspace inside a transaction that sees all of them."""
        return cls(OfSession(session), who)

    @property
    def session(self) -> Session:
        """The ORM's view of the transaction; reads of prepared statements do without."""
        return self.within.session

    def rows(self, asked: Prepared[R], **keys: object) -> Sequence[R]:
        """Return what a prepared statement finds in this workspace."""
        return self.within.rows(asked, {"workspace": self.workspace_id, **keys})

    @cached_property
    def person(self) -> tables.Person | None:
        """The active person behind the signed user id, or None for a stranger."""
        if self.who.user_id is None:
            return None
        found = self.session.exec(
            select(tables.Person).where(
                tables.Person.workspace_id == self.workspace_id,
                tables.Person.slack_user_id == self.who.user_id,
                tables.Person.active,
            )
        )
        return found.first()

    @cached_property
    def absences(self) -> Absences:
        """Who is out, and who covers."""
        return Absences(self)

    @cached_property
    def agreements(self) -> Agreements:
        """Agreements, roles and confirmations."""
        return Agreements(self)

    @cached_property
    def clashes(self) -> Clashes:
        """Kept clashes, and plans that are treated together."""
        return Clashes(self)

    @cached_property
    def classrooms(self) -> Classrooms:
        """Classrooms, routines and teams."""
        return Classrooms(self)

    @cached_property
    def codes(self) -> Codes:
        """Where a student's code stands."""
        return Codes(self)

    @cached_property
    def conversations(self) -> Conversations:
        """Places that Push-In posts to."""
        return Conversations(self)

    @cached_property
    def drafts(self) -> Drafts:
        """What waits for Confirm."""
        return Drafts(self)

    @cached_property
    def expectations(self) -> Expectations:
        """Expectations and ticks."""
        return Expectations(self)

    @cached_property
    def exports(self) -> Exports:
        """The service log."""
        return Exports(self)

    @cached_property
    def feeds(self) -> Feeds:
        """Calendar links."""
        return Feeds(self)

    @cached_property
    def inbox(self) -> Inbox:
        """What was already received."""
        return Inbox(self)

    @cached_property
    def indirect(self) -> Indirect:
        """Weeks without direct sessions."""
        return Indirect(self)

    @cached_property
    def logs(self) -> Logs:
        """What happened at sessions."""
        return Logs(self)

    @cached_property
    def mandates(self) -> Mandates:
        """Minutes that are owed."""
        return Mandates(self)

    @cached_property
    def make_ups(self) -> MakeUps:
        """Minutes that were missed, and what became of them."""
        return MakeUps(self)

    @cached_property
    def messages(self) -> Messages:
        """Posted things that are kept true."""
        return Messages(self)

    @cached_property
    def minutes(self) -> Minutes:
        """Sums of minutes: planned, logged, missed and made up."""
        return Minutes(self)

    @cached_property
    def people(self) -> People:
        """The adults of the workspace."""
        return People(self)

    @cached_property
    def plans(self) -> Plans:
        """Plans and who takes part."""
        return Plans(self)

    @cached_property
    def progress(self) -> Progress:
        """What was said of goal areas."""
        return Progress(self)

    @cached_property
    def prompts(self) -> Prompts:
        """Prompts and the budget's ledger."""
        return Prompts(self)

    @cached_property
    def proposals(self) -> Proposals:
        """Changes that wait for a provider."""
        return Proposals(self)

    @cached_property
    def replans(self) -> Replans:
        """Changes of calendars that plans still follow."""
        return Replans(self)

    @cached_property
    def reviews(self) -> Reviews:
        """Reviews of plans, and what they look at."""
        return Reviews(self)

    @cached_property
    def schools(self) -> Schools:
        """Schools and overrides."""
        return Schools(self)

    @cached_property
    def sessions(self) -> Sessions:
        """The dates of plans."""
        return Sessions(self)

    @cached_property
    def touch_bases(self) -> TouchBases:
        """Touch-bases of pairs."""
        return TouchBases(self)

    @cached_property
    def weeks(self) -> Weeks:
        """What one person has in a stretch of dates."""
        return Weeks(self)
