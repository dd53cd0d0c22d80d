"""What is said of several things that could not be posted in time, in English."""

SENTENCES = {
    "waiting.missed": "Not posted in time; nothing to do:",
    "waiting.missed.line": "{kind}",
    "waiting.missed.session": "{kind}: {when}, {where}",
}
