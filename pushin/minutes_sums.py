"""Sums of minutes from what was logged, what is planned and what is known to be lost."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from pushin import lost, plan_facts
from pushin.results.minutes import Balance, Missed, PlanLine, Sums
from storage import tables
from storage.queries.minute_rows import LoggedRow, MakeUpRow, OpenRow, PlanRow
from storage.queries.minutes import Seen
from storage.scope import Scope

_OWN_REASON = frozenset({"student_absent", "provider_absent"})
"""What a session's state says itself."""
SHORTER = "shorter"
"""The reason of minutes that a held session was short of, where nobody gave one."""
_SUNDAY_FIRST = 6
"""Days from a weekday with 0 = Sunday to one with 0 = Monday, modulo a week."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Minutes of some sessions of a plan (and code); planned + extra = all the others together."""

    plan_id: str
    code: str
    model: str
    sessions: int
    planned: int
    delivered: int = 0
    extra: int = 0
    missed: int = 0
    not_logged: int = 0
    to_come: int = 0
    reason: str = ""
    weekday: int | None = None


@dataclass(frozen=True, slots=True)
class Ledger:
    """All minutes that somebody may look at between two dates, with what was made up."""

    pieces: tuple[Piece, ...]
    make_ups: tuple[MakeUpRow, ...]

    def sums(self, plan_ids: Collection[str], *, code: str = "", model: str | None = None) -> Sums:
        """Return the sums of plans (of one student code, of one service delivery model).

        What was made up goes with the plan that it is for, not with the one that was made for it.
        """
        made = {one.made_id: one.plan_id for one in self.make_ups if one.made_id}
        regular, in_place = [], []
        for one in self.pieces:
            if one.code != code or model not in (None, one.model):
                continue
            if one.plan_id in made:
                in_place += [one] if made[one.plan_id] in plan_ids else []
            elif one.plan_id in plan_ids:
                regular.append(one)
        decided = Counter[str]()
        for row in self.make_ups:
            if row.inside and row.plan_id in plan_ids and (not code or row.code in ("", code)):
                decided[row.state] += int(row.minutes)
        return _sums(regular, in_place, decided)


def ledger(
    scope: Scope,
    seen: Seen,
    person_id: str,
    first: date,
    last: date,
    *,
    by_code: bool = False,
    at: datetime,
) -> Ledger:
    """Return the minutes from `first` to `last` (local dates) as they stand at the instant `at`."""
    query = scope.minutes
    logged = query.logged(seen, person_id, first, last, by_code=by_code)
    unlogged = query.unlogged(seen, person_id, first, last, by_code=by_code, at=at)
    pieces = [*map(_logged, logged), *(_as_planned(one) for one in unlogged if not one.id)]
    others = [one for one in unlogged if one.id]
    if others:
        pieces += _others(scope, others)
    make_ups = query.make_ups(seen, person_id, first, last)
    return Ledger(tuple(pieces), tuple(make_ups))


def line(plan: PlanRow, balance: Balance) -> PlanLine:
    """Return a plan's minutes under the name of its room and routine."""
    return PlanLine(plan.room, plan.during, plan.start, plan.end, plan.model, balance)


def name_of(plan: PlanRow) -> PlanLine:
    """Return a plan's name alone."""
    return line(plan, Balance(Sums()))


def _logged(row: LoggedRow) -> Piece:
    own = row.status if row.status in _OWN_REASON else ""
    return Piece(
        row.plan_id,
        row.code,
        row.model,
        row.sessions,
        int(row.planned),
        delivered=int(row.minutes),
        extra=int(row.extra),
        missed=int(row.missed),
        reason=(own or row.reason or SHORTER) if row.missed else "",
        weekday=None if row.weekday is None else (int(row.weekday) + _SUNDAY_FIRST) % 7,
    )


def _as_planned(row: OpenRow) -> Piece:
    minutes = int(row.minutes)
    return Piece(
        row.plan_id,
        row.code,
        row.model,
        row.sessions,
        minutes,
        not_logged=minutes if row.over else 0,
        to_come=0 if row.over else minutes,
    )


def _others(scope: Scope, rows: Sequence[OpenRow]) -> list[Piece]:
    """Return the sessions that are not as their plan has them, by what is known of each."""
    sessions = {one.id: one for one in scope.sessions.of_ids({row.id for row in rows})}
    found = []
    for row in rows:
        session = sessions[row.id]
        known = lost.known(scope, session, plan=plan_facts.require(scope, row.plan_id))
        if known is not None:
            found.append(_known(row, session, known))
    return found


def _known(row: OpenRow, session: tables.Session, known: lost.Known) -> Piece:
    missed = max(0, known.planned_minutes - known.minutes)
    own = known.status if known.status in _OWN_REASON else ""
    return Piece(
        row.plan_id,
        row.code,
        row.model,
        1,
        known.planned_minutes,
        extra=max(0, known.minutes - known.planned_minutes),
        missed=missed,
        reason=(own or known.reason or SHORTER) if missed else "",
        weekday=session.on_date.weekday() if missed else None,
        not_logged=known.minutes if row.over else 0,
        to_come=0 if row.over else known.minutes,
    )


def _sums(regular: Iterable[Piece], in_place: Iterable[Piece], decided: Mapping[str, int]) -> Sums:
    total, lengths, models = Counter[str](), Counter[int](), Counter[str]()
    missed: dict[tuple[str, int | None], tuple[int, int]] = {}
    for one in regular:
        for name in ("planned", "delivered", "extra", "not_logged", "to_come"):
            total[name] += getattr(one, name)
        lengths[one.planned // one.sessions] += one.sessions
        models[one.model] += one.delivered
        if one.missed:
            minutes, sessions = missed.get((one.reason, one.weekday), (0, 0))
            key = (one.reason, one.weekday)
            missed[key] = (minutes + one.missed, sessions + one.sessions)
    for one in in_place:
        total["made_up"] += one.delivered
        total["make_up_coming"] += one.not_logged + one.to_come
        models[one.model] += one.delivered
    return Sums(
        **total,
        missed=tuple(
            Missed(reason, weekday, minutes, sessions)
            for (reason, weekday), (minutes, sessions) in sorted(
                missed.items(), key=lambda item: (-item[1][0], item[0][0], item[0][1] or 0)
            )
        ),
        pending=decided.get("pending", 0),
        owed=decided.get("owed", 0),
        done=decided.get("done", 0),
        usual=max(lengths, key=lambda length: (lengths[length], length), default=0),
        by_model={model: minutes for model, minutes in sorted(models.items()) if minutes},
    )
