"""The words about changing a plan or one session, in English."""

_VERBS = {
    "verb.change": "move or skip one session, or change, pause or end a plan",
    "button.change": "Change",
    "button.change_confirm": "Confirm",
    "button.change_form": "Change",
    "button.change_pick": "This one",
    "button.change_undo": "Undo",
    "button.propose": "Propose",
    "button.propose_do": "Do it",
    "button.propose_keep": "Keep as is",
    "button.propose_talk": "Talk",
}

_CHANGES = {
    "reason.paused": "paused",
    "reason.plan_changed": "the push-in was changed",
    "obstacle.closed": "no school that day",
    "change.slot": "{on}, {times}, {room}",
    "change.text.move": "{before} moves to {after}",
    "change.text.skip": "{before} is skipped",
    "change.text.change": "from {first} on: {then}",
    "change.text.pause": "paused {first} to {last}, both included",
    "change.text.resume": "again from {first} on",
    "change.text.end": "ends before {first}",
    "change.line.move": "*{before}*\n→ *{after}*",
    "change.line.skip": "*Skipped:* {before}",
    "change.line.change": "Until then: {before}\n*From {first} on: {then}*",
    "change.line.pause": "*Paused {first} to {last}*, both included.",
    "change.line.resume": "*Again from {first} on.*",
    "change.line.end": "*Ends: no session from {first} on.*",
    "change.dates": "Sessions: {count} ({dates})",
    "change.other_model": "Then it is {model}. Whether the IEP has to change is for its team to "
    "decide.",
    "change.preview": "I understood: {change}. Confirm or change it.",
    "change.preview.title": "Is this right?",
    "change.preview.right": "Is this right?",
    "change.preview.asks": "Propose this to {name}, who decides?",
    "change.only_this": "Only this session; all others stay.",
    "change.since": "*Not changed yet:* somebody planned the same time meanwhile. Confirm again to "
    "keep yours all the same, or change it.",
    "change.count": "Sessions from then on: {count}.",
    "change.count_end": "Sessions that fall out: {count}.",
    "change.carried": "Roles and expectations go along.",
    "change.roles_anew": "Roles are agreed anew.",
    "change.told": "Others who are told: {count}.",
    "change.told.none": "Nobody else has to be told.",
    "change.done": "Done: {change}.",
    "change.done.title": "Done.",
    "change.again": "It is so already: {change}. Nothing was changed.",
    "change.taken_back": "Taken back, all is as before. It was: {change}.",
    "change.undo_for": "*Undo* works for ten minutes.",
    "change.which": "Which session do you mean?",
    "change.missed": "You have no session on {on}. Which one do you mean?",
    "change.news": "{name} made a change: {change}.",
    "change.news.title": "*{name} made a change*",
    "change.news.back": "{name} took a change back, all is as before. It was: {change}.",
    "change.news.back.title": "*{name} took this back: all is as before*",
    "change.news.withdrawn": "What you had proposed does not fit any more; propose it anew if you "
    "still want it.",
    "proposal.made": "Proposed to {name}: {change}. You are told what they say.",
    "proposal.again": "You proposed that to {name} already: {change}.",
    "proposal.waiting": "{name} proposes:",
    "proposal.declined": "Kept as it is. {name} is told. It was: {change}.",
    "proposal.declined.again": "You kept it as it is already, and {name} knows: {change}.",
    "proposal.talk": "{name} is told that you would like to talk about it. It waits here until "
    "then: {change}.",
    "proposal.news.declined": "{name} keeps it as it is. You had proposed: {change}.",
    "proposal.news.withdrawn": "It was changed otherwise. You had proposed: {change}.",
    "proposal.news.talk": "{name} would like to talk about what you proposed: {change}.",
    "waiting.moved_closed": "It was moved here, and now there is no school that day ({day}). Move "
    "it once more, or skip it?",
    "card.goes_on": "*From {first} on:* {plan}",
    "repaired.elsewhere": "*{times}* {where} · {adults} (another room than usual)",
    "repaired.moved_here": "*{times}* {where} · {adults} (moved from {before_on})",
}

_FORM = {
    "change.title": "Change a push-in",
    "change.submit": "Next",
    "change.session": "{about}",
    "change.what": "What?",
    "change.what.move": "Move this session",
    "change.what.move.detail": "Only this one: date, time or room",
    "change.what.skip": "Skip this session",
    "change.what.skip.detail": "Only this one",
    "change.what.change": "Change from a date on",
    "change.what.change.detail": "All sessions from then on; past ones stay",
    "change.what.pause": "Pause",
    "change.what.pause.detail": "From a date until a date, both included",
    "change.what.resume": "End the pause",
    "change.what.resume.detail": "From a date on",
    "change.what.end": "End",
    "change.what.end.detail": "No session from a date on",
    "change.on": "Date",
    "change.on.hint": "The session's new date, or from when on.",
    "change.until": "Until",
    "change.until.hint": "Only for a pause.",
    "change.start": "From",
    "change.end": "To",
    "change.during": "During what?",
    "change.room": "Room",
    "change.weekdays": "Days",
    "change.weekdays.hint": "Only for a change from a date on.",
    "change.model": "Service delivery model",
    "change.model.hint": "Only for a change from a date on.",
}

_REFUSALS = {
    "session_began": "The session of {on} has begun, so it stays. Name a later date.",
    "time_past": "That time on {on} has passed. Name a later one.",
    "already_that_day": "This push-in has a session on {on} already. Pick another date.",
    "routine_missing_then": "There is no {during} on {on}. Say the time, for example `1:20-1:50`.",
    "room_elsewhere": "That room is in another building. Plan a push-in there with `/pushin "
    "schedule`.",
    "room_unknown": "I don't know room {name} here. Known are: {known}.",
    "change_after_end": "This push-in ends on {last} anyway. Pick an earlier date.",
    "change_one_date": "That is several dates. Name one, for example `skip Wed` or `move Wed to "
    "Thu 1:20`.",
    "nothing_to_pause": "There is no session from {first} to {last}, so nothing was changed. Pick "
    "other dates.",
    "nothing_to_resume": "Nothing is paused from {first} on. Look with `/pushin week`.",
    "until_missing": "Say until when it pauses.",
    "changed_since": "It was changed meanwhile, and nothing of this was done. Look how it stands "
    "with `/pushin next`, then change it.",
    "no_coming": "There is no session of yours to change. Look with `/pushin week`.",
    "proposal_gone": "That proposal is no longer there. `/pushin confirm` shows what waits.",
    "proposal_answered": "That was answered already. `/pushin next` shows how it stands.",
    "proposal_overtaken": "It was changed otherwise meanwhile, so that proposal does not fit any "
    "more. Nothing was changed.",
}

SENTENCES = (
    _VERBS
    | _CHANGES
    | _FORM
    | {f"refused.{code}": sentence for code, sentence in _REFUSALS.items()}
)
