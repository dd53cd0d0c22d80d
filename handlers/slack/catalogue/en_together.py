"""The words about clashes and about treating together, in English."""

_BUTTONS = {
    "button.together": "Treat together",
    "button.together.with": "Together with {name}",
    "button.plan_drop": "Leave it",
    "button.move_it": "Move it",
    "button.joint_yes": "Together",
    "button.joint_talk": "Let's talk",
    "button.clash_keep": "Keep both",
    "button.clash_change": "Change",
    "button.room_adults": "Adults at a time",
    "button.room_most": "{count}",
    "button.room_most.any": "Any number",
}

_PREVIEW = {
    "preview.text.rivals": "I understood: {plan}. {who} is in the room then: treat together, move "
    "it or leave it.",
    "preview.clash.overlap": "You overlap {minutes}: {when}.",
    "preview.clash.adults": ":warning: {count} adults in the room, {who} wants {most} at most: "
    "{when}.",
    "preview.since.rivals": "*Not saved yet:* somebody planned the same time meanwhile. Treat "
    "together, move yours, or leave it.",
    "together.minutes": "How the minutes count, you two decide.",
    "together.free": "Free for you and the room: {weekday} {times}.",
    "together.shared": "You share a student: {codes}.",
    "together.minute": "1 minute",
    "together.some_minutes": "{count} minutes",
    "dropped": "Left it: nothing was planned.",
    "dropped.again": "It was left already: nothing is planned.",
}

_TOGETHER = {
    "saved.asks": "{name} is asked whether you treat together. Until then yours stands alone.",
    "saved.next": "Its card and its roles come once {name} has answered.",
    "card.together": "Together with {name}: {rhythm}",
    "checklist.times": "{name} {times}",
    "checklist.comes": "{name} comes all the same, {times}.",
    "waiting.together": "{name} would like to treat together with you: you overlap {minutes}, "
    "first on {when}. One agreement, one thread, one checklist.",
    "waiting.together.talk": "You said that you would like to talk to {name} first.",
    "waiting.together_talk": "{name} would like to talk before you treat together.",
    "together.yes": "Treating together with {name}: {plan}. One agreement, one thread, one "
    "checklist.",
    "together.yes.again": "You treat together with {name} already: {plan}.",
    "together.roles": "Next: {name}'s part.",
    "together.talk": "Noted: {name} reads that you would like to talk first. Nothing has changed.",
    "together.talk.again": "Noted already: you would like to talk to {name} first.",
}

_CLASHES = {
    "clash.room": "with {who} in {room}, {times}",
    "clash.provider": "you have another push-in, {times}",
    "clash.teacher": "{who} has another push-in, {times}",
    "clash.adults": "{count} adults in {room}, {who} wants {most} at most, {times}",
    "clash.building": "you are at {where}",
    "clash.building.nowhere": "you are in none of your buildings",
    "clash.travel": "{gap} to {where}, the way takes {way}",
    "clash.line": ":warning: At the same time: {what}.",
    "clash.asked": "{on}: {what}.",
    "clash.more": "The same on later dates: {count}.",
    "clash.kept": "Both stay: {what}. I won't ask again.",
    "clash.kept.again": "You kept both already.",
    "clash.gone": "They are not at the same time any more. Nothing to do.",
}

_ROOM = {
    "room.adults": "Adults in the room at a time: {count} at most.",
    "room.adults.any": "Adults in the room at a time: any number.",
    "room.adults.ask": "How many adults may be in {room} at a time, you included?",
    "room.note.adults": "Noted: {name} adults at a time. Whoever plans more is told.",
    "room.note.adults_any": "Noted: any number of adults.",
}

_REFUSALS = {
    "refused.together_gone": "Nobody asks that any more. `/pushin confirm` shows what waits for "
    "you.",
    "refused.clash_changed": "That push-in was changed meanwhile. `/pushin confirm` shows how it "
    "stands.",
    "refused.bad_number": "Pick one of the numbers that are shown.",
}

SENTENCES = _BUTTONS | _PREVIEW | _TOGETHER | _CLASHES | _ROOM | _REFUSALS
