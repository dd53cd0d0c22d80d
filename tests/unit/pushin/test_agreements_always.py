"""Whatever a team does: in force means that every adult with an account said so, to what stands."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import col, select
from unit.pushin.lincoln import ADAMS, MAYA, MINUTE, MONDAY, PLAN, TAM, Team, agreement

from pushin import agreements, contents, errors
from storage import tables
from storage.database import Database
from storage.scope import Scope

ADULTS = (MAYA, ADAMS, TAM)
TEXTS = ("one", "two")

WRITE = st.tuples(
    st.just("agree"),
    st.sampled_from((MAYA, ADAMS)),
    st.sampled_from(ADULTS),
    st.lists(st.sampled_from(TEXTS), min_size=4, max_size=4),
)
ANSWER = st.tuples(
    st.just("answer"), st.sampled_from(ADULTS), st.sampled_from(("in", "talk")), st.booleans()
)


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


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=st.lists(st.one_of(WRITE, ANSWER), max_size=8))
def test_in_force_means_everybody_said_so(founded: Path, steps: list[tuple[object, ...]]) -> None:
    """After any sequence of changes and answers, "in force" is what the answers' hashes say."""
    with _copy(founded) as team:
        for number, step in enumerate(steps):
            _do(team, step, number)
            in_force, said = team.do(None, _state)
            assert in_force == said


def _do(team: Team, step: tuple[object, ...], number: int) -> None:
    at = MONDAY + number * MINUTE
    last = team.do(None, lambda scope: agreements.current(scope, PLAN))
    if step[0] == "agree":
        _, who, lead, texts = step
        assert isinstance(texts, list)
        parts = dict(zip(ADULTS, texts[:3], strict=True))
        said = agreement(
            lead_id=lead,
            parts=parts,
            activity=texts[3],
            base_number=None if last is None else last.number,
        )
        team.do(str(who), agreements.agree, said, at=at)
    elif last is not None:
        _, who, answer, is_stale = step
        seen = last.number - 1 if is_stale else last.number
        try:
            team.do(str(who), agreements.confirm, last.id, seen, answer, at=at)  # type: ignore[arg-type]
        except errors.Stale:
            assert is_stale


def _state(scope: Scope) -> tuple[bool, bool]:
    """Return whether the agreement says it is in force, and what its rows say, read plainly."""
    last = agreements.current(scope, PLAN)
    if last is None:
        return False, False
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
