"""Every sentence that people read, in English, by key; `{name}` is filled in and escaped."""

from collections.abc import Mapping
from types import MappingProxyType

from handlers.slack.catalogue import (
    en_absences,
    en_agreements,
    en_buildings,
    en_calendar_links,
    en_changes,
    en_days,
    en_digests,
    en_exports,
    en_flex,
    en_forms,
    en_given_roles,
    en_imports,
    en_logs,
    en_minutes,
    en_missed,
    en_papers,
    en_quiet,
    en_refusals,
    en_rhythms,
    en_rights,
    en_rooms,
    en_schools,
    en_suggest,
    en_threads,
    en_together,
    en_touchbases,
    en_uncertain,
    en_variations,
    en_weeks,
)

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

_WORDS = {
    "when.weekdays": "Mon\N{EN DASH}Fri",
    "facts.and": "{first} and {last}",
    "facts.room": "Room {room}",
    "facts.session": "{when}, {where}, with {teacher} and {provider}",
    "facts.dates": "{first} \N{EN DASH} {last}",
    "facts.elsewhere": "Times are {school}'s. On your clock: {theirs}.",
    "day.unknown": "the school has not published this day's letter yet",
    "day.no_school": "no school",
    "day.no_school_called": "no school: {label}",
    "day.cycle": "day {cycle_day}",
    "role.provider": "Provider",
    "role.teacher": "Teacher",
    "role.para": "Para",
    "role.case_manager": "Case manager",
    "role.organiser": "Organiser (keeps the school's calendar)",
    "model.push_in": "Push-in",
    "model.pull_out": "Pull-out",
    "model.consultation": "Consultation",
    "reason.skipped": "skipped",
    "reason.no_school": "no school",
    "reason.closed": "school closed",
    "reason.early_release": "early release",
    "reason.routine_missing": "no such routine that day",
    "obstacle.routine_missing": "no {during} that day",
    "obstacle.unknown_day": "the day's letter is not published yet",
    "prompt.checklist": "checklist",
    "prompt.plan_card": "plan card",
    "prompt.ask": "daily card",
    "prompt.touch_base": "touch-base reminder",
    "prompt.digest": "weekly overview",
    "prompt.review": "review",
    "prompt.change": "change notice",
    "privacy.student_code": "a student code",
    "privacy.birth_date": "a birth date",
    "privacy.id_number": "an ID number",
    "privacy.name": "a student's name",
    "co_teaching.one_teach_one_observe": "One teaches, one observes",
    "co_teaching.one_teach_one_assist": "One teaches, one assists",
    "co_teaching.station": "Stations",
    "co_teaching.parallel": "Parallel",
    "co_teaching.alternative": "Alternative",
    "co_teaching.team": "Team teaching",
    "co_teaching.one_teach_one_observe.detail": "One leads; the other watches for one agreed "
    "thing.",
    "co_teaching.one_teach_one_assist.detail": "One leads; the other moves about and helps.",
    "co_teaching.station.detail": "Groups move between tables; each adult has one.",
    "co_teaching.parallel.detail": "The class is halved; both teach the same thing.",
    "co_teaching.alternative.detail": "One has the class, one a small group.",
    "co_teaching.team.detail": "Both teach the whole class together.",
    "modal.close": "Close",
    "why.before_school": "before school",
    "why.after_school": "after school",
    "why.lunch": "lunch, which you offered",
    "why.planning": "planning time",
    "why.no_students": "no students then",
    "modal.cancel": "Cancel",
    "modal.title": "Push-In",
}

