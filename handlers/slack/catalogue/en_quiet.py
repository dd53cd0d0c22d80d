"""Why something was not said, in English."""

_WORDS = {
    "verb.quiet": "what I did not tell you this week, and why",
    "button.quiet": "What I kept quiet",
    "quiet.none": "Week of {monday}: nothing was merged or withheld. All that was due was said.",
    "quiet.text": "Week of {monday}: kept quiet: {count}, each with its reason.",
    "quiet.title": "Kept quiet, week of {monday}",
    "quiet.rule": "At most two messages a day that you did not ask for, none from 6:00 PM to 6:30 "
    "AM, none without school. A changed session of today is told all the same.",
    "quiet.about": "{kind}, {about}",
    "quiet.line": "{what}: {why}",
}

_WHY = {
    "already_posted": "it stands in the channel already.",
    "as_known": "merged: your day was again as you know it.",
    "budget": "merged: you had two messages that day. It stands in your Home.",
    "taken_back": "merged: the change was taken back before you were told.",
    "together": "merged: it is one push-in with another provider's.",
    "changed": "merged into the changed one.",
    "channel_changed": "the team talks in another channel now.",
    "closed_day": "no school that day.",
    "deactivated": "an account it was for is closed.",
    "done": "you two had talked already.",
    "gone": "what it was about is no longer there.",
    "held": "waits until {until}, outside quiet hours and inside your working hours.",
    "moved": "it was moved.",
    "no_free_time": "merged: I knew no time of yours without students. It stands on the next card "
    "and in your Home.",
    "no_school": "no school that day.",
    "no_session": "no push-in of you two is left that week.",
    "no_slot": "no common time without students that week.",
    "not_free": "one of you had students then, or was out. The next time is planned.",
    "not_on": "the session is not on.",
    "not_opened": "I could not open the conversation.",
    "nothing_waits": "nothing waited for you then.",
    "obstacle": "the session's routine is not there that day.",
    "plan_changed": "the push-in was changed.",
    "plan_ended": "the push-in has ended.",
    "provider_absent": "the provider is out.",
    "routine_missing": "the session's routine is not there that day.",
    "skipped": "the session was skipped.",
    "too_late": "it would have come too late to be of use.",
    "unknown_day": "the school has not published that day's letter.",
    "unreachable": "I could not post there: the channel is closed to me, or the account.",
    "with_students": "you had students until it was too late.",
}

SENTENCES = _WORDS | {f"quiet.why.{code}": sentence for code, sentence in _WHY.items()}
