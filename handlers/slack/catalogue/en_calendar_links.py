"""What is said of a person's calendar link, and in their calendar, in English."""

SENTENCES = {
    "verb.calendar": "your sessions in your own calendar: a private link, or a file",
    "button.calendar": "Calendar",
    "button.calendar_new": "Make my link",
    "button.calendar_again": "New link",
    "button.calendar_off": "Turn off",
    "button.calendar_file": "Send me the file",
    "calendar.name": "Push-In",
    "calendar.about": "Open Slack for roles.",
    "calendar.title.on": "{model} · {room} · {adults}",
    "calendar.title.off": "Not on: {model} · {room} · {adults}",
    "calendar.title.open": "Not certain yet: {model} · {room} · {adults}",
    "calendar.place": "{school}, {room}",
    "calendar.none": "With a private link your phone, Google or Outlook shows your push-ins and "
    "follows their changes. It holds when, where and with whom; no roles, no students.",
    "calendar.since": "Your calendar link has worked since {since}. It was shown once; if you lost "
    "it, make a new one.",
    "calendar.nowhere": "Calendar links are not set up here: whoever runs Push-In sets "
    "`PUSHIN_PUBLIC_URL`. Until then I can send you your sessions as a file.",
    "calendar.link": "Your calendar link. It is shown this once.",
    "calendar.replaced": "Your old link has ended.",
    "calendar.secret": "Whoever has it can read when and where you are. Keep it to yourself.",
    "calendar.iphone": "*iPhone:* Settings → Apps → Calendar → Calendar Accounts → Add Account → "
    "Other → Add Subscribed Calendar",
    "calendar.google": "*Google:* on a computer, Other calendars → + → From URL. Google looks "
    "about once a day.",
    "calendar.outlook": "*Outlook:* Add calendar → Subscribe from web",
    "calendar.off": "Your calendar link is off. Calendars that had it get nothing more.",
    "calendar.again.title": "Make a new link?",
    "calendar.again.sure": "Your old link ends. Put the new one into each of your calendars.",
    "calendar.off.title": "Turn the link off?",
    "calendar.off.sure": "Calendars that have it get nothing more. You can make a new one.",
    "calendar.no": "Keep it",
    "calendar.sending": "The file comes in our direct messages in a moment.",
    "calendar.sending.again": "It is on its way already. It comes in our direct messages.",
    "calendar.file": "Your sessions as of {at}. Open the file to add them to a calendar; it does "
    "not follow later changes.",
    "refused.link_changed": "Your link was changed after this was shown. Type `/pushin calendar` "
    "to see what holds now.",
    "refused.calendar_failed": "The file did not get through. If it is not in our direct messages, "
    "ask again: `/pushin calendar file`.",
    "refused.person_unknown": "Nobody here is called {name}. Give a name as in Slack, or a Slack "
    "id such as U0MAYA.",
    "refused.person_ambiguous": "Several people are called {name}. Give the Slack id: {known}.",
}
