"""The sentences of the digest, in English."""

SENTENCES = {
    "digest.title": "Your week, from {first}",
    "digest.day": "*{day} ({kind}):*",
    "digest.plain_day": "{day}:",
    "digest.none_on": "push-ins that are not on: {count}",
    "digest.on": "{at} {where}",
    "digest.off": "~{at} {where}~ ({why})",
    "digest.touch_base": "{at} five minutes with {names}",
    "digest.more": "and {count} more",
    "digest.without": "*No five minutes in common* with {names} this week. `/pushin touchbase` "
    "says why.",
    "digest.waiting": "*Waiting for your answer:* {count}",
    "digest.week": "The whole week",
    "digest.waits": "What waits",
    "digest.as_of": "As of this morning. `/pushin week` always has the latest.",
}
