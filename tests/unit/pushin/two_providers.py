"""Maya pushes in to room 4 on Mondays and Wednesdays, 9:10 to 9:50; Ben would like to come too."""

from datetime import datetime
from typing import Any

from unit.pushin.lincoln import ADAMS, BEN, MONDAY, PLAN, ROOM, Team

from pushin import plans, together
from pushin.results import PlanPreview, PlanSaved, TogetherAnswered
from school.recurrence import Anchor


def preview(
    team: Team, who: str = BEN, *, start: int = 555, end: int = 585, **asked: Any
) -> PlanPreview:
    """Ask for a push-in in room 4, by default Mondays 9:15 to 9:45."""
    given = {
        "teacher": ADAMS,
        "classroom_id": ROOM,
        "weekdays": frozenset({0}),
        "anchor": Anchor("clock", start=start, end=end),
        **asked,
    }
    found = team.do(who, plans.preview, plans.PlanInput(**given), at=MONDAY)
    assert isinstance(found, PlanPreview), found
    return found


def ask(team: Team, *, at: datetime = MONDAY, rival: str = PLAN, **asked: Any) -> PlanSaved:
    """Let Ben plan, and ask whether they treat together."""
    draft = preview(team, **asked)
    saved = team.do(BEN, plans.save, draft.draft_id, rival_id=rival, at=at)
    assert isinstance(saved, PlanSaved), saved
    return saved


def alone(team: Team, who: str = BEN, **asked: Any) -> str:
    """Let somebody plan where nobody else is; return the plan's id."""
    draft = preview(team, who, **asked)
    saved = team.do(who, plans.save, draft.draft_id, at=MONDAY)
    assert isinstance(saved, PlanSaved), saved
    return saved.plan.id


def answer(team: Team, plan_id: str, who: str, said: together.Answer = "together") -> Any:
    """Let somebody answer the question whether to treat together."""
    return team.do(who, together.answer, plan_id, said, at=MONDAY)


def joined(team: Team, **asked: Any) -> str:
    """Let Ben ask and Maya agree; return Ben's plan."""
    plan_id = ask(team, **asked).plan.id
    assert isinstance(answer(team, plan_id, "maya"), TogetherAnswered)
    return plan_id
