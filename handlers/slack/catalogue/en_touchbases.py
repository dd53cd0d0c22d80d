"""The sentences of touch-bases, in English: times, what was tried, how a pair meets."""

_BUTTONS = {
    "button.tb_held": "Done",
    "button.tb_done": "We talked already",
    "button.tb_later": "Later today",
    "button.tb_other": "Another time",
    "button.tb_take": "Take it",
    "button.tb_now": "Take it",
    "button.tb_step": "Make it an expectation",
    "button.tb_expect": "Expectations",
    "button.tb_often": "How often",
    "button.tb_weekly": "Once a week",
    "button.tb_each": "After each session",
    "button.tb_request": "Only when we ask",
    "button.tb_standing": "A standing time",
    "button.tb_another": "Another",
    "button.tb_stand": "Take it",
    "button.tb_not_now": "Not now",
    "button.tb_no_standing": "No standing time",
    "button.tb_phone": "By phone is fine for me",
    "button.tb_in_person": "In person only",
    "button.tb_last": "Last note",
}

_TIMES = {
    "touchbase.moved_or": "Moved to {when} ({pair}). Or take one of these:",
    "touchbase.other.none": "When? {pair}, {room}.",
    "touchbase.today_full": "No other five minutes today that you both have. It stays at {when}, "
    "or take one of these:",
    "touchbase.option": "{when} · {why}",
    "touchbase.try_now": "To try until next time: {text}",
    "touchbase.talk_about": "{name} would like to talk about the roles: {plan}.",
    "touchbase.step": "Which push-in is it for?",
    "touchbase.now": "*Now:* {pair} are both free until {until}.",
    "touchbase.in_minutes": "*In {minutes} minutes:* {pair} are both free, {start} to {until}.",
    "touchbase.today_at": "*Today at {start}:* {pair} are both free until {until}.",
    "touchbase.first.plans": "No touch-bases yet: they come with a push-in, one a week. Plan the "
    "first push-in.",
    "touchbase.first.team": "No touch-bases yet: they come with a push-in, one a week. Once a "
    "provider plans one with you, they stand here. Until then say in *Room* whether your planning "
    "time may be used.",
    "touchbase.none_coming": "No touch-base is planned. Take a time below, or change how often.",
}

_TRIED = {
    "tried.day": "{day}: {why}.",
    "tried.and": "{first} and {second}",
    "tried.students": "{name} has students {times}",
    "tried.students.you": "you have students {times}",
    "tried.students_until": "{name} has students until {minute}",
    "tried.students_until.you": "you have students until {minute}",
    "tried.leaves": "{name} leaves at {minute}",
    "tried.leaves.you": "you leave at {minute}",
    "tried.free_until": "{name} is free until {minute} only",
    "tried.free_until.you": "you are free until {minute} only",
    "tried.comes": "{name} comes at {minute}",
    "tried.comes.you": "you come at {minute}",
    "tried.kept": "{name}'s planning time ({times}) is not offered",
    "tried.kept.you": "your planning time ({times}) is not offered",
    "tried.off": "{name} does not work",
    "tried.off.you": "you do not work",
    "tried.away": "{name} is at {where}",
    "tried.away.you": "you are at {where}",
    "tried.free_then": "{name} is free {times}",
    "tried.free_then.you": "you are free {times}",
    "tried.busy": "{name} has {has} then",
    "tried.busy.you": "you have {has} then",
    "tried.busy.push_in": "a push-in",
    "tried.busy.travel": "the way to another building",
    "tried.busy.other_building": "the other building",
    "tried.busy.lunch": "lunch",
    "tried.busy.": "something else",
    "tried.taken": "{times} is another touch-base",
    "tried.quiet": "both are free in quiet hours only ({times})",
    "tried.over": "{times} has passed",
    "tried.free": "both are free {times}",
    "tried.ways": "What helps: {ways}.",
    "tried.way.planning": "the teacher offers planning time in `/pushin room`",
    "tried.way.phone": "you both say that the phone is fine, in `/pushin touchbase`",
    "tried.way.hours": "longer hours in `/pushin settings`",
    "tried.way.lunch": "lunch may be used, in `/pushin settings`",
}

_HABITS = {
    "habit.weekly": "once a week",
    "habit.each_session": "after each session",
    "habit.on_request": "only when you ask",
    "habit.line": "*{name}* · {room} · {often}",
    "habit.line.standing": "*{name}* · {room} · {often}, {weekday}s at {start} where you both can",
    "habit.ask": "How often do {pair} touch base? Now: {often}.",
    "habit.saved.weekly": "{pair} touch base once a week.",
    "habit.saved.each_session": "{pair} touch base after each session.",
    "habit.saved.on_request": "{pair} touch base only when one of you asks: `/pushin touchbase`.",
    "habit.saved.standing": "{pair} touch base on {weekday}s at {start} from now on, and at "
    "another time in a week without it.",
    "habit.saved.no_standing": "No standing time for {pair}. `/pushin touchbase` finds one "
    "whenever you like.",
    "habit.again": "It is so already. {said}",
    "habit.offer": "A standing time for {pair}? *{weekday}s at {start}*: you both can in {common} "
    "of the {weeks} weeks to come.",
    "habit.offer.why": "The last two weeks had no five minutes for you two.",
    "habit.phone": "You can be met by phone where your colleague says so too: then it may be in "
    "any building.",
    "habit.in_person": "You are met in person only.",
}

_REFUSALS = {
    "refused.slot_gone": "That time is not free for both any more. `/pushin touchbase` shows what "
    "is.",
    "refused.pair_gone": "You two share no push-in any more. `/pushin touchbase` shows whom you "
    "meet.",
    "refused.no_standing_time": "You two have no time in common in the coming six weeks. Offer "
    "planning time in `/pushin room`, say longer hours in `/pushin settings`, or that the phone is "
    "fine in `/pushin touchbase`.",
    "refused.no_other_time": "There is no other time of the week that you both have. Take the "
    "first one, or leave it: `/pushin touchbase`.",
    "refused.bad_slot": "That is no time I can plan. Open `/pushin touchbase` and choose there.",
    "refused.nothing_to_try": "There is nothing to try yet. Write it in the note first.",
}

SENTENCES = _BUTTONS | _TIMES | _TRIED | _HABITS | _REFUSALS
