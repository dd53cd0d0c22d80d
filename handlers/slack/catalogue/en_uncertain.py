"""Messages of which nobody knows whether they stand, in English."""

SENTENCES = {
    "uncertain.title": "Was this posted?",
    "uncertain.line": "The {kind} for {where}, due {when}: Slack did not say whether it took it. "
    "Please look.",
    "uncertain.direct": "the direct messages of {names}",
    "uncertain.late": "By now it would be of no use.",
    "uncertain.more": "And {count} more.",
    "button.uncertain_stands": "It stands there",
    "button.uncertain_repeat": "Post it again",
    "refused.uncertain_settled": "Somebody has looked after that message already.",
    "refused.uncertain_too_late": "That message would be of no use any more, so it is not posted.",
}
