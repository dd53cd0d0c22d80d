"""What is said of the service log, in its form and in its file, in English."""

_FORM = {
    "verb.export": "the log of your sessions as a file: Excel, CSV or PDF",
    "button.export": "Export the log",
    "export.title": "Export the log",
    "export.submit": "Make the file",
    "export.privacy": "The file holds student codes. It comes to you alone, in our direct "
    "messages: save it where student records belong, then delete the message.",
    "export.unread": "I read no dates here. Please pick them below.",
    "export.span": "Which sessions?",
    "export.span.month": "This month, {about}",
    "export.span.last_month": "Last month, {about}",
    "export.span.year": "This school year, {about}",
    "export.span.asked": "{about}",
    "export.span.dates": "The dates below",
    "export.first": "From",
    "export.last": "Until",
    "export.last.hint": "At most one school year.",
    "export.provider": "Whose?",
    "export.provider.all": "All providers",
    "export.code": "Which student?",
    "export.code.hint": "Empty: all.",
    "export.kind": "As",
    "export.kind.xlsx": "Excel workbook",
    "export.kind.csv": "CSV, for other programs",
    "export.kind.pdf": "PDF, to print",
    "export.notes": "Notes",
    "export.notes.yes": "With what was noted",
    "export.coming": "{first} \N{EN DASH} {last}: {lines}. The file comes in our direct messages "
    "in a moment.",
    "export.coming.again": "That file is on its way already. It comes in our direct messages.",
    "export.lines.one": "1 line",
    "export.lines": "{count} lines",
    "export.words": "The log you asked for, {first} \N{EN DASH} {last}: {lines}. It holds student "
    "codes: save it where student records belong, then delete it here.",
}

_LOG = {
    "service_log.title": "Service log, {first} \N{EN DASH} {last}",
    "service_log.sheet": "Service log",
    "service_log.of_provider": "Provider: {name}",
    "service_log.of_all": "All providers",
    "service_log.of_own": "A case manager's own students",
    "service_log.of_code": "Student: {code}",
    "service_log.keep": "From Push-In. Holds student codes: keep it as a student record.",
    "service_log.page": "Page {page} of",
    "service_log.page_of": "Page &P of &N",
    "service_log.total": "Total",
    "service_log.sessions": "Sessions",
    "service_log.each_once": "Minutes, each session once",
    "service_log.note_kept_back": "Kept back: this note is about a group.",
    "service_log.column.date": "Date",
    "service_log.column.start": "Start",
    "service_log.column.end": "End",
    "service_log.column.length": "Length",
    "service_log.column.code": "Student",
    "service_log.column.minutes": "Minutes",
    "service_log.column.group_minutes": "Of these in a group",
    "service_log.column.setting": "Individual or group",
    "service_log.column.group_size": "Group size",
    "service_log.column.model": "Model",
    "service_log.column.place": "Where",
    "service_log.column.provider": "Provider",
    "service_log.column.discipline": "Discipline",
    "service_log.column.deliverer": "Delivered by",
    "service_log.column.supervisor": "Supervisor",
    "service_log.column.status": "What happened",
    "service_log.column.reason": "Reason",
    "service_log.column.make_up": "Make-up",
    "service_log.column.goal_area": "Goal area",
    "service_log.column.note": "Note",
    "service_log.head.date": "Date",
    "service_log.head.time": "Time",
    "service_log.head.code": "Student",
    "service_log.head.minutes": "Min.",
    "service_log.head.setting": "Setting",
    "service_log.head.where": "Model and place",
    "service_log.head.provider": "Provider",
    "service_log.head.happened": "What happened",
    "service_log.head.goal": "Goal area, note",
    "service_log.paper.as_above": "(note as above)",
    "service_log.paper.individual": "individual",
    "service_log.paper.group": "group of {size}",
    "service_log.paper.both": "{minutes} in a group of {size}",
    "service_log.paper.by": "by {name}",
    "service_log.paper.supervised": "supervised by {name}",
    "service_log.paper.total": "Sessions: {sessions} \N{MIDDLE DOT} Minutes: {minutes}",
    "service_log.paper.once": "Minutes are counted for each student. Each session once: {once}",
    "service_log.setting.individual": "individual",
    "service_log.setting.group": "group",
    "service_log.setting.both": "partly group",
    "service_log.model.push_in": "Push-in",
    "service_log.model.pull_out": "Pull-out",
    "service_log.model.consultation": "Consultation",
    "service_log.status.held": "Held",
    "service_log.status.partial": "Held in part",
    "service_log.status.student_absent": "Student absent",
    "service_log.status.provider_absent": "Provider absent",
    "service_log.status.cancelled": "Not held",
    "service_log.reason.assembly": "assembly",
    "service_log.reason.field_trip": "field trip",
    "service_log.reason.testing": "testing",
    "service_log.reason.drill": "drill",
    "service_log.reason.closed": "school closed",
    "service_log.reason.early_release": "early release",
    "service_log.reason.late_start": "late start",
    "service_log.reason.routine_missing": "no such routine that day",
    "service_log.reason.teacher_request": "teacher's request",
    "service_log.reason.other": "other",
    "service_log.make_up.pending": "{minutes} min. to be decided",
    "service_log.make_up.owed": "{minutes} min. owed",
    "service_log.make_up.not_owed": "{minutes} min. not owed",
    "service_log.make_up.done": "{minutes} min. made up",
    "service_log.make_up.done_on": "{minutes} min. made up {on}",
    "service_log.make_up.for": "makes up {on}",
}

