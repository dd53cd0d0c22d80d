"""The sentences of every no, in English: what is wrong and what to do."""

_PEOPLE = {
    "stranger": "I don't know you yet. Tell me who you are in *Settings*: it takes half a minute.",
    "guest_account": "{name} has a guest account. Push-In works with full members of the "
    "workspace only.",
    "bot_account": "{name} is an app, not a person. Mention a colleague.",
    "deactivated_account": "{name}'s account is no longer active. Mention somebody else.",
    "foreign_account": "{name} belongs to another organisation. "
    "Push-In works with members of this workspace only.",
    "foreign": "Push-In answers full members of its own workspace only. Ask a colleague who is "
    "one.",
    "not_yours": "That is for somebody else of the team to do. Ask the provider or the teacher.",
    "person_gone": "That person is no longer in the team. Open the form again and pick somebody "
    "else.",
    "unknown_role": "Pick one of the roles: {known}.",
    "discipline_missing": "Pick which provider you are: {known}.",
    "unknown_school": "That school is not set up here. Pick one from the list.",
    "role_in_use": "Plans or a room hang on your present role. End them first, then change the "
    "role.",
    "organiser_exists": "{name} keeps this school's calendar. Ask them to make you organiser too.",
    "role_is_given": "A case manager can open student codes, so your school's organiser gives that "
    "role. Ask them, and pick another one until then.",
    "not_a_teacher": "{name} is not a teacher in Push-In. Mention the room's teacher.",
    "not_a_provider": "{name} is not a provider in Push-In. Mention the OT, SLP or PT.",
    "provider_unknown": "{name} has not told me who they are. Ask them to type `/pushin "
    "settings` once.",
    "provider_without_account": "{name} is a provider and needs a Slack account. Ask for one "
    "first.",
}

_TEXT = {
    "missing": "Please fill this in.",
    "no_words": "Please say it in words: only signs or emoji do not tell others what to do.",
    "too_long": "That is too long: at most {limit} characters, and this has {length}.",
    "may_name_student": "That may name a student. Please say it in other words.",
    "code_for_a_name": "That looks like a student code. Write the adult's own name.",
    "too_many": "There are {limit} already. Remove one first.",
}

_PLANS = {
    "nothing_after_schedule": "Say when and where after `schedule`, for example: "
    "`/pushin schedule Mon & Wed 9:10-9:40 arrival routine with @adams room 4 until June`.",
    "no_school_days": "There is no school on those days. Pick from {weekdays}.",
    "no_school_then": "There is no school on {on}. Pick another date, or a later last day.",
    "end_before_start": "The end is before the start. Write the earlier one first, for example "
    "`9:10-9:40`, `11:30am-12:15pm` or `Oct 12-16`.",
    "outside_school_year": "That is outside the school year ({first} to {last}). Pick a date "
    "inside it.",
    "date_past": "That date has passed. Pick today or a later day.",
    "teacher_missing": "Mention the room's teacher, for example `with @adams`.",
    "provider_missing": "Mention the provider, for example `with @maya`.",
    "room_missing": "Say the room, for example `room 4`.",
    "channel_missing": "I need the classroom's private channel. Invite me there with "
    "`/invite @Push-In`, then type it there, or pick it in the form.",
    "period_unknown": "I don't know that period here. Known are: {known}.",
    "weekdays_missing": "Say the days, for example Mon & Wed.",
    "routine_unknown": "I don't know when {name} is. Say its time too, for example 8:30-8:45.",
    "part_empty": "Nothing is left of {name} then. Say a shorter part of it.",
    "unknown_model": "Pick push-in, pull-out or consultation.",
    "not_a_code": "Only codes, never names: for example {example}.",
    "until_before_from": "The last day is before the first. Pick a later one.",
    "time_missing": "Say the time, for example 9:10-9:40, or a routine such as arrival.",
    "already_planned": "That push-in is planned already. Look with `/pushin next`.",
    "plan_too_long": "That is too long for one school year. Pick an earlier last day.",
    "plan_ended": "This push-in has ended. Look what is on with `/pushin next`.",
    "plan_gone": "This push-in is no longer there. Look what is on with `/pushin next`.",
    "session_gone": "This session is no longer there. Look what is on with `/pushin next`.",
    "session_over": "This session is over; nothing was changed.",
    "draft_gone": "That was too long ago. Please type it again.",
    "draft_used": "You answered that already. If it is not there, please type it again.",
    "not_a_provider_asking": "Only a provider plans a push-in. Ask yours to type `/pushin "
    "schedule`.",
    "school_missing": "No school is set for you yet. Choose yours in `/pushin settings`.",
    "which_workspace": "Say which Slack workspace: add `--workspace TEAM_ID`. Known: {known}. "
    "A workspace is known once `pushin run` has connected to it.",
    "school_without_lessons": "{name} has no school day with class periods; take another school.",
    "school_file_unreadable": "{file} is no school in the neutral form (JSON). "
    "docs/reference/schools.md shows the form.",
}

