"""The sentences about schools and calendars that people send, in English."""

_SCHOOL = {
    "verb.school": "your school's year and bells; a new calendar",
    "button.school": "School",
    "button.school_how": "Import a calendar",
    "button.school_for": "This school",
    "button.school_group": "This group",
    "button.school_save": "Save it",
    "button.school_drop": "Don't",
    "school.text": "{name}. Today: {day}.",
    "school.year": "{year} · times are {zone}",
    "school.year_unknown": "first and last day not known",
    "school.today": "*Today:* {day} ({why})",
    "school.why.override": "decided for this day",
    "school.why.exception": "a date of its own in the calendar",
    "school.why.published": "as published for this date",
    "school.why.pattern": "the usual week",
    "school.why.outside_year": "outside the school year",
    "school.following": "*New calendar:* {done} of {total} plans follow it already.",
    "school.off": "*Days off*",
    "school.off.day": "{on}: {label}",
    "school.off.days": "{first} \N{EN DASH} {last}: {label}",
    "school.types": "*Kinds of day*",
    "school.type": "{label}: {bells}",
    "school.type.no_bells": "{label}: bells not known",
    "school.override": "Is today different? `/pushin closed`, `/pushin delay` or `/pushin early`.",
    "school.none": "No school is set up here yet. Whoever keeps its calendar picks the role "
    "*organiser* in *Settings* and then sends me the calendar.",
    "school.none.add": "No school is set up here yet. Send me its calendar, and I show you what I "
    "read before anything is saved.",
    "school.how": "Send me the calendar's file here in our direct messages (the *+* beside the "
    "message box). I show you what changes first; nothing is saved before you say so.",
    "school.how.kinds": "I read .ics (Export or Subscribe on the district's page), .csv (a date "
    "and a kind of day in each line) and Push-In's own JSON, which holds bells too.",
}

_IMPORT = {
    "import.text": "{name}, {year}. Dates that change: {count}. Nothing is saved yet.",
    "import.text.new": "{name}, {year}: a new school. Nothing is saved yet.",
    "import.from": "Read from {file}. Nothing is saved yet.",
    "import.year": "{year} · school days: {days} · times are {zone}",
    "import.type": "{bells} \N{MIDDLE DOT} {count} days",
    "import.type.once": "{bells} \N{MIDDLE DOT} one day",
    "import.type.never": "{bells} \N{MIDDLE DOT} on no date so far",
    "import.changes": "*Dates that change from today on: {count}*",
    "import.no_changes": "*No date and no bell changes from today on.*",
    "import.change": "{on}: {old} \N{RIGHTWARDS ARROW} {new}",
    "import.changes_from": "{first} \N{EN DASH} {last}: {old} \N{RIGHTWARDS ARROW} {new}",
    "import.unknown": "not known",
    "import.no_school": "no school ({label})",
    "import.bells.changed": "The bells of {label} change.",
    "import.bells.new": "{label} is a new kind of day.",
    "import.bells.gone": "{label} is no longer a kind of day.",
    "import.unread": "*Left out: {count}*",
    "import.notes": "*Good to know*",
    "import.note.at": "{where}: {note}",
    "import.note.other": "there is something that I could not read.",
    "import.more": "\N{HORIZONTAL ELLIPSIS} and {count} more",
    "import.plans": "Plans that will follow it: {count}. What has happened stays as it was.",
    "import.since": "*Not saved yet:* the school was changed since you sent the file. This is what "
    "it changes now.",
    "import.group": "Some dates in this file are for some buildings only. Which is {name}?",
    "import.group.dates": "{group} (dates of its own: {count})",
    "import.no_group": "None of these",
    "import.school": "Which school is this calendar for?",
    "import.saved": "Saved: the calendar of {name}.",
    "import.saved.again": "Saved already: the calendar of {name}.",
    "import.after.waiting": "{count} plans follow by and by; `/pushin school` shows how far they "
    "are.",
    "import.after.moved": "Sessions that were changed: {count}.",
    "import.after.told": "Whoever has one today or tomorrow that changes is told.",
    "import.after.nothing": "No session changes.",
    "import.after.first": "Next: each therapist types `/pushin schedule`.",
    "import.dropped": "Not saved: the calendar of {name}. Nothing was changed.",
}

_REFUSALS = {
    "import_not_yours": "A school's calendar comes from its organiser: {who}. Ask them to send it; "
    "nothing was changed.",
    "import_nobody": "Nobody keeps this school's calendar yet. Pick the role organiser in `/pushin "
    "settings`, then send the file again.",
    "import_running": "The plans still follow the last calendar: {done} of {total}. Try again when "
    "they are done; `/pushin school` shows it.",
    "import_over": "That calendar ended on {last}. Send this year's; nothing was changed.",
    "import_ahead": "That calendar begins on {first}, and the present one runs until {last}. Send "
    "it again after that day; nothing was changed.",
    "import_dropped": "You chose not to save that one. Send the file again to look at it anew.",
    "import_gone": "That was too long ago. Send the file again to look at it anew.",
    "import_names_student": "This file holds a student's code, and whole teams see a calendar. "
    "Take the code out and send it again; nothing was saved.",
    "one_file": "One calendar at a time, please: send the files one by one. Nothing was changed.",
    "file_gone": "{file} is no longer there. Send it again; nothing was changed.",
    "file_elsewhere": "{file} is not kept in Slack, only linked. Download it and send the file "
    "itself.",
    "file_not_fetched": "Slack did not give me {file}. Nothing was changed; please send it again "
    "in a minute.",
}

SENTENCES = (
    _SCHOOL | _IMPORT | {f"refused.{code}": sentence for code, sentence in _REFUSALS.items()}
)
