"""The sentences about a school's file, in English: why it cannot be read, what was left out."""

# A file that gives nothing: each says what to do.
_FILES = {
    "file_empty": "{file} is empty. Download the calendar again and send that file.",
    "file_too_big": "{file} is larger than {most} MB, so I have not opened it. Send the calendar "
    "of one school alone.",
    "file_is_compressed": "{file} is a compressed archive. Unpack it and send the file itself "
    "(JSON, .ics or .csv).",
    "file_is_spreadsheet": "{file} is a spreadsheet. Save it as CSV (Save as, then CSV) and send "
    "that file.",
    "file_is_pdf": "{file} is a PDF, which I cannot read. Send the calendar as .ics (Subscribe or "
    "Export on the district's page) or as .csv.",
    "file_is_document": "{file} is a text document. Send the calendar as .ics or .csv, or put its "
    "dates into a table.",
    "file_is_picture": "{file} is a picture. Send the calendar as .ics or .csv.",
    "file_is_web_page": "{file} is a web page. Use the calendar's own Subscribe or Download link, "
    "and send the file that it gives.",
    "file_is_not_text": "{file} holds characters that are no text. Export the calendar again and "
    "send that file.",
    "ics_without_calendar": "{file} holds no calendar (BEGIN:VCALENDAR is missing). Export it "
    "again and send that file.",
    "ics_cut_off": "{file} was cut off at line {line}, after {last}: nobody knows how many days "
    "are missing. Download it again; nothing was taken.",
    "json_broken": "{file} is no valid JSON: look at line {line}. Mend it and send it again.",
    "json_of_another_shape": "{file} is JSON, and no school of mine: its format has to be "
    "pushin-school/1. docs/reference/schools.md shows the form.",
    "csv_without_dates": "No line of {file} gives a date and a day type; see {where}. Write lines "
    "like 2026-09-07,no school,Labor Day.",
    "no_school_days_in_file": "Nothing in this file says when there is school or none. Send the "
    "calendar that lists days off and short days.",
    "day_type_without_bells": "{where} has no bells. Add its periods, or say calendar_only for a "
    "school without bells, and import again.",
    "too_many_entries": "{where} has {amount} entries, and I read {most} at most. Send one school "
    "and one year.",
    "year_too_long": "{where} goes from {first} to {last}: that is no school year. Mend the dates "
    "and import again.",
    "other_year": "This file is for {years}, and the school's year here is {known}. Send the "
    "calendar for {known}, or for the year after it.",
    "next_year_without_ends": "This file is for {years}, after {known}, and does not say the first "
    "and the last day of school. Add both and import again.",
    "zone_missing": "The file does not say its time zone. Say the school's, for example "
    "America/New_York (on the command line: --zone America/New_York).",
    "school_not_here": "There is no school {value} here. Known are: {known}.",
}

# Parts that are left out while the rest is taken; in a file of one line they are the whole error.
_PARTS = {
    "date_far_away": "{value} is no date of a school year. Check the year, and write it as 2026.",
    "event_backwards": "it ends ({last}) before it begins ({first}). Swap the dates.",
    "event_too_long": "it lasts from {first} to {last}: more than {most} days. Split it.",
    "event_without_date": "its {what} cannot be read as a date.",
    "event_unreadable": "it cannot be read.",
    "rule_not_read": "its repetition ({value}) is of a kind that I do not read. List its dates one "
    "by one.",
    "line_without_date": "it has no date. Write it as 2026-09-07.",
    "line_bad_date": "{value} is no date. Write it as 2026-09-07 or 9/7/2026.",
    "line_without_day_type": "it does not say what the day is ({label}). Add a day type, such as "
    "no school.",
    "line_day_type_unknown": "there is no kind of day called {value}. Known are: {known}.",
}

_LEFT_OUT = {
    "unread_more": "More parts that could not be read: {count}.",
    "end_without_begin": "it ends a part ({value}) that never began; that line was left out.",
    "event_unfinished": "it is not finished (it begins at line {line}), so it was left out.",
    "line_outside": "it stands outside the calendar and was left out.",
    "line_unreadable": "it cannot be read and was left out of {event}.",
    "not_a_school_day": '{on} is no school day, so "{label}" changes nothing.',
    "two_labels": '{on} has two labels. I took "{kept}" and left "{other}" out.',
    "letters_few": "Letters or numbers stand for {count} of {days} school days: too few for a "
    "rotation, so they were left out.",
    "letters_conflict": "{on} has two letters. I took {kept} and left {other} out.",
    "unsure_holiday_of_some": '"{label}" ({on}) does not say whether there is school. It stays a '
    'school day; add "no school" if it is none.',
    "unsure_conditional": '"{label}" ({on}) is only a possibility. Nothing was changed for it.',
    "unsure_remote_day": '"{label}" ({on}): students are not in the building, or some are not. '
    "It stays as it is; say no school if no push-in can happen.",
    "unsure_conferences": '"{label}" ({on}) does not say whether students come. It stays as it '
    "is; add no school or early release if so.",
    "unsure_break_edge": '"{label}" ({on}) does not say whether that day is off already. It '
    "stays as it is.",
    "unsure_contradiction": '"{label}" ({on}) speaks of no school and of a short day at once. It '
    "stays as it is; write one line for each.",
    "unsure_some_grades": '"{label}" ({on}) is for some grades only, so it is not taken as the '
    "first or last day.",
    "unsure_outing": '"{label}" ({on}) looks like a part of the school leaving early, or a '
    "programme. It changes nothing.",
}