_VERBS = {
    "verb.next": "your next session: when, where, your part",
    "verb.today": "today's sessions, and why one is not on",
    "verb.schedule": "plan a push-in; alone it opens a form",
    "verb.agree": "who leads and what each adult does",
    "verb.confirm": "say I'm in, or Let's talk, to your part",
    "verb.expect": "add one expectation",
    "verb.touchbase": "five minutes together, without students",
    "verb.room": "a classroom's routines and planning time",
    "verb.settings": "your role, school and hours",
    "verb.help": "this list",
    "help.title": "What you can ask",
    "help.text": "What you can ask Push-In: type /pushin and one of these words.",
    "help.examples": "To copy and change:",
    "help.where": "Type it after /pushin, after @Push-In in a thread, or here in our direct "
    "messages.",
    "unknown.near": "I don't know that word. Did you mean {near}?",
    "unknown.far": "I don't know that word. Help lists all I understand.",
    "answer.private": "I answered you privately.",
}

_BUTTONS = {
    "button.next": "Next",
    "button.today": "Today",
    "button.schedule": "Plan a push-in",
    "button.agree": "Roles",
    "button.confirm": "What waits for me",
    "button.expect": "Add an expectation",
    "button.touchbase": "Touch-bases",
    "button.room": "Room",
    "button.settings": "Settings",
    "button.home_hide": "Hide details",
    "button.home_show": "Show details",
    "button.help": "Help",
    "button.more": "More",
    "button.begin": "Tell Push-In who I am",
    "button.skip": "Skip this one",
    "button.skip_it": "Skip this one",
    "button.keep": "Keep it",
    "button.in": "I'm in",
    "button.talk": "Let's talk",
    "button.expectations": "Expectations",
    "button.add_expectation": "Add an expectation",
    "button.plan_confirm": "Confirm",
    "button.plan_change": "Change",
    "button.this": "This one",
    "button.agree_more": "More",
    "button.schedule_more": "More",
    "button.tb_note": "Write a note",
    "button.tb_note_again": "Open the note",
    "button.drop": "Remove",
    "button.privacy_edit": "Edit",
    "button.privacy_keep": "It is not a student",
}

_SESSIONS = {
    "next.text": "Your next session: {session}.",
    "next.where": "{where} · {adults}",
    "next.lead": "*Lead:* {lead}",
    "next.part": "*You:* {part}",
    "next.try": "*Try:* {text}",
    "next.compact": "*{on}, {times}* · {where} · {adults}",
    "next.no_roles": "Nobody's role is agreed yet.",
    "next.over": "No more sessions are planned for you.",
    "next.none.plans": "No push-ins yet. Plan the first one: it takes a minute.",
    "next.none.team": "No push-ins yet. Once a provider plans one with you, it stands here. "
    "Until then you can set your room's routines.",
    "skip.title": "Skip this session?",
    "skip.sure": "{when}, {where}. Only this one; all others stay. Your team sees it.",
    "skip.yes": "Skip it",
    "skip.no": "Keep it",
    "keep.done": "Kept: {when}, {where}.",
    "agenda.text": "{day}: {count} on.",
    "agenda.text_none": "{day}: no push-ins for you.",
    "agenda.none": "No push-ins for you today.",
    "agenda.on": "*{times}* {where} · {adults}",
    "agenda.off": "{times} {where} · {adults} — *not on:* {why}",
}

_PLANS = {
    "preview.text": "I understood: {plan}. Confirm or change it.",
    "preview.title": "{model}. Is this right?",
    "preview.adults": "{adults} · {school}",
    "preview.dates": "{dates} · sessions: {count}",
    "preview.first": "First: {dates}",
    "preview.once": "Once: {dates}",
    "preview.moved": "{why}: {times}, first on {date}",
    "preview.obstacles": "No {during} on {dates}: you will be asked before each.",
    "preview.clash": ":warning: At the same time: {who}, {when}.",
    "preview.clash.room": ":warning: In the room at the same time: {who}, {when}.",
    "preview.since": "*Not saved yet:* somebody planned the same time meanwhile. Confirm again to "
    "keep yours all the same, or change it.",
    "preview.more": "… and {count} more.",
    "saved.line": "Planned: {plan}. Sessions: {count}.",
    "saved.again": "Planned already: {plan}. Sessions: {count}.",
    "saved.first": "The first is on {when}.",
    "saved.no_session": "None falls on a school day yet; check the dates.",
    "saved.roles": "Next: agree who does what.",
    "changing": "The form is open. If you closed it, *Change* opens it again.",
    "card.text": "Push-in: {plan}. {adults}.",
    "card.next": "Next: {when}",
    "card.expectations": "Expectations",
    "card.thread": "Reply in this thread with `@Push-In expect …` to add one.",
    "card.ended": "This push-in has ended: {plan}.",
    "card.over": "This push-in has ended.",
    "card.moved": "The room's team talks in another channel now; this card stands there.",
    "choice.which": "Which push-in do you mean?",
    "choice.words": "Then type the words once more: the form asks for them.",
}

