"""The sentences about times that make sense for a goal, in English."""

_WORDS = {
    "verb.suggest": "times that make sense for a goal: its routines, when you are there and free",
    "button.suggest": "Suggest times",
    "button.suggest_pick": "Plan this",
    "button.suggest_more": "More times",
    "button.suggest_ask": "Ask {name}",
    "button.suggest_which": "This one",
}

_TIMES = {
    "suggest.text": "Times that fit {label}: {total}. The first is {best}.",
    "suggest.text.none": "{label}: no time found until {until}.",
    "suggest.title": "{label} · {often}",
    "suggest.title.for": "{label} · {often} · {name}",
    "suggest.often": "{times} \N{MULTIPLICATION SIGN} {minutes} minutes a week",
    "suggest.often.weekly": "{minutes} minutes a week",
    "suggest.often.open": "{times} times a week",
    "suggest.often.once": "once a week",
    "suggest.not_said": "You said no number, so I looked for {often}, up to {minutes} minutes "
    "each. Another one: `/pushin suggest {example} 3x20`.",
    "suggest.where": "{room} · {during}{source}",
    "suggest.kind.routine": " routine",
    "suggest.kind.period": " (by the bells)",
    "suggest.guess": "{during} is a guess: {name} has not said when it is.",
    "suggest.why": "Why: {why}.",
    "suggest.short": "{during} lasts {length} minutes: this is all of it.",
    "suggest.missing": "{count} a week of {times}.",
    "suggest.there": "You are at {school} then.",
    "suggest.there.other": "{name} is at {school} then.",
    "suggest.not": "Not {days}: {why}.",
    "suggest.not.on": "Not {days}: {why} (first on {on}).",
    "suggest.propose": "Only {name} can plan it: show {name} these times.",
    "suggest.until": "Checked until {until}. Later clashes are named before you save.",
    "suggest.page": "{first}\N{EN DASH}{last} of {total}.",
    "suggest.hours": "You have not said your hours, so I took the school's bells. "
    "`/pushin settings` keeps them.",
    "suggest.hours.other": "{name} has not said their hours, so I took the school's bells.",
}

_IN_THE_WAY = {
    "suggest.way.building": "you are at {where}",
    "suggest.way.nowhere": "you are in none of your buildings",
    "suggest.way.off": "you don't work then",
    "suggest.way.no_hours": "I know neither your hours nor the school's bells",
    "suggest.way.hours": "it is outside your hours",
    "suggest.way.lunch": "it is your lunch",
    "suggest.way.provider": "you are with {where}",
    "suggest.way.provider.nowhere": "you have another push-in",
    "suggest.way.travel": "the way from {where} takes {way} minutes",
    "suggest.way.building.other": "{name} is at {where}",
    "suggest.way.nowhere.other": "{name} is in none of their buildings",
    "suggest.way.off.other": "{name} does not work then",
    "suggest.way.no_hours.other": "I know neither their hours nor the school's bells",
    "suggest.way.hours.other": "it is outside their hours",
    "suggest.way.lunch.other": "it is their lunch",
    "suggest.way.provider.other": "{name} is with {where}",
    "suggest.way.provider.nowhere.other": "{name} has another push-in",
    "suggest.way.travel.other": "the way from {where} takes {way} minutes",
    "suggest.way.room": "{who}'s push-in is in the room",
    "suggest.way.teacher": "{who}'s push-in is in the teacher's other room",
    "suggest.way.adults": "the teacher wants no second adult in the room",
}

_EMPTY = {
    "suggest.none": "I found no time for this until {until}.",
    "suggest.none.fits": "Nothing in {rooms} is known that fits this. Its teacher can say what the "
    "class does with `/pushin room`; or pick another goal.",
    "suggest.taken": "*{during}* ({times}, {room})",
    "suggest.taken.never": "It does not happen in these weeks.",
    "suggest.try": "Try fewer or shorter times, for example `1x15`, another goal, or other hours "
    "in `/pushin settings`.",
    "suggest.not_told": "*{during}* fits too, but {name} has not said when it is in {room}.",
    "suggest.not_told.none": "*{during}* would fit, but {name} has not said when it is in {room}.",
    "suggest.not_told.guess": "When *{during}* is in {room} is a guess: {name} has not said yet.",
    "suggest.not_told.asked": "{name} is asked already. Ask me again once that is answered.",
    "suggest.not_told.mine": "*{during}* would fit: say when it is with `/pushin room`.",
    "suggest.asked": "{name} is asked when {during} is in {room}, on the next daily card. Then ask "
    "me again.",
    "suggest.asked.again": "{name} is asked already when {during} is in {room}. Nothing was "
    "changed.",
    "suggest.asked.nobody": "I find no time to write to {name}: please ask when {during} is in "
    "{room}. The answer goes into `/pushin room`.",
    "room.ask.who.wished": "{name} would like to push in then.",
}

_WHICH = {
    "suggest.which.goal": "What is the goal?",
    "suggest.which.room": "Which room?",
    "suggest.which.provider": "For whom?",
    "suggest.which.unknown": "I don't know that goal.",
    "suggest.which.near": "Did you mean {near}?",
    "suggest.which.list": "Pick one from the list, or type a routine of the room.",
    "suggest.which.example": "Or type it: `/pushin suggest fine motor 2x20 with @adams`.",
    "suggest.which.pick": "Pick one",
}

_REFUSALS = {
    "refused.frequency": "Say how often and how long like this: `2x15`, `30 min twice a week` or "
    "`60 minutes a week`.",
    "refused.goals_file": "The file of goals has a mistake in {where}: {value}. Tell whoever runs "
    "Push-In.",
    "refused.where_first": "I don't know where you work. Choose your school, or your buildings and "
    "their days, in *Settings*.",
    "refused.where_first_other": "I don't know where {name} works. {name} can say so in `/pushin "
    "settings`.",
    "refused.suggest_room_missing": "Say the room or its teacher, for example `/pushin suggest "
    "arrival with @adams`.",
    "refused.no_such_room": "I know no such room yet. Its teacher can begin with `/pushin room`, "
    "or plan there with `/pushin schedule`.",
    "refused.not_in_push_in": "{name} has not told Push-In who they are. Ask {name} to type "
    "`/pushin settings` once.",
    "refused.told_meanwhile": "The teacher of room {room} has answered that. Ask for times once "
    "more.",
}

SENTENCES = _WORDS | _TIMES | _IN_THE_WAY | _EMPTY | _WHICH | _REFUSALS
