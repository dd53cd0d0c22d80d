"""What is said in a plan's thread of what holds for one session only, in English."""

SENTENCES = {
    "variation.title": "Only {when}",
    "variation.text": "Only for {session}:",
    "variation.usual": "{when}: as usual after all.",
    "variation.over": "{when}: roles for this session only. It is over, or not on that day any "
    "more.",
}
