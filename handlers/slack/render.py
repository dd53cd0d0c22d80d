"""Turns any result into a Slack message, and a Home into its view."""

from collections.abc import Callable, Mapping
from typing import Any

from handlers.slack.blocks import (
    absences,
    agenda,
    agreement,
    ask,
    caseloads,
    change,
    checklist,
    day,
    digest,
    doing,
    expectation,
    given_role,
    logs,
    make_ups,
    plan,
    quiet,
    refusals,
    repaired_day,
    reviews,
    room,
    school,
    students,
    suggest,
    takeovers,
    threads,
    together,
    touchbase,
    touchbase_pairs,
    variation,
)
from handlers.slack.blocks import home as homes
from handlers.slack.blocks import next as nexts
from handlers.slack.blocks.facts import Viewer
from handlers.slack.blocks.kit import Block, SlackMessage
from pushin import results

Result = (
    results.NextSession
    | results.NothingNext
    | results.Agenda
    | results.PlanPreview
    | results.PlanSaved
    | results.PlanCard
    | results.PlanDropped
    | results.TogetherAnswered
    | results.Choice
    | results.AgreementChanged
    | results.Confirmed
    | results.DoingSaid
    | results.ExpectationAdded
    | results.ExpectationDropped
    | results.ExpectationBack
    | results.ExpectationStays
    | results.DropWhich
    | results.ExpectationList
    | results.WhoDoesWhat
    | results.WhyThen
    | results.MayNameStudent
    | results.VariationCard
    | results.Checklist
    | results.AskCard
    | results.TouchBaseCard
    | results.TouchBaseFacts
    | results.TouchBases
    | results.NoSlot
    | results.TouchBaseOptions
    | results.StepAdded
    | results.PairFacts
    | results.StandingOffer
    | results.HabitSaved
    | results.PhoneSaved
    | results.Room
    | results.DayFacts
    | results.DayPreview
    | results.DayChanged
    | results.DayChoice
    | results.SchoolChoice
    | results.DaySeen
    | results.ChangePreview
    | results.Changed
    | results.ChangeChoice
    | results.ChangeNews
    | results.Proposed
    | results.ProposalAnswered
    | results.ProposalNews
    | results.RepairedDay
    | results.Digest
    | results.SchoolOverview
    | results.NoSchool
    | results.ImportPreview
    | results.ImportGroups
    | results.ImportSchools
    | results.SchoolImported
    | results.ImportDropped
    | results.Suggestions
    | results.SuggestWhich
    | results.TeacherAsked
    | results.AbsencePreview
    | results.AbsenceSaid
    | results.AbsenceEnded
    | results.CoverAsked
    | results.CoverAnswered
    | results.Covers
    | results.QuietWeek
    | results.LogDay
    | results.Logged
    | results.DayLogged
    | results.LogTakenBack
    | results.MakeUps
    | results.MakeUpDecided
    | results.MakeUpTimes
    | results.MakeUpPlanned
    | results.MakeUpRules
    | results.IndirectWeeks
    | results.ReviewFacts
    | results.ReviewList
    | results.ReviewDecided
    | results.ReviewEvery
    | results.StudentsChanged
    | results.GroupKept
    | results.HandoverPreview
    | results.HandedOver
    | results.HandoverNews
    | results.Caseload
    | results.RoleGiven
    | results.Refused
)

SLACK = "https://slack.com/"


def message(result: Result, viewer: Viewer | None = None, *, team_url: str = SLACK) -> SlackMessage:
    """Return the message of a result; `viewer` is who reads it, where it is one person.

    `team_url` is where links to messages begin (`https://team.slack.com/`).
    """
    reader = viewer or Viewer()
    match result:
        case results.NextSession():
            return nexts.next_session(result, reader)
        case results.Agenda():
            return agenda.agenda(result, reader)
        case results.Checklist():
            return checklist.checklist(result, team_url)
    return _PLAIN[type(result)](result)


def view(content: results.Home | results.Checklist) -> Block:
    """Return what stands in a person's Home or in an open modal."""
    return (
        checklist.whole(content).view if isinstance(content, results.Checklist) else home(content)
    )