_KNOW = {
    "zone_assumed": "The file only guesses the time zone {zone}. Say the right one if that is "
    "wrong.",
    "zone_replaced": "The time zone is now {new}; before it was {old}.",
    "zone_differs": "The file's time zone is {file}; I read it in the school's own, {school}.",
    "year_unknown": "The file does not say the first and last day of school: its week goes on all "
    "year.",
    "first_day_unknown": "The file does not say the first day of school: weekdays before it count "
    "as school days.",
    "last_day_unknown": "The file does not say the last day of school: weekdays after it count as "
    "school days.",
    "no_bells": "The calendar has dates and no bells: first and last period of a day are not "
    "known.",
    "source_says": "The source says: {text}",
    "year_over": "This calendar is for {year}, and that year ended on {last}. Send this year's if "
    "you meant that.",
    "year_moves": "The school year becomes {year}, from {first}. Days of the year before (it ends "
    "on {old}) are then no school days any more.",
    "other_years": "Only {year} was taken. Dates of {years} that were left out: {count}.",
    "assumed_days_off": "Taken as days off by their names alone: {labels}.",
    "assumed_staff_days": "Taken as days for staff without students: {labels}.",
    "day_type_without_bells": "{day_type} (first on {on}) has no bells here, so its times are not "
    "known. Add its periods to the school's file.",
    "days_dropped": "Days off that the school has now and this file does not list: {count}, the "
    "first on {on}. They become school days.",
    "day_type_taken_for": '"{label}" ({on}) is taken as the school\'s {taken}.',
    "day_type_ambiguous": '"{label}" ({on}) may be any of: {known}. I chose none; name the day '
    "type in the file.",
    "bells_differ": '"{label}" ({on}) says {said}, and {day_type} has its bell at {bell}. The '
    "school's bells are kept.",
    "letters_missing": "School days without a letter or number: {count}, the first on {on}. What "
    "they are is not known.",
    "period_events": 'Single lessons (such as "B" or "Lunch"), left out because bells are not read '
    "from a calendar: {count}.",
    "not_about_school": "Not about the school day (concerts, meetings and the like), so left out: "
    "{count}.",
    "group_unknown": "No date of the calendar is for {group} alone. It has dates for: {known}.",
    "group_unknown_none": "No date of the calendar is for {group} alone; all are for everybody.",
    "group_elsewhere": "For {group} only, so left aside here: {count}. If this building is "
    "{group}, import again and say so.",
    "dates_day_first": "{value} has its day first. All other dates were read month first, as the "
    "United States write them; write 2026-09-07 if that is wrong.",
}

_DEFECTS = {
    "defect_day_type_misspelt": 'The source calls {on} "{value}", which is no kind of day it '
    "knows. That date keeps its usual day; check it.",
    "defect_period_dropped": 'In {day_type} the source has "{period}" end before it starts '
    "({start} to {end}), so it is missing. Check that day's bells.",
    "defect_period_without_times": 'In {day_type} the source gives no times for "{period}", so '
    "it is missing. Check that day's bells.",
    "defect_period_length": "In {day_type} the source says that period {period} takes {said} "
    "minutes; by its times it takes {given}. The times are kept.",
    "defect_no_bells": "The source has no bell times: kinds of day are names only.",
    "defect_one_level": "Some dates are for one level only, such as elementary.",
    "defect_weekday_without_letter": "The source gives no letter for {weekday}s: use that day's "
    "times, not its letter.",
    "defect_exams_as_holidays": "The source does not tell exam days from holidays: check the last "
    "days of each semester.",
    "defect_only_slots": "The school's own feed has more events; only lessons and common times of "
    "the day were kept.",
    "defect_recurring_skipped": "Repeating events of the school's own feed were left out: check "
    "dates that come every week.",
    "defect_seconds": "The source counts its times in seconds; they were turned into hours and "
    "minutes.",
    "defect_zone_guessed": "The time zone is a guess. Say the right one if that is wrong.",
    "defect_quoted": "The source says of itself: {text}",
}

_REPORT = {
    "school": "School       {name} ({id}), {zone}",
    "year": "School year  {first} \N{EN DASH} {last}, {count} school days",
    "year_unknown": "School year  not given; the week below goes on all year",
    "types": "Kinds of day",
    "type": "  {mark}  {label}  {count}  {bells}",
    "bells": "{first} \N{EN DASH} {last}",
    "no_bells": "no bells",
    "months": "The year: letters as above, - day off, . weekend, ? not known",
    "off": "Days off",
    "unread": "Left out",
    "notes": "Good to know",
    "line": "  {where}: {sentence}",
    "changes": "Dates that change from {since} on: {count}",
    "no_changes": "No date changes from {since} on.",
    "change": "  {on}: {old} \N{RIGHTWARDS ARROW} {new}",
    "bells_changed": "  The bells of {label} change: {old} \N{RIGHTWARDS ARROW} {new}",
    "bells_inside": "  The bells of {label} change between {first} and {last}.",
    "type_gone": "  {label} is no longer a kind of day.",
    "type_new": "  {label} is a new kind of day.",
    "more": "  \N{HORIZONTAL ELLIPSIS} and {count} more",
    "no_school": "no school",
    "not_known": "not known",
    "other_schools": "To give these dates to a school that is there, add --school (known: "
    "{known}).",
    "question": "Save this?",
    "dry": "Nothing was saved (--dry-run).",
    "declined": "Nothing was saved.",
    "saved": "Imported {name}: {types} day types, {dates} dated exceptions.",
    "same": "{name} is saved like this already; nothing changed.",
}

SENTENCES = (
    {f"refused.{code}": sentence for code, sentence in (_FILES | _PARTS).items()}
    | {
        f"import.note.{code}": sentence
        for code, sentence in (_PARTS | _LEFT_OUT | _KNOW | _DEFECTS).items()
    }
    | {f"import.report.{key}": words for key, words in _REPORT.items()}
)
