"""The album's second part: what happened at a session, and minutes."""

from browser.scenes import Picture, later, tapped, typed

AFTERNOON = "2027-02-03 15:20"

PICTURES = (
    Picture(
        "log",
        "How did it go?",
        "`/pushin log`, or the daily card, to a provider after the last session of a day.",
        "The day's sessions as they are known, All as planned, and a way to say otherwise",
        later(AFTERNOON, typed("maya", "log", "All as planned")),
    ),
    Picture(
        "log-form",
        "The form for one session",
        "*Say how it went*, to its provider.",
        "A form: how it was held, minutes, why it was shorter, who was there, by whom",
        tapped("maya", "Say how it went", "All as planned"),
    ),
    Picture(
        "logged",
        "Logged",
        "After *All as planned*, in the place of the question.",
        "What was kept of each session, what is to be decided, How much support and Undo",
        tapped("maya", "All as planned", "All as planned", "Logged:"),
    ),
    Picture(
        "support",
        "How much support?",
        "*How much support?* after a log or in a touch-base, to those who may see goal areas.",
        "Each goal area with what was said of it, and three taps: more, the same, less",
        tapped("maya", "How much support?", "Logged:"),
    ),
    Picture(
        "minutes",
        "Minutes",
        "`/pushin minutes`, to a provider; a case manager asks for their own students.",
        "One sentence that says what the numbers mean, a small table, each push-in, and buttons",
        typed("maya", "minutes this month", "As a chart"),
    ),
    Picture(
        "minutes-chart",
        "Minutes as a chart",
        "*As a chart*, in the direct messages of whoever asked.",
        "A picture: a bar a week by kind of service, with its number, and what is mandated",
        tapped("maya", "As a chart", "As a chart", "as they stood on"),
    ),
)