def home(content: results.Home, viewer: Viewer | None = None) -> Block:
    """Return the view of a person's App Home."""
    return homes.home(content, viewer or Viewer(_user_id(content)))


def _user_id(content: results.Home) -> str | None:
    return content.person.slack_user_id if content.person else None


_PLAIN: Mapping[type, Callable[[Any], SlackMessage]] = {
    results.NothingNext: nexts.nothing_next,
    results.PlanPreview: plan.preview,
    results.PlanSaved: plan.saved,
    results.PlanCard: plan.card,
    results.VariationCard: variation.card,
    results.PlanDropped: together.dropped,
    results.TogetherAnswered: together.answered,
    results.Choice: plan.choice,
    results.AgreementChanged: agreement.changed,
    results.Confirmed: agreement.confirmed,
    results.DoingSaid: doing.said,
    results.ExpectationAdded: expectation.added,
    results.ExpectationDropped: expectation.dropped,
    results.ExpectationBack: expectation.back,
    results.ExpectationStays: expectation.stays,
    results.DropWhich: expectation.which,
    results.ExpectationList: expectation.listed,
    results.WhoDoesWhat: threads.who,
    results.WhyThen: threads.why,
    results.MayNameStudent: expectation.may_name_student,
    results.AskCard: ask.card,
    results.TouchBaseCard: touchbase.card,
    results.TouchBaseFacts: touchbase.touch_base,
    results.TouchBases: touchbase_pairs.overview,
    results.NoSlot: touchbase.no_slot,
    results.TouchBaseOptions: touchbase.options,
    results.StepAdded: touchbase.step,
    results.PairFacts: touchbase_pairs.how_often,
    results.StandingOffer: touchbase_pairs.offer,
    results.HabitSaved: touchbase_pairs.saved,
    results.PhoneSaved: touchbase_pairs.phone,
    results.Room: room.room,
    results.DayFacts: day.facts_of_day,
    results.DayPreview: day.preview,
    results.DayChanged: day.changed,
    results.DayChoice: day.choice,
    results.SchoolChoice: day.school_choice,
    results.DaySeen: repaired_day.seen,
    results.ChangePreview: change.preview,
    results.Changed: change.changed,
    results.ChangeChoice: change.choice,
    results.ChangeNews: change.news,
    results.ReviewFacts: reviews.review,
    results.ReviewList: reviews.listed,
    results.ReviewDecided: reviews.decided,
    results.ReviewEvery: reviews.every,
    results.StudentsChanged: students.changed,
    results.GroupKept: students.kept,
    results.HandoverPreview: takeovers.preview,
    results.HandedOver: takeovers.handed,
    results.HandoverNews: takeovers.news,
    results.Caseload: caseloads.caseload,
    results.Proposed: change.proposed,
    results.ProposalAnswered: change.answered,
    results.ProposalNews: change.answer,
    results.RepairedDay: repaired_day.card,
    results.Digest: digest.card,
    results.SchoolOverview: school.overview,
    results.NoSchool: school.none,
    results.ImportPreview: school.preview,
    results.ImportGroups: school.which_group,
    results.ImportSchools: school.which_school,
    results.SchoolImported: school.saved,
    results.ImportDropped: school.dropped,
    results.Suggestions: suggest.suggestions,
    results.SuggestWhich: suggest.which,
    results.TeacherAsked: suggest.asked,
    results.AbsencePreview: absences.preview,
    results.AbsenceSaid: absences.said,
    results.AbsenceEnded: absences.ended,
    results.CoverAsked: absences.asked,
    results.CoverAnswered: absences.answered,
    results.Covers: absences.covers,
    results.QuietWeek: quiet.week,
    results.LogDay: logs.day,
    results.Logged: logs.logged,
    results.DayLogged: logs.day_logged,
    results.LogTakenBack: logs.taken_back,
    results.MakeUps: make_ups.overview,
    results.MakeUpDecided: make_ups.decided,
    results.MakeUpTimes: make_ups.times,
    results.MakeUpPlanned: make_ups.planned,
    results.MakeUpRules: make_ups.rules,
    results.IndirectWeeks: make_ups.weeks,
    results.RoleGiven: given_role.given,
    results.Refused: refusals.refused,
}