_PHRASES = {
    "empty": "Say when, for example `Mon & Wed 9:10-9:40` or `tomorrow at 1`.",
    "nonsense": "I don't understand the time in it. Begin with when, then the rest, for example "
    "`Mon & Wed 9:10-9:40 room 4 with @adams`.",
    "too_vague": "That could be several times. Name the days and the time, for example "
    "`Tue & Thu 9:10-9:40`, `tomorrow at 1` or `Wed after lunch for 20 min`.",
    "ambiguous": "That can be read in two ways. Write days as `Mon` or `Oct 14`, times as "
    "`9:10-9:40` or `1pm`, and a rhythm as `every other Tue` or `first Mon of the month`.",
    "unsupported_compound": "That is more than one time, or a rhythm that one line cannot hold. "
    "Type one line for each, for example `Mon 9:10-9:40`, then `Wed 10:30-11:00`.",
    "no_such_date": "There is no such date. Write the month first, for example `Oct 14` or "
    "`10/14`.",
    "no_such_time": "There is no such time. Write it as `9:10`, `1:30pm` or `9:10-9:40`.",
    "crosses_midnight": "That runs past midnight. Check am and pm, for example `10:00-10:30am`.",
    "past_or_out_of_term": "That is past, or after the last day of school. Pick a date that is "
    "still to come in this school year, for example `next Tue` or `May 4`.",
}

_TEAM = {
    "agreement_changed": "The roles were changed after this was posted. Look at them anew, then "
    "answer.",
    "agreement_gone": "These roles are no longer there. Look what waits for you with `/pushin "
    "confirm`.",
    "changed_meanwhile": "Somebody saved other roles while you wrote. "
    "Close this form, open *Roles* again and look at theirs first.",
    "no_such_thread": "That works in the thread under a plan's card or a checklist. "
    "Open one of those and try again there.",
    "no_plan": "You have no push-ins yet. A provider plans one with `/pushin schedule`.",
    "expectation_gone": "That expectation was removed already.",
    "touch_base_gone": "That touch-base is no longer there. Look with `/pushin touchbase`.",
    "touch_base_changed": "That touch-base was moved meanwhile. Look with `/pushin touchbase`.",
}

_ROLES = {
    "bad_model": "Pick one of the co-teaching models.",
    "lead_not_in_plan": "Pick who leads from the adults of this push-in.",
    "not_in_plan": "Somebody here is no longer part of this push-in. Open *Roles* again.",
    "part_missing": "Say what {name} does, in a few words.",
    "has_account": "{name} has an account and answers in Slack. Leave this date empty.",
    "told_in_future": "That date is still to come. Pick the day on which {name} was told.",
    "session_cancelled": "This session is not on any more. Look with `/pushin next`.",
    "touch_base_done": "You two have talked already. The next one is planned.",
}