_AGREEMENTS = {
    "agreement.title": "Who does what · {model}",
    "agreement.none": "Nobody's role is agreed yet. *Roles* takes a minute.",
    "agreement.part": "{name}: {part}",
    "agreement.part.leads": "*{name} leads:* {part}",
    "agreement.part.answer": "{told} — {answer}",
    "agreement.part.open": "no part written yet",
    "agreement.activity": "*Activity:* {text}",
    "agreement.materials": "*Bring:* {text}",
    "agreement.fallback": "*If someone is out:* {text}",
    "agreement.everyone": "Everyone's in.",
    "agreement.waiting_for_you": "Waiting for you.",
    "agreement.waiting": "Waiting for {names}.",
    "agreement.saved": "Saved for {plan}.",
    "agreement.same": "Nothing changed for {plan}.",
    "agreement.asked": "Asked to confirm: {names}.",
    "answer.in": ":white_check_mark: in",
    "answer.talk": "would like to talk",
    "answer.open": "not answered yet",
    "answer.told": "told in person, {on}",
    "answer.no_account": "not told yet",
    "confirmed.in": "You're in: {plan}.",
    "confirmed.in.again": "You are in already: {plan}.",
    "confirmed.talk": "Noted: you'd like to talk about {plan}. It stands on your next touch-base.",
    "confirmed.talk.again": "Noted already: you'd like to talk about {plan}.",
    "expectation.added": "Added for {where}: {text}",
    "expectation.again": "That one stands already for {where}: {text}",
    "privacy.question": "This may hold {kind}, so I have not used it.",
    "privacy.what_to_do": "Others will read it. Change the words, or tell me that it is no "
    "student.",
}

