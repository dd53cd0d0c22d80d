"""The words about who is out and who covers, in English."""

_VERBS = {
    "verb.absent": "I am out: today, on dates, for half a day",
    "verb.cover": "who covers: what I am asked, or `cover @name tomorrow`",
    "button.absent": "I'm out",
    "button.cover": "Who covers",
    "button.cant": "Can't make it",
    "button.absent_confirm": "Confirm",
    "button.absent_change": "Change",
    "button.absent_undo": "Undo",
    "button.absent_back": "I can come after all",
    "button.absent_back.they": "They can come after all",
    "button.cover_pick": "Somebody covers",
    "button.cover_yes": "I'll cover",
    "button.cover_no": "Can't",
    "button.move_it": "Move it",
}

_OUT = {
    "reason.provider_absent": "{name} is out",
    "out.person": "*{name} is out.*",
    "out.provider": "*{name} is out;* {fallback} (not held as therapy).",
    "out.steps_in": "*{name} is out;* {cover} steps in.",
    "out.covered.support": "*{name} is out.* Not held as therapy; {cover} runs the routine.",
    "out.covered.assistant": "*{name} is out;* {cover} ({discipline}) covers, {name} supervises.",
    "out.covered.provider": "*{name} is out;* {cover} ({discipline}) covers.",
    "out.fallback": "*If someone is out:* {fallback}",
    "out.asked": "{cover} is asked to cover",
    "out.asked_line": "{cover} is asked to cover.",
    "out.short": "{name} is out",
    "out.short.not_therapy": "{name} is out, not held as therapy",
    "out.short.covered": "{name} is out, {cover} covers",
    "out.short.support": "{name} is out, {cover} runs the routine",
    "out.behind": "{line} (_{told}_)",
    "effect.off": "It is skipped: nobody else holds it, and nothing is agreed for when somebody "
    "is out.",
    "effect.off_asked": "It is off until {cover} says that they cover.",
    "effect.stays": "It stays on.",
    "effect.provider": "It stays on, not as therapy.",
    "effect.agreed": "Agreed for this: {fallback}",
    "effect.uncovered": "You don't cover any more. {fallback}",
    "effect.usual": "as usual",
}

_ABSENT = {
    "absent.me": "You are out: {when}",
    "absent.they": "{name} is out: {when}",
    "absent.said": "{told}.",
    "absent.again": "{told}. That stood already; nothing was changed.",
    "absent.preview": "{told}. Is this right?",
    "absent.right": "Is this right?",
    "absent.cover": "{cover} will be asked to cover.",
    "absent.session": "{session}: {effect}",
    "absent.no_sessions": "No push-ins then.",
    "absent.told": "The others are told, without a reason.",
    "absent.morning": "in the morning",
    "absent.afternoon": "in the afternoon",
    "absent.from": "from {time}",
    "absent.touch_base": "Touch base, {pair}: now {when}.",
    "absent.touch_base.none": "Touch base, {pair}: no common time is left that week.",
    "absent.back": "{name} is there after all: {when}.",
    "absent.back.mine": "You are there after all: {when}.",
}

_COVER = {
    "cover.question": "*Can you cover for {name}?* {session}",
    "cover.asked": "{cover} is asked to cover: {session}.",
    "cover.again": "{cover} is asked already: {session}.",
    "cover.in_already": "{cover} covers: {session}.",
    "cover.until": "I tell you what they answer.",
    "cover.yes": "You cover: {session}. The team is told.",
    "cover.yes.again": "You cover already: {session}.",
    "cover.no": "Noted: you can't cover {session}. {name} is told.",
    "cover.no.again": "Noted already: you can't cover {session}.",
    "cover.open": "{session}: {why}.",
    "cover.none": "Nobody asks you to cover, and none of your push-ins lacks its provider in the "
    "next two weeks.",
    "cover.how": "`/pushin cover @name tomorrow` says that you are out and asks them to cover.",
    "cover.list": "Covering: {count} to answer or to settle.",
    "repaired.cover": "*Can you cover for {name}?*",
    "repaired.out_text": "{times} {where}: {told}",
}

_FORMS = {
    "absence.title": "Out",
    "absence.submit": "Next",
    "absence.person": "Who is out?",
    "absence.first": "From",
    "absence.last": "Until",
    "absence.last.hint": "Only for several days in a row.",
    "absence.part": "Which part of the day?",
    "absence.part.day": "All day",
    "absence.part.morning": "Morning",
    "absence.part.afternoon": "Afternoon",
    "absence.part.times": "From \N{HORIZONTAL ELLIPSIS} to \N{HORIZONTAL ELLIPSIS}",
    "absence.start": "From (time)",
    "absence.start.hint": "Only for a part of the day that is neither morning nor afternoon.",
    "absence.end": "To (time)",
    "absence.cover": "Who covers?",
    "absence.cover.hint": "They are asked. Only where the provider is out.",
    "absence_preview.title": "Is this right?",
    "absence_preview.submit": "Confirm",
    "cover.title": "Who covers?",
    "cover.submit": "Ask",
    "cover.session": "*{about}*",
    "cover.cover": "Ask",
}

_REFUSALS = {
    "not_part_of_it": "You are not part of that push-in, so nobody waits for you there. `/pushin "
    "next` shows yours.",
    "absence_gone": "That was taken back meanwhile. Look with `/pushin today`.",
    "absence_not_yours": "That {name} is out, only {name} or whoever keeps the school's calendar "
    "can say.",
    "absence_past": "That is past; nothing was changed. Name today or a later day.",
    "absence_too_far": "That is more than {most} days ahead; nothing was changed. Say it again "
    "when it is nearer.",
    "absence_time": "Say which part of the day: `morning`, `afternoon`, `from 1pm` or "
    "`9:00-11:00`.",
    "absence_dates": "I don't know which dates that is. Name one, or a range such as `Jan 27 to "
    "Jan 29`.",
    "colleague_unknown": "I don't know {name} yet. They type `/pushin settings` once, then it "
    "works.",
    "cover_is_out": "{name} is out then too. Pick somebody else.",
    "cover_no_account": "I can't write to {name}. Ask in person, or pick somebody else.",
    "cover_not_asked": "Somebody else is asked to cover now, so there is nothing to answer.",
}

SENTENCES = (
    _VERBS
    | _OUT
    | _ABSENT
    | _COVER
    | _FORMS
    | {f"refused.{code}": sentence for code, sentence in _REFUSALS.items()}
)
