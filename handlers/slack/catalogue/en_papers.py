"""The sentences of papers to print, in English."""

SENTENCES = {
    "verb.substitute": "half a page to print for who stands in for you",
    "button.substitute": "Half a page",
    "button.sub_page": "Page for the substitute",
    "paper.coming": "Half a page for the substitute, {room}, {on}, comes in our direct messages in "
    "a moment: to print, without any student.",
    "paper.coming.again": "The page for {room}, {on}, is on its way already.",
    "paper.words": "For the substitute: {room}, {on}. No student is named on it.",
    "refused.paper_failed": "The page for {on} did not come about. Ask once more: "
    "`/pushin substitute`.",
    "refused.no_push_ins": "No push-in is in that room on {on}, so a substitute needs no page.",
    "refused.substitute_room": "Ask in the room's channel, so that I know which room: `/pushin "
    "substitute tomorrow`.",
    "paper.title": "For the substitute \N{MIDDLE DOT} {room} \N{MIDDLE DOT} {teacher}",
    "paper.push_in": "{times} \N{MIDDLE DOT} {during} \N{MIDDLE DOT} {who} comes in",
    "paper.push_in.word": "push-in",
    "paper.ask": "Nothing is agreed yet: ask {name} when they come in.",
    "paper.you": "You",
    "paper.leads": " (leads)",
    "paper.part": "{name}{leads}: {part}",
    "paper.activity": "Activity: {text}",
    "paper.materials": "Bring: {text}",
    "paper.fallback": "If someone is out: {text}",
    "paper.expectations": "What everyone expects: {text}",
    "paper.private": "No student is named here on purpose. Whoever comes in tells you what you "
    "need to know.",
}
