"""What is said of agreements, of one session's own, and of what a class will be doing."""

SENTENCES = {
    # the form
    "agree.set": "A suggestion for {about}. Change what does not fit; nobody has agreed to it yet.",
    "agree.copied": "A suggestion from {about}. Change what does not fit; nobody has agreed to it "
    "yet.",
    "agree.set.at": "{discipline} at {routine}",
    "agree.set.any": "{discipline}",
    "agree.which": "For",
    "agree.which.all": "All sessions",
    "agree.which.only": "Only {about}",
    "agree.which.hint": "For one session: lines added to what everyone can expect are for it only.",
    "agree.theirs": "*Not saved yet.* {about}\nYour words stand below; *Save* puts them in place "
    "of theirs.",
    "agree.theirs.said": "{name} saved this while you wrote:",
    "agree.theirs.same": "{name} saved the same while you wrote.",
    "button.agree_history": "History",
    # what changed
    "difference.lead": "Lead: {before} \N{RIGHTWARDS ARROW} {after}",
    "difference.part": "{name}: {before} \N{RIGHTWARDS ARROW} {after}",
    "difference.part.new": "{name} (new): {after}",
    "difference.part.gone": "{name} has no part any more",
    "difference.model": "{before} \N{RIGHTWARDS ARROW} {after}",
    "difference.activity": "Activity: {before} \N{RIGHTWARDS ARROW} {after}",
    "difference.materials": "Bring: {before} \N{RIGHTWARDS ARROW} {after}",
    "difference.fallback": "If someone is out: {before} \N{RIGHTWARDS ARROW} {after}",
    "difference.nothing": "nothing",
    "theirs.lead": "Lead: {after}",
    "theirs.part": "{name}: {after}",
    "theirs.model": "{after}",
    "theirs.activity": "Activity: {after}",
    "theirs.materials": "Bring: {after}",
    "theirs.fallback": "If someone is out: {after}",
    "agreement.changes": "Changed: {changes}.",
    # one session only
    "agreement.only": "Only {on}",
    "agreement.title.only": "Who does what, only {on} · {model}",
    "agreement.saved.only": "Saved for {plan}, only {on}. All other sessions stay as they were.",
    "agreement.as_usual": "Saved for {plan}: that session goes by what holds for all again.",
    "agreement.kept": "These stay, for all sessions have them: {lines}.",
    "next.only": "These roles are for this session only.",
    # history
    "history.title": "History",
    "history.plan": "Who agreed to what, for {plan}",
    "history.none": "Nobody's role was agreed yet.",
    "history.saved": "{name} changed the roles",
    "history.saved.first": "{name} wrote down the first roles",
    "history.in": "{name} is in",
    "history.talk": "{name} would like to talk",
    "history.carried": "{name} stays in: said so on {since}, and their part is the same",
    "history.told": "{name} was told in person on {on}, says {by}",
    "history.only": "only {on}",
    "history.more": "\N{HORIZONTAL ELLIPSIS} and {count} earlier.",
    # what the class will be doing
    "doing.ask": "What will the class be doing?",
    "doing.usual": "*The class:* as usual",
    "doing.line": "*The class:* {text}",
    "doing.saved": "Told your team for {when}, {where}.",
    "doing.again": "Your team knows that already, for {when}, {where}.",
    "doing.title": "The class",
    "doing.submit": "Save",
    "doing.session": "{about}",
    "doing.text": "What will the class be doing?",
    "doing.text.hint": "One line. Empty: as usual. No student names.",
    "button.doing_usual": "As usual",
    "button.doing_say": "In one line",
    "button.doing_change": "Change what the class does",
    # who has not answered
    "waiting.silent": "{names} has not answered since {since}. Tell them in person?",
    "waiting.silent.several": "{names} have not answered since {since}. Tell them in person?",
    "touchbase.topic": "{names} would like to talk about the roles: {plan}.",
    # no
    "refused.variation_over": "Those roles were for one session, which is over or not on that day "
    "any more. Look with `/pushin next`.",
    "refused.too_many_lines": "That is {count} lines, and {most} is the most here. Keep what "
    "everyone must know; more can be added in the plan's thread.",
    "refused.agreement_set": "The file of starting sets has a mistake in {where}: {value}. Whoever "
    "runs Push-In can mend it.",
    "refused.no_session_yet": "What the class will be doing is asked for the next school day only. "
    "Say it on the day before {on}.",
}