_CARDS = {
    "checklist.text": "Checklist: {session}.",
    "checklist.off": "Not on: {session} ({why}).",
    "checklist.not_on": "*Not on:* {why}.",
    "checklist.empty": "No expectations yet.",
    "checklist.ticked": "Ticked by {names}.",
    "checklist.done": "{text} (was ready)",
    "checklist.left": "{text}",
    "checklist.over": "This session is over.",
    "checklist.reply": "Reply `@Push-In expect …` to add one for this session.",
    "checklist.standing": "The whole plan",
    "ask.text": "{day}: waiting for you: {count}.",
    "ask.title": "For you · {day}",
    "ask.done": "{day}: all answered. Thank you.",
    "ask.replaced": "{day}: a newer card below has what still waits.",
    "ask.some_done": "Answered already: {count}.",
    "ask.nothing": "Nothing waits for you.",
    "ask.asked": "This waits for you",
    "waiting.role": "*You:* {part}",
    "waiting.missing": "There is no {during} that day ({day}). Keep it at its usual time, or "
    "skip it?",
    "waiting.talk": "{name} would like to talk about the roles.",
    "waiting.time": "{name} has not been asked: I know no time of theirs without students. Speak "
    "to them, or let them say their hours in `/pushin settings` or open planning time in `/pushin "
    "room`.",
    "waiting.time.mine": "I know no time of yours without students, so I never write to you. Say "
    "your hours, or open planning time in your room.",
    "waiting.skipped": "*Not on today:* {session} ({why}).",
    "waiting.expired": "A {kind} could not be posted in time. Nothing to do.",
    "waiting.expired_session": "The {kind} for {session} could not be posted in time. Nothing "
    "to do.",
    "waiting.more": "… and {count} more, here once these are answered.",
    "touchbase.text": "Touch base: {when}, {pair}.",
    "touchbase.title": "Touch base · {when}",
    "touchbase.where": "{room} · {pair} · five minutes, no students",
    "touchbase.next": "Next together: {session}",
    "touchbase.try": "You wanted to try: {text}",
    "touchbase.topics": "What worked? What to change? One thing to try.",
    "touchbase.state.done": "Done. Thank you for talking.",
    "touchbase.state.talked": "Done. Thank you for talking.",
    "touchbase.state.missed": "This one did not happen; the next one is planned.",
    "touchbase.state.no_slot": "No common time without students that week.",
    "touchbase.moved": "Moved to {when} ({pair}).",
    "touchbase.noted": "Kept for {pair}. Only you two can open it.",
    "touchbase.coming": "Your touch-bases",
    "touchbase.entry": "*{when}* · {pair} · {room}",
    "touchbase.no_time": "no time found",
    "touchbase.no_slot": "Week of {week}: {pair} have no common time without students.",
    "touchbase.gap": "Week of {week}: {pair} have no common time without students. Next: {next}.",
    "home.welcome": "Welcome to Push-In",
    "home.new": "Push-In tells your team who does what, when, in which room. "
    "First say who you are; it takes half a minute.",
    "home.today": "Today",
    "home.no_school": "No school is set for you yet. Choose yours in *Settings*.",
    "home.waiting": "Waiting for you",
    "home.nothing_waits": "Nothing waits for you.",
    "home.bells": "Students are there {bells}.",
    "home.hidden": "Push-ins to come: {coming} \N{MIDDLE DOT} waiting for your answer: {waiting}",
    "home.picture": "Week as a picture",
    "home.coming": "Your next sessions",
    "home.touch_bases": "Touch-bases",
    "home.footer": "`/pushin help` lists everything you can ask.",
    "form.button": "This one needs the form.",
}

_MANIFEST = {
    "manifest.description": "Who does what, when, in which room: for teams with push-in therapy.",
    "manifest.long_description": "Push-In helps school teams that deliver occupational, speech and "
    "physical therapy inside the classroom. It plans sessions around the class's own routines, "
    "makes clear beforehand what each adult does, finds five minutes without students to touch "
    "base, and stays quiet otherwise. No student data stands in any message.",
    "manifest.command": "Your next push-in, your part, and all else",
    "shortcut.add_as_expectation": "Add as expectation",
    "shortcut.add_as_expectation.detail": "Adds this reply to the push-in of its thread",
    "shortcut.plan_push_in": "Plan a push-in",
    "shortcut.plan_push_in.detail": "Opens the form for a new push-in",
}

SENTENCES: Mapping[str, str] = MappingProxyType(
    _WORDS
    | _VERBS
    | _BUTTONS
    | _SESSIONS
    | _PLANS
    | _AGREEMENTS
    | _CARDS
    | _MANIFEST
    | en_absences.SENTENCES
    | en_quiet.SENTENCES
    | en_rights.SENTENCES
    | en_agreements.SENTENCES
    | en_buildings.SENTENCES
    | en_changes.SENTENCES
    | en_days.SENTENCES
    | en_forms.SENTENCES
    | en_given_roles.SENTENCES
    | en_schools.SENTENCES
    | en_imports.SENTENCES
    | en_logs.SENTENCES
    | en_minutes.SENTENCES
    | en_missed.SENTENCES
    | en_refusals.SENTENCES
    | en_rhythms.SENTENCES
    | en_rooms.SENTENCES
    | en_together.SENTENCES
    | en_threads.SENTENCES
    | en_suggest.SENTENCES
    | en_weeks.SENTENCES
    | en_digests.SENTENCES
    | en_exports.SENTENCES
    | en_flex.SENTENCES
    | en_papers.SENTENCES
    | en_calendar_links.SENTENCES
    | en_touchbases.SENTENCES
    | en_uncertain.SENTENCES
    | en_variations.SENTENCES
)
