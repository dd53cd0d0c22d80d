"""A classroom's sentences, in English: the questions to its teacher, the answers, the form."""

_WORDS = {
    "routine.arrival": "Arrival",
    "routine.morning_meeting": "Morning meeting",
    "routine.centers": "Centers",
    "routine.writing": "Writing",
    "routine.snack": "Snack",
    "routine.lunch": "Lunch",
    "routine.recess": "Recess",
    "routine.specials": "Specials",
    "routine.dismissal": "Dismissal",
    "routine.planning": "Planning time",
    "routine.other": "Something else",
    "grade.pre_k": "Pre-K",
    "grade.kindergarten": "K",
    "grade.grades_1_2": "1\N{EN DASH}2",
    "grade.grades_3_5": "3\N{EN DASH}5",
    "grade.middle": "Middle",
    "grade.high": "High",
    "grade.special_class": "Special class",
    "room.in": "room {room}",
}

_QUESTIONS = {
    "room.ask.grade": "Which grade is {room}?",
    "room.ask.grade.hint": "I then guess what such a class does, by your school's bells. You say "
    "what is right.",
    "room.ask.routine": "When is {name} in {room}?",
    "room.ask.planning": "When is your planning time?",
    "room.ask.guess": "I guess {times}.",
    "room.ask.who": "{name} pushes in then.",
    "room.ask.who.planning": "{name} and you find no other five minutes to touch base.",
    "room.ask.use": "May the team use your planning time ({times}) to touch base?",
    "room.ask.use.hint": "Five minutes, when both are free. You can take it back here.",
    "room.ask.day": "{label} ({bells}): what still happens in {room}?",
    "room.ask.day.next": "The next is on {on}. Untick what does not happen.",
    "room.ask.day.left_out": "By the bells there is no {names}.",
    "room.ask.day.first": "first bell {first}",
    "room.ask.day.last": "last bell {last}",
    "room.ask.day.other": "other bells",
    "room.progress": "{number} of {count}",
    "button.room_right": "That's right",
    "button.room_all": "All {count} are right",
    "button.room_say": "Change",
    "button.room_say.first": "Say when",
    "button.room_none": "We have none",
    "button.room_none.mine": "I have none",
    "button.room_yes": "Yes",
    "button.room_no": "No",
    "button.room_day": "That's right",
    "button.room_later": "Later",
    "button.room_grade": "Grade",
    "button.room_period": "{name}, {times}",
    "button.room_undo": "Undo",
}

_ROOM = {
    "room.title": "{room} · {teacher}",
    "room.text": "{title}. Routines: {count}.",
    "room.text.question": "{title}. {question}",
    "room.complete": "{room} is complete",
    "room.empty": "No routines yet.",
    "room.line": "{times} · {name}",
    "room.no_students": "no students",
    "room.usable": "open for touch-bases",
    "room.not_usable": "not open for touch-bases",
    "room.guess": "a guess",
    "room.not_on": "not on: {days}",
    "room.guesses": "Guesses: {count}. I ask {name}, who alone can say.",
    "room.ask_whom": "{name} says what happens in this room. Ask there if something is wrong.",
    "room.bells": "*Bells on a regular day*",
    "room.which": "Which room do you mean?",
    "room.pick": "Which routine do you want to change?",
    "button.room_change": "Change a routine",
    "button.room_offer": "Offer planning time",
    "button.room_withdraw": "Take planning time back",
    "button.room_on": "Go on",
    "button.room_back": "Back to the room",
    "button.routine": "Change",
    "button.routine_add": "Add a routine",
    "button.routine_drop": "Remove this routine",
    "button.routine_more": "More",
}

_NOTES = {
    "room.note.kept": "Noted: {name}, {times}.",
    "room.note.all_kept": "Noted: {others}.",
    "room.note.none": "Noted: this class has no {name}.",
    "room.note.laid": "Guessed by your bells: {others}.",
    "room.note.nothing_laid": "Noted. There is nothing to guess beside what stands here.",
    "room.note.offered": "Noted: the team may use five minutes of your planning time.",
    "room.note.not_offered": "Noted: nobody uses your planning time.",
    "room.note.day": "Noted for {name}. Not then: {others}.",
    "room.note.day.all": "Noted for {name}: all of it happens.",
    "room.note.removed": "Removed: {name}.",
    "room.note.removed_already": "{name} was removed already.",
    "room.note.same_time": "At the same time as {name}: {others}.",
    "room.note.outside": "{name} is outside the school day ({times}).",
    "room.note.answered_already": "That was answered already; nothing was changed.",
    "room.note.changed_meanwhile": "This changed meanwhile, so I noted nothing. Here is how it "
    "stands.",
    "room.note.taken_back": "Taken back. The room is as it was before.",
    "room.note.later": "Gladly later. `/pushin room` goes on here.",
}

_FORM = {
    "routine.title": "Routine",
    "routine.submit": "Save",
    "routine.kind": "What is it?",
    "routine.name": "What do you call it?",
    "routine.name.hint": "Only where you chose Something else.",
    "routine.start": "Starts",
    "routine.end": "Ends",
    "routine.students": "Are students in the room?",
    "routine.students.yes": "Yes",
    "routine.students.no": "No, it is without students",
    "routine.usable": "Touch-bases",
    "routine.usable.yes": "Five minutes of it may be used",
    "routine.usable.hint": "Only for times without students. You can take it back here.",
    "routine.weekdays": "On which days of the week?",
    "routine.days": "When does it not happen?",
    "routine.days.hint": "Ticked: on such a day there is none.",
}

_REFUSALS = {
    "refused.ask_the_teacher": "Only {name} can say that of this room. Ask {name}.",
    "refused.planning_missing": "Say first when your planning time is: *Add a routine* in "
    "`/pushin room`.",
    "refused.routine_gone": "That routine was removed meanwhile. Close this form, and add it anew "
    "if your class has it.",
    "refused.longer_than_day": "That is longer than the school day. Check am and pm.",
    "refused.unknown_grade": "There is no such grade here any more. `/pushin room` shows those "
    "that there are.",
    "refused.starting_set": "The file of starting sets has a mistake in {where}: {value}. Tell "
    "whoever runs Push-In.",
}

_CARDS = {
    "card.guess": "When {during} is, {name} has not said yet: the time is a guess.",
}

SENTENCES = _WORDS | _QUESTIONS | _ROOM | _NOTES | _FORM | _REFUSALS | _CARDS
