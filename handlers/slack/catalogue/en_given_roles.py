"""The words about roles that an organiser gives, in English."""

SENTENCES = {
    "button.role_give": "Give a role",
    "given_role.title": "Give a role",
    "given_role.submit": "Save",
    "given_role.person": "To whom?",
    "given_role.person.hint": "They type `/pushin settings` once before.",
    "given_role.role": "Which role?",
    "given_role.done": "Done. {name} is now: {role}.",
    "given_role.again": "It is so already. {name} is: {role}.",
    "given_role.what.case_manager": "A therapist names them beside a student code with `/pushin "
    "students`. Then they see that code's services and minutes.",
    "given_role.what.organiser": "They keep the school's calendar with you.",
}
