"""The album's second part: what happened, minutes, reviews and what is handed on."""

from browser.scenes import Picture, later, tapped, then, typed
from scenario.lincoln import ROOM_4

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
    Picture(
        "mandate-form",
        "The form for mandated minutes",
        "`/pushin mandate`, to a provider; with several push-ins after the tap that says which.",
        "What is mandated now, and a form: minutes per week or month, of which push-ins, from when",
        then(
            typed("maya", "mandate", "For which push-in?"),
            tapped("maya", "This one", "For which push-in?"),
        ),
    ),
    Picture(
        "review",
        "Does it still make sense?",
        "`/pushin review`, or every six weeks where that is switched on, to the team.",
        "How many sessions were held, which were lost and why; below, the choices as buttons",
        typed("maya", "review", "What now?", place=ROOM_4),
    ),
    Picture(
        "reviewed",
        "Decided",
        "After a choice, to whoever decided.",
        "What was decided, with Say why and Undo",
        tapped("maya", "Keep", "What now?", "Kept as it is", place=ROOM_4),
    ),
    Picture(
        "caseload",
        "A caseload",
        "*Caseload* in Home or `/pushin caseload`, to a provider.",
        "All push-ins by day and building, gaps named, and the week as a picture",
        typed("maya", "caseload", "Monday, Lincoln Elementary"),
    ),
    Picture(
        "handover-form",
        "The form for a handover",
        "`/pushin handover`, to a provider or teacher.",
        "A form: who takes over, and from when on",
        typed("maya", "handover"),
    ),
    Picture(
        "export-form",
        "The form for the log as a file",
        "`/pushin export`, to a provider or case manager.",
        "A form: from when until when, whose sessions, and which kind of file",
        typed("maya", "export"),
    ),
)
