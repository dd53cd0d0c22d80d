"""What happened at the sessions, make-ups and indirect weeks, in English."""

_REASONS = {
    "reason.teacher_request": "the teacher asked to leave it out",
    "reason.indirect_week": "consult week",
}

SENTENCES = {**_REASONS, "quiet.why.indirect_week": "a consult week: no direct push-in then."}