_COMMAND = {
    "export.cli.wrote": "Wrote {file}: {lines}, {sessions} sessions, {minutes} minutes "
    "({once} with each session once). It holds student codes.",
    "export.cli.nothing": "Nothing was ever logged for that code, so there is no file.",
    "export.cli.sure": "The code is replaced by a random one everywhere, for good; minutes stay. "
    "Type the code once more to do it",
    "export.cli.anonymised": "Done. A random code stands in its place: {logged} logged sessions "
    "kept their minutes; rows changed in all: {rows}.",
    "export.cli.running": "Push-ins that still run with it: {count}. End them, or take the student "
    "out of them.",
    "export.cli.copies": "Files that were exported before, and backups, still hold the old code.",
}

_REFUSALS = {
    "refused.export_unwritable": "{file} cannot be written ({why}). Name another place with --out; "
    "nothing was made.",
    "refused.export_format": "Say as what: --format csv, xlsx or pdf, or an --out that ends so.",
    "refused.export_no_code": "Say whose: `pushin export --code K7-03 --then anonymise`.",
    "refused.export_not_all": "More is logged for that code, from {first} to {last}. Leave --from "
    "and --to away, so that all of it is in the file.",
    "refused.export_not_sure": "Nothing was changed. Type the code when you are asked, or "
    "add --yes.",
    "refused.export_not_yours": "The log of sessions is for its provider, a student's case manager "
    "and admins. Ask one of them.",
    "refused.export_not_their_provider": "You can export your own sessions only. An admin exports "
    "those of others.",
    "refused.export_code": "No student of yours has that code. Look at how it is written, such as "
    "K7-03.",
    "refused.export_too_long": "That is more than one school year. Ask for one at a time, for "
    "example {first} to {last}.",
    "refused.export_empty": "Nothing is logged from {first} to {last}. Pick other dates; past "
    "sessions are logged on your daily card.",
    "refused.export_too_much": "That is {lines} lines, and this kind of file takes {most}. Pick "
    "fewer dates or one provider, or CSV.",
    "refused.export_dates": "Pick the first and the last date here, or a month above.",
    "refused.export_failed": "The file for {first} to {last} did not come about. Ask once more: "
    "`/pushin export`.",
}

SENTENCES = _FORM | _LOG | _COMMAND | _REFUSALS
