"""The words about school days that are changed, in English."""

_VERBS = {
    "verb.day": "what a date is at school, and why; a day type in front changes it",
    "verb.closed": "school is closed: today, or on a date",
    "verb.delay": "school begins late",
    "verb.early": "school ends early",
    "button.day": "The day",
    "button.closed": "Closed",
    "button.delay": "Late start",
    "button.early": "Early end",
    "button.day_confirm": "Confirm",
    "button.day_change": "Change",
    "button.day_change_it": "Change the day",
    "button.day_pick": "This one",
    "button.day_school": "This school",
    "button.day_clear": "As the calendar says",
    "button.day_undo": "Undo",
    "button.day_right": "Looks right",
    "button.day_fix": "Fix",
}

_DAYS = {
    "day.kind": "{kind} ({label})",
    "day.closed": "closed",
    "day.closed_for": "closed ({label})",
    "day.line": "*{on}:* {then}",
    "day.line_text": "{on}: {then}",
    "day.bells": "{kind}, {bells}",
    "day.why.override": "Changed for this day only.",
    "day.why.exception": "So the school's calendar has it.",
    "day.why.published": "So the school published it.",
    "day.why.pattern": "So it is every week.",
    "day.why.outside_year": "Outside the school year.",
    "day.facts": "{school}, {day}.",
    "day.no_sessions": "No push-ins for you.",
    "day.your_sessions": "*Your push-ins*",
    "day.bell": "{name}: {times}",
    "day.preview": "{school}, {days}: is this right?",
    "day.preview.title": "*{school}.* Is this right?",
    "day.cut": "The school has no bells of its own for that, so the regular ones are cut. Or "
    "does it have these?",
    "day.told.none": "Nobody's push-ins change, so nobody is told.",
    "day.told": "People who will be told, each with their own day: {count}.",
    "day.done": "Done. {school}, {days}.",
    "day.again": "It is so already: {school}, {days}. Nothing was changed.",
    "day.undo_for": "*Undo* works for ten minutes.",
    "day.count.off": "not on: {count}",
    "day.count.moved": "moved: {count}",
    "day.count.shortened": "shorter: {count}",
    "day.count.missing": "without their routine that day, their providers are asked: {count}",
    "day.count.back": "on again: {count}",
    "day.counts": "Push-ins {counts}.",
    "day.choice": "Which do you mean for {dates}?",
    "day.choice.near": "I know no such kind of day. Did you mean one of these, for {dates}?",
    "day.choice.line": "{label}",
    "day.school_choice": "Which school do you mean?",
    "day.clear.title": "As the calendar says?",
    "day.clear.sure": "{on} is then again what the calendar says. Everybody concerned is told.",
    "day.clear.yes": "Yes",
    "day.clear.no": "Keep it",
}

_REPAIRED = {
    "repaired.text": "Your day changed. {told}.",
    "repaired.usual": "Your day is as usual again: {on}.",
    "repaired.title": "*Your day changed:* {on}",
    "repaired.school": "{school} · {then}",
    "repaired.on": "*{times}* {where} · {adults}",
    "repaired.moved": "*{times}* {where} · {adults} (instead of {usual}; {minutes} of {before} "
    "min)",
    "repaired.moved_whole": "*{times}* {where} · {adults} (instead of {usual})",
    "repaired.off": "*Not on:* {usual} {where} · {adults} ({why})",
    "repaired.on_text": "{times} {where}",
    "repaired.off_text": "Not on: {usual} {where}",
    "repaired.missing": "Keep it at its usual time, or skip it?",
    "repaired.seen": ":white_check_mark: You said that it looks right.",
    "repaired.replaced": "{on}: a newer message below has the day.",
    "repaired.no_sessions": "No push-ins for you that day.",
    "repaired.thanks": "Thank you: {on} looks right to you.",
    "repaired.thanks_again": "You said so already: {on} looks right to you.",
    "fix.title": "Your day",
    "fix.intro": "*{on}.* What is to be put right?",
    "fix.none": "Nothing here is yours to decide. Tell whoever leads the session.",
}

_FORM = {
    "override.title": "Change a school day",
    "override.submit": "Next",
    "override.school": "School",
    "override.kind": "What is it?",
    "override.kind.closed": "Closed all day",
    "override.kind.starts": "Begins late",
    "override.kind.ends": "Ends early",
    "override.kind.usual": "As the calendar says",
    "override.time": "Begins or ends at",
    "override.time.hint": "Only where it begins late or ends early.",
    "override.first": "Date",
    "override.last": "Until",
    "override.last.hint": "Only for several days in a row.",
    "override.label": "Why",
    "override.label.hint": "Everybody concerned reads it, for example: snow. No names.",
    "settings.change_anytime": "Changed days",
    "settings.change_anytime.yes": "Tell me at any time",
    "settings.change_anytime.hint": "Otherwise in your working hours; by night only what cannot "
    "wait.",
    "day_preview.title": "Is this right?",
    "day_preview.submit": "Confirm",
}

_REFUSALS = {
    "calendar_not_yours": "{names} keeps the calendar of {school}. Ask there to change the day.",
    "calendar_nobodys": "Nobody keeps the calendar of {school} yet. Whoever does says so in "
    "`/pushin settings`: organiser.",
    "no_school_day": "There is no school on {on} anyway, so nothing was changed. Name another "
    "date.",
    "bells_unknown": "The school publishes no bells for {label}. Name a kind of day instead, for "
    "example `/pushin day minimum tomorrow`.",
    "outside_bells": "That is not within the school's day, so it changes nothing. Name a time "
    "between its first and last bell.",
    "day_is_over": "School is over on {on}; nothing was changed. Name a later date, for example "
    "`tomorrow`.",
    "delay_unclear": "Say by how much or until when: `delay 2h`, `delay 90 min` or `delay 10:30`.",
    "early_unclear": "Say when school ends, for example `early 12:30`.",
    "day_one_time": "Say one date, and a time only for `delay 10:30` or `early 12:30`.",
    "day_dates_unclear": "I don't know which dates that is. Name one, or a range such as `Jan 27 "
    "to Jan 29`.",
    "day_range_too_long": "That is more than {most} days. Change the school's calendar instead.",
    "day_not_told": "That message was for somebody else. `/pushin day` shows your day.",
    "day_told_anew": "The day was changed again: a newer message below has it.",
}

SENTENCES = (
    _VERBS
    | _DAYS
    | _REPAIRED
    | _FORM
    | {f"refused.{code}": sentence for code, sentence in _REFUSALS.items()}
)
