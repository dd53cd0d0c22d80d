"""Whatever a team does: in force means that every adult with an account said so, to what stands."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import col, select
from unit.pushin.lincoln import (
    ADAMS,
    MAYA,
    MINUTE,
    MONDAY,
    PLAN,
    TAM,
    Team,
    agreement,
    session_id,
)

from pushin import agreements, contents, errors, sessions, variations
from storage import tables
from storage.database import Database
from storage.scope import Scope

ADULTS = (MAYA, ADAMS, TAM)
TEXTS = ("one", "two")
SESSION = session_id(date(2026, 9, 14))

WRITE = st.tuples(
    st.just("agree"),
    st.sampled_from((MAYA, ADAMS)),
    st.sampled_from(ADULTS),
    st.lists(st.sampled_from(TEXTS), min_size=4, max_size=4),
    st.booleans(),
)
"""Who writes, who leads, the texts, and whether it is for one session only."""
ANSWER = st.tuples(
    st.just("answer"),
    st.sampled_from(ADULTS),
    st.sampled_from(("in", "talk")),
    st.booleans(),
    st.booleans(),
)
"""Who answers, what, from an old button or not, and whether to what holds for the session."""


@contextmanager
def _copy(founded: Path) -> Iterator[Team]:
    with TemporaryDirectory() as folder:
        target = Path(folder) / "team.db"
        shutil.copyfile(founded, target)
        opened = Database.open(f"sqlite:///{target}")
        try:
            yield Team(opened)
        finally:
            opened.close_now()


@pytest.mark.slow
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=st.lists(st.one_of(WRITE, ANSWER), max_size=8))
def test_in_force_means_everybody_said_so(founded: Path, steps: list[tuple[object, ...]]) -> None:
    """After any changes and answers, "in force" is what the answers' hashes say.

    So it is for the plan, and for a session with an agreement of its own, which is never the
    plan's current one.
    """
    with _copy(founded) as team:
        for number, step in enumerate(steps):
            _do(team, step, number)
            for in_force, said in team.do(None, _states):
                assert in_force == said


def _do(team: Team, step: tuple[object, ...], number: int) -> None:
    at = MONDAY + number * MINUTE
    own, holds = team.do(None, _standing)
    if step[0] == "agree":
        _, who, lead, texts, only = step
        assert isinstance(texts, list)
        said = agreement(
            lead_id=lead,
            parts=dict(zip(ADULTS, texts[:3], strict=True)),
            activity=texts[3],
            base_number=max((one.number for one in (own, holds) if one), default=None),
            session_id=SESSION if only else None,
            only=only,
        )
        team.do(str(who), agreements.agree, said, at=at)
        return
    _, who, answer, is_stale, of_session = step
    last = holds if of_session else own
    if last is not None:
        seen = last.number - 1 if is_stale else last.number
        try:
            team.do(str(who), agreements.confirm, last.id, seen, answer, at=at)  # type: ignore[arg-type]
        except errors.Stale:
            assert is_stale


def _standing(scope: Scope) -> tuple[tables.Agreement | None, tables.Agreement | None]:
    """Return the plan's own agreement, and what holds for the session."""
    own = agreements.current(scope, PLAN)
    assert own is None or own.session_id is None
    return own, variations.of_session(scope, sessions.require(scope, SESSION))


def _states(scope: Scope) -> list[tuple[bool, bool]]:
    return [_state(scope, one) for one in _standing(scope) if one is not None]


def _state(scope: Scope, last: tables.Agreement) -> tuple[bool, bool]:
    """Return whether the agreement says it is in force, and what its rows say, read plainly."""
    answers = scope.session.exec(
        select(tables.Confirmation).where(
            tables.Confirmation.workspace_id == scope.workspace_id,
            col(tables.Confirmation.agreement_id) == last.id,
        )
    ).all()
    given_in = {one.person_id: one.content_hash for one in answers if one.answer == "in"}
    wanted = {
        role.person_id: contents.role_hash(role.part, leads=role.person_id == last.lead_id)
        for role in scope.agreements.roles(last.id)
    }
    return agreements.facts(scope, last.id).in_force, given_in == wanted