_PLACES = {
    "no_room": "You have no room yet. It comes with your first push-in; "
    "a teacher's room is set up by the first plan with it.",
    "which_room": "You have several rooms: {rooms}. Ask again from the one you mean.",
    "room_of_another": "Room {room} is {name}'s in Push-In. Mention {name}, or pick another room.",
    "room_gone": "That room is no longer there. Look with `/pushin room`.",
    "routine_exists": "{name} is there already. Give this one another name, or change that one.",
    "unknown_kind": "{kind}{value} is no kind that I know. Pick one of: {known}.",
}

_SCHOOL_FILES = {
    "unknown_day_type": "There is no kind of day called {value}. Known are: {known}.",
    "missing_field": "The school file lacks {field} in {where}. Add it and import again.",
    "bad_date": "{where} is {value}: write dates as 2026-08-17 and import again.",
    "bad_time": "{where} is {value}: write times as 08:30 and import again.",
    "cycle_length": "{where}: a cycle has 2 to 10 days, and this has {cycle}.",
    "no_day_type": "{where} names no kind of day. Give it at least one.",
    "not_a_list": "{where} is {value}: that must be a list.",
    "not_an_object": "{where} is {value}: that must be an object with fields.",
    "not_text": "{where} is {value}: that must be text.",
    "not_true_or_false": "{where} is {value}: that must be true or false.",
    "period_without_length": "{where}: the period ends before it starts. Mend its times.",
    "range_backwards": "{where}: the last date is before the first. Swap them.",
    "range_too_long": "{where} spans more than {most} days. Split it.",
    "unknown_advance": "{where} is {value}: say school days or weekdays.",
    "unknown_format": "This is no school file that I know ({value}). I read {expected}.",
    "unknown_pattern": "{where} is {value}: a pattern is weekly or rotation.",
    "unknown_zone": "{where} is {value}: write a zone such as America/New_York.",
    "rotation_without_dates_or_starts": "The rotation in {where} has neither published dates nor "
    "a first day. Add one of them and import again.",
    "start_not_in_cycle": "The rotation in {where} starts with {value}, which is not in its cycle.",
    "cycle_day_without_bells": "The rotation in {where} names {value}, which has no bells.",
}

_UNDO = {
    "undo_gone": "There is nothing of yours to take back here.",
    "undo_used": "That was taken back already.",
    "undo_late": "That can be taken back for {minutes} minutes only. Change it anew instead.",
    "undo_overtaken": "It was changed further meanwhile, so it stays. Look how it stands, then "
    "change it.",
}

_SURFACE = {
    "unknown": "That did not work, and nothing was changed. `/pushin help` lists what does.",
    "old_button": "This button is from an older message. `/pushin next` shows what is current.",
    "form_did_not_open": "The form did not open: Slack was too slow. Please tap once more.",
    "failed": "Something went wrong on my side, and it is logged. Please try again in a minute.",
    "slack_failed": "Slack did not answer me in time. Please try again in a minute.",
    "channel_not_private": "Pick a private channel of this workspace: others could read along "
    "there.",
    "channel_archived": "That channel is archived. Pick the one your team uses.",
    "bot_not_in_channel": "I am not in that channel. Type `/invite @Push-In` there, then try "
    "again.",
    "channel_shared": "That channel is shared with another organisation. Pick one of this "
    "workspace only.",
    "quiet_hours": "Quiet hours begin after noon and end before noon, such as 5:00 PM and 7:00 AM.",
    "both_times": "Fill in both times, or neither.",
}

SENTENCES = {
    f"refused.{code}": sentence
    for family in (
        _PEOPLE,
        _TEXT,
        _PLANS,
        _PHRASES,
        _TEAM,
        _ROLES,
        _PLACES,
        _SCHOOL_FILES,
        _SURFACE,
        _UNDO,
    )
    for code, sentence in family.items()
}
