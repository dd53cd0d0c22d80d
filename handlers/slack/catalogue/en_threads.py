"""What is said in the threads of plans and sessions, and of their lists, in English."""

SENTENCES = {
    "verb.drop": "take an expectation off the list, by its number",
    "verb.who": "who is in the room, and who does what",
    "verb.why": "why this time, and why your part",
    "button.who": "Who does what",
    "button.why": "Why then",
    "button.expect_once": "This session",
    "button.expect_all": "All to come",
    "button.drop_once": "This session",
    "button.drop_all": "All to come",
    "button.expectation_drop": "Remove",
    "button.drop_number": "Remove {number}",
    "button.expectation_undo": "Undo",
    "button.checklist": "Open the list",
    "button.all_of_it": "The whole list",
    "button.reword": "Change the words",
    "list.title": "Checklist",
    "list.numbered": "{number}. {text}",
    "checklist.carried": "From last time: {text}",
    "checklist.more": "… and {count} more: *The whole list* has all.",
    "checklist.more_closed": "… and {count} more.",
    "expectation.which": "Only this session, or all to come?",
    "expectation.stays": "This expectation stays as it is: {text}.",
    "dropped.line": "Removed for {where}: {text}",
    "dropped.by_message": "You deleted the message, so its expectation went too, for {where}: "
    "{text}",
    "dropped.back": "Back on the list: {text}",
    "drop.which": "{text} stands for all sessions. Remove it from this one, or from all to come?",
    "drop.how": "Tap what to remove, or type `drop` and its number.",
    "drop.no_such": "There is no number {number} here. Tap what to remove, or type `drop` and its "
    "number.",
    "drop.nothing": "Nothing stands on the list yet. `expect …` adds something.",
    "drop.more": "… and {count} older ones: type `drop` and the number.",
    "reword.title": "Other words",
    "reword.submit": "Save",
    "reword.plan": "{about}",
    "reword.text": "The expectation",
    "who.text": "In the room for {plan}: {names}.",
    "who.room": "In the room: {names}.",
    "who.too": "{name}: no part written yet",
    "why.text": "Why {plan}, and why your part.",
    "why.during": "*Why then:* the class has {during}, and the push-in goes along with it: on days "
    "with other bells it moves too.",
    "why.clock": "*Why then:* it was planned by the clock, not by something the class does then.",
    "why.fit.arrival": "Coats, bags, folders and greetings are real practice for hands, words and "
    "settling in.",
    "why.fit.morning_meeting": "Everybody talks, listens and waits their turn anyway.",
    "why.fit.centers": "Small groups and things to handle: there is room for one more adult.",
    "why.fit.writing": "Grip, posture and putting words on paper come up by themselves.",
    "why.fit.snack": "Opening, pouring, asking and tidying come up by themselves.",
    "why.fit.lunch": "Opening, eating, asking and tidying come up by themselves.",
    "why.fit.recess": "Moving, joining in and taking turns happen by themselves.",
    "why.fit.specials": "Other rooms and other materials: what was learned is used somewhere new.",
    "why.fit.dismissal": "Packing, zipping and saying goodbye are real practice every day.",
    "why.activity": "*What it is for:* {text}",
    "why.moved": "On {on} it is {times} ({day}).",
    "why.part": "*Why you:* {text}",
    "why.part.leads": "*Why you:* you lead. {text}",
    "why.no_part": "Nobody has written a part for you yet.",
    "why.model": "{name} wrote it. {model}: {detail}",
    "waiting.closed.not_in_channel": "I am not in the channel any more, so nothing is posted "
    "there. Type `/invite @Push-In` in it.",
    "waiting.closed.channel_not_found": "I am not in the channel any more, so nothing is posted "
    "there. Type `/invite @Push-In` in it.",
    "waiting.closed.is_archived": "The channel is archived, so nothing is posted there. Pick "
    "another one when you plan, or unarchive it.",
    "waiting.closed.is_ext_shared": "The channel is shared with another organisation now, so "
    "nothing is posted there. Use one of this workspace only.",
    "waiting.closed.not_private": "The channel is not private any more, so nothing is posted "
    "there. Use a private one.",
    "refused.not_an_expectation": "The message does not begin with `expect` any more. To take it "
    "off, use `drop` and its number.",
    "refused.edited_again": "You changed that message once more since. Look how it stands, and "
    "change it there.",
}
