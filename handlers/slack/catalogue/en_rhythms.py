"""How rhythms of plans are said, and what is wrong with one, in English."""

ORDINALS = {1: "1st", 2: "2nd", 3: "3rd", 4: "4th", 5: "5th", -1: "last"}

_WORDS = {
    "rhythm.every_other": "Every other {weekday}",
    "rhythm.every_other_week": "Every other week on {weekdays}",
    "rhythm.every_n_weeks": "Every {n} weeks on {weekdays}",
    "rhythm.every_other.any": "Every other week",
    "rhythm.every_n.any": "Every {n} weeks",
    "rhythm.letters": "{letters} days",
    "rhythm.number": "Day {numbers}",
    "rhythm.numbers": "Days {numbers}",
    "rhythm.on": "{days} on {weekdays}",
    "rhythm.of_some_weeks": "{weeks}, {days}",
    "rhythm.monthly": "{which} {weekday}",
    "rhythm.of_the_month": "{days} of the month",
    "rhythm.timed": "{days}, {times}",
    "rhythm.period": "period {number}",
    "facts.dates_except": "{first} \N{EN DASH} {last}, except {left_out}",
    "preview.unknown": "School days whose letter is not published yet: {count}, the first on "
    "{date}. They stand as not known until the school publishes it.",
    "preview.until.before": "Until {on}, the last school day before {name}.",
    "preview.until.term": "Until {on}, the last day of {name}.",
    "preview.until.year": "Until {on}, the last day of school.",
    "reason.plan_changed": "not one of its days any more",
}

_FORM = {
    "schedule.every": "How often?",
    "schedule.every.1": "Every week",
    "schedule.every.2": "Every other week",
    **{f"schedule.every.{n}": f"Every {n} weeks" for n in range(3, 13)},
    "schedule.every.hint": "Counted from the week of the first session.",
    "schedule.month": "Only some of each month?",
    "schedule.month.hint": "With the days picked above: 1st and 3rd Tuesday of the month.",
    "schedule.month.1": "1st",
    "schedule.month.2": "2nd",
    "schedule.month.3": "3rd",
    "schedule.month.4": "4th",
    "schedule.month.5": "5th",
    "schedule.month.-1": "Last",
    "schedule.cycle": "Only on these days of the rotation?",
    "schedule.cycle.hint": "Without days picked above: whatever weekday they fall on.",
    "schedule.except": "Dates left out",
    "schedule.except.hint": "For example 10/20, 11/3-11/5. Days without school need not be said.",
}

_REFUSALS = {
    "unknown_cycle_day": "This school's rotation has no day {value}. It has: {known}.",
    "no_cycle_days": "This school's calendar has no letters or cycle days. Say weekdays, for "
    "example Mon & Wed.",
    "until_event_unknown": "I find no {event} ahead in the school's calendar. Say a date, for "
    "example `until 12/18`, or one that it has: {known}.",
    "interval_too_long": "Every {most} weeks is the longest rhythm. Plan single dates instead.",
    "two_plans": "That is more than one plan. Type them one by one: {parts}.",
    "dates_one_by_one": "Those dates are no rhythm that I can keep together. Plan them one by one: "
    "{dates}.",
    "no_dates": "None of those days falls between {first} and {last}. Pick a later last day, or "
    "other days.",
    "left_out_anyway": "Nothing is planned on {on} anyway. Check the date that you leave out.",
    "except_unreadable": "I can't read those dates. Write them as 10/20, 11/3.",
    "unsupported": "I cannot plan that rhythm. Say weekdays, for example Mon & Wed, or 1st and 3rd "
    "Tuesday of the month.",
}

SENTENCES = _WORDS | _FORM | {f"refused.{code}": text for code, text in _REFUSALS.items()}
