"""What a room's records hold: sessions that were missed, held and not logged, minutes, reviews."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from scenario.rights.district import (
    ELSEWHERE,
    FOREIGN,
    HOME,
    NOW,
    ZONE,
    District,
    Things,
    account,
    channel,
)
from sqlmodel import col, delete, or_

from pushin import (
    change_requests,
    indirect,
    logs,
    make_ups,
    mandates,
    plans,
    review_decisions,
    reviews,
    students,
    takeovers,
)
from pushin.change_inputs import ChangeInput
from pushin.log_inputs import LogInput
from pushin.mandates import MandateInput
from school.recurrence import Anchor
from storage import tables
from storage.scope import Scope, Who

BEFORE = datetime(2026, 9, 21, 7, 0, tzinfo=ZONE).astimezone(UTC)
"""Two weeks before: what is over by now was planned then."""


def fill(district: District) -> None:
    """Give every room records; what was to be posted before now is left out."""
    for things in district.things.values():
        filling = _Filling(district, things)
        filling.past()
        filling.looked_at()
        filling.records()
        filling.handed_over()
    for workspace in (HOME, ELSEWHERE):
        district.database.write_now(_nothing_overdue, Who(workspace))


def _nothing_overdue(scope: Scope) -> None:
    # The bot under test has the token of one workspace only.
    of_here = col(tables.Prompt.workspace_id) == scope.workspace_id
    is_left_out = or_(col(tables.Prompt.due_at) < NOW, scope.workspace_id == ELSEWHERE)
    scope.session.exec(delete(tables.Prompt).where(of_here, is_left_out))


@dataclass(frozen=True)
class _Filling:
    """Fills one room's records, its provider's own work."""

    district: District
    things: Things

    def do(self, use_case: Callable[..., Any], *args: Any, at: datetime = NOW) -> Any:
        """Perform a use case as the room's provider."""
        return self.district.do(self.things.team.provider, use_case, *args, at=at)

    def past(self) -> None:
        """Let a push-in have had four dates: two were missed, one was held, one nobody logged."""
        team, ids = self.things.team, self.things.ids
        asked = plans.PlanInput(
            teacher=account(team.teacher),
            room=team.room.capitalize(),
            channel_id=channel(team.room),
            paras=tuple(account(one) for one in (team.para, team.case_manager) if one),
            weekdays=frozenset({1, 3}),
            anchor=Anchor("clock", start=660, end=685),
            student_codes=(team.code, team.other),
        )
        draft = self.do(plans.preview, asked, at=BEFORE)
        ids["past"] = self.do(plans.save, draft.draft_id, at=BEFORE).plan.id

        def dates(scope: Scope) -> list[str]:
            rows = scope.sessions.of_plan(ids["past"])
            return [one.id for one in sorted(rows, key=lambda one: one.on_date)]

        first, second, third, fourth, *coming = self.district.do(team.provider, dates)
        ids |= {"logged": first, "unlogged": fourth, "coming": coming[0]}
        self._say_who_manages(ids["past"])
        missed = [self._logged(one, "student_absent") for one in (first, second)]
        ids["pending"], ids["owed"] = (one.make_ups[0].id for one in missed)
        ids["make_up_undo"] = self.do(make_ups.decide, ids["owed"], "owed").undo_id
        ids["log_undo"] = self._logged(third, "held").undo_id

    def _logged(self, session_id: str, status: str) -> Any:
        note = f"{self.things.team.room}log"
        return self.do(logs.save, LogInput(session_id, status, seen="", note=note))

    def _say_who_manages(self, plan_id: str) -> None:
        team = self.things.team
        manager = self.district.person(team.case_manager) if team.case_manager else None

        def manage(scope: Scope) -> None:
            for row in scope.plans.students(plan_id):
                row.case_manager_id = manager if row.code == team.code else None
                scope.session.add(row)

        self.district.do(team.provider, manage)

    def looked_at(self) -> None:
        """Let it be asked of both push-ins whether they make sense, and decided of one."""
        ids = self.things.ids
        ids["reviewed"] = self.do(reviews.ask, ids["past"], None).review_id
        ids["review_undo"] = self.do(review_decisions.keep, ids["reviewed"]).undo_id
        ids["review"] = self.do(reviews.ask, ids["plan"], None).review_id
        model = ChangeInput(
            what="change",
            plan_id=ids["past"],
            session_id=ids["coming"],
            on=date(2026, 10, 20),
            model="consultation",
        )
        draft = self.do(change_requests.preview, model)
        ids["consent"] = self.do(change_requests.confirm, draft.draft_id).proposal_id

    def records(self) -> None:
        """Say what is mandated, who joins the group, and which weeks are indirect."""
        team, ids = self.things.team, self.things.ids
        self._say_who_manages(ids["plan"])
        owed = MandateInput((ids["plan"],), team.code, 60, "week", "", NOW.date(), None)
        saved = self.do(mandates.save, owed)
        ids["mandate"], ids["mandate_undo"] = saved.mandate.id, saved.undo_id
        joined = self.do(students.join, ids["plan"], team.other, NOW.date())
        ids["students_undo"] = joined.undo_id
        ids["indirect_undo"] = self.do(indirect.say, "week of Nov 9").undo_id

    def handed_over(self) -> None:
        """Say back a handover to somebody else; nobody else provides in the other workspace."""
        team, ids = self.things.team, self.things.ids
        if team is FOREIGN:
            ids |= dict.fromkeys(("successor", "handover_draft"), "0123456789abcdef")
            return
        ids["successor"] = self.district.person("ben" if team.provider == "maya" else "maya")
        handed = (ids[team.provider], ids["successor"], date(2026, 10, 12))
        ids["handover_draft"] = self.do(takeovers.preview, *handed).draft_id
