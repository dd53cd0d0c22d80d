"""Made-up reviews, students, handovers and caseloads, for tests of what people see."""

from dataclasses import replace
from datetime import UTC, date, datetime

from pushin import results as r

ON = date(2026, 10, 12)
AT = datetime(2026, 10, 12, 12, 30, tzinfo=UTC)


def consents(provider: r.PersonRef, teacher: r.PersonRef) -> tuple[r.Consent, ...]:
    return (
        r.Consent(provider, "provider", "agree"),
        r.Consent(teacher, "teacher", "talk"),
        r.Consent(teacher, "case_manager", "amended", ON),
        r.Consent(teacher, "case_manager", "no_amendment"),
        r.Consent(teacher, "teacher"),
    )


def waiting(
    change: r.ChangeFacts, provider: r.PersonRef, teacher: r.PersonRef
) -> tuple[r.Waiting, ...]:
    """Return everything of these that can wait for somebody."""
    needs = consents(provider, teacher)
    proposals = (
        r.WaitingProposal("p1", change, provider, needs, part, mine, may_decline)
        for part, mine, may_decline in (
            ("provider", False, True),
            ("teacher", True, False),
            ("case_manager", False, False),
            ("", True, True),
            ("", False, False),
        )
    )
    groups = (r.WaitingGroup(f"plan1/{left}", change.plan, ON, left) for left in (0, 1))
    return (*proposals, *groups)


def everything(
    plan: r.PlanFacts,
    change: r.ChangeFacts,
    base: r.TouchBaseFacts,
    teacher: r.PersonRef,
    word: str,
) -> list[r.ReviewFacts | object]:
    """Return at least one of everything that people can read of these."""
    provider, needs = plan.provider, consents(plan.provider, teacher)
    decisions = [
        r.ReviewDecision("v1", plan, one, teacher, AT, word)
        for one in ("keep", "move", "split", "model", "talk")
    ]
    lost = (r.Lost("assembly", 2, 3), r.Lost("no_school", None, 1), r.Lost(word or "x", 4, 2))
    better = r.BetterTime((1, 3), 550, 580, word)
    support = (r.Support(3, 2), r.Support(less=1))
    asked = r.ReviewFacts(
        "v1", plan, "asked", ON, ON, 9, 12, 2, lost, word, support, asks_support=True, better=better
    )
    may = r.ReviewFacts("v1", plan, "asked", ON, ON, 0, 0, 0, may_decide=True, weeks=6)
    handed = r.HandedOver(provider, teacher, ON, (plan,) * 12, "u1", told=3)
    day = r.CaseloadDay(0, word or "Lincoln", (plan,) * 3, ("no_lunch", "lunch_taken", "no_travel"))
    clash = r.Clash("provider", word or "Maya", ON, 545, 590, word)
    waits = r.AskCard(teacher, ON, waiting(change, provider, teacher), 0)
    return [
        asked,
        may,
        *(
            r.ReviewFacts("v1", plan, "asked", ON, ON, 1, 2, 0, may_decide=True, before=one)
            for one in decisions
        ),
        r.ReviewFacts("v1", plan, "shortfall", ON, ON, 1, 2, 0, decided=decisions[0]),
        r.ReviewList(teacher, ON, (asked, may)),
        *(r.ReviewDecided(one, "u1", touch_base=base) for one in decisions),
        r.ReviewDecided(decisions[0], again=True),
        r.ReviewDecided(decisions[0], taken_back=True),
        r.ReviewEvery(plan, 6),
        r.ReviewEvery(plan, None, again=True),
        *(
            r.StudentsChanged(plan, what, ON, 1, asks=True, undo_id="u1")
            for what in ("join", "leave")
        ),
        r.StudentsChanged(plan, "leave", ON, 0, asks=True),
        r.StudentsChanged(plan, "leave", ON, 2, again=True),
        r.StudentsChanged(plan, "join", ON, 2, taken_back=True),
        r.GroupKept(plan, again=False),
        r.GroupKept(plan, again=True),
        r.HandoverPreview("d1", provider, teacher, ON, (plan,) * 12, (clash,)),
        handed,
        r.HandedOver(provider, teacher, ON, (), again=True),
        r.HandedOver(provider, teacher, ON, (plan,), taken_back=True),
        r.HandoverNews(teacher, provider, handed),
        r.HandoverNews(teacher, provider, r.HandedOver(provider, teacher, ON, (), taken_back=True)),
        r.RoleGiven(replace(teacher, role="case_manager"), again=False),
        r.RoleGiven(replace(teacher, role="organiser"), again=True),
        r.Caseload(provider, (day,) * 5, (plan,)),
        r.Caseload(provider, ()),
        waits,
        r.Proposed(change, provider, proposal_id="p1", needs=needs),
        r.Proposed(change, provider, again=True, proposal_id="p1", needs=needs),
        *(
            r.ProposalAnswered(change, teacher, word_given, again, needs)
            for word_given in ("agree", "talk", "no_amendment", "amended")
            for again in (False, True)
        ),
        r.ProposalAnswered(change, teacher, "withdrawn"),
        r.ProposalAnswered(change, teacher, "withdrawn", again=True),
        r.Changed(change, "u1", meant_for=ON),
        r.ChangePreview("d1", change, 9, needs=needs, other_discipline=True),
    ]
