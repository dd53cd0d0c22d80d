"""What the labels of real districts' calendars say about a day, and what they do not say."""

from __future__ import annotations

import pytest

from school.imports import labels

# Labels as districts, schools and their feeds write them. Left: the label. Right: what it says.
DAYS = {
    "No School": "no_school",
    "NO SCHOOL: Winter Break": "no_school",
    "No School - Teacher Work Day": "no_school staff",
    "No School \N{EM DASH} Professional Development": "no_school staff",
    "Columbus Day - No School": "no_school",
    "Labor Day - District Closed": "no_school",
    "February Break - Schools Closed": "no_school",
    "School Closed for Students": "no_school",
    "Student Holiday/Professional Development": "no_school staff",
    "Professional Development Days - No Students": "no_school staff",
    "Institute Day - No Student Attendance": "no_school staff",
    "Non-Student Attendance Day": "no_school",
    "Pupil Free Day": "no_school",
    "Election Day, students do not attend school": "no_school",
    "Graduation (No classes in session)": "no_school",
    "Spring Break (No classes in session": "no_school",
    "Required annual leave (no school for students)": "no_school",
    "Snow Day - All Schools Closed": "no_school",
    "Classes Cancelled": "no_school",
    "Día festivo/Día del Trabajo": "no_school",
    "WINTER BREAK": "no_school",
    "Winter Break Dec 22-Jan 2": "no_school",
    "Thanksgiving Recess": "no_school",
    "President\N{RIGHT SINGLE QUOTATION MARK}s Week Break": "no_school",
    "Mid-Year Break": "no_school",
    "Holiday": "no_school",
    "Four-Day Week": "no_school",
    "Early Dismissal for All": "early_release",
    "Early Dismissal - Labor Day Weekend": "early_release",
    "Early Release (K-12 students)": "early_release",
    "Early Dismissal/K-12 Teacher Workday": "early_release staff",
    "2 hour early dismissal": "early_release",
    "Salida temprano \N{EN DASH} Todos los estudiantes": "early_release",
    "Delayed Opening": "delayed_opening",
    "Two-Hour Delay": "delayed_opening",
    "Late Start Wednesday": "late_start",
    "Minimum Day": "minimum_day",
    "1/2 Day of School": "half_day",
    "Half Day for Students": "half_day",
    "School Day - Snow Day Makeup": "regular",
    "No Late Start today": "regular",
    "First Day of School (1st Semester)": "first_day",
    "First Day for Students": "first_day",
    "School Opens for Students": "first_day",
    "Last Day of School / Graduation": "last_day",
    "Students' Last Day": "last_day",
    "A Day": "letter A",
    "B-Day": "letter B",
    "Day 3": "letter 3",
    "Cycle Day 4": "letter 4",
    "A Day - Advisory": "letter A",
    "End of 1st Quarter": "term 1st quarter",
    "Second Trimester Ends": "term second trimester",
}
SEVERAL = {
    "Dismissal at 1:15 pm": ("early_release", 795, ()),
    "Noon Dismissal": ("early_release", 720, ()),
    "Minimum Day - Dismissal 12:45": ("minimum_day", 765, ()),
    "Early Out 1:30": ("early_release", 810, ()),
    "Parent/Teacher Conferences - Early Dismissal (Elementary)": (
        "early_release",
        None,
        ("elementary",),
    ),
    "Partial Day - Semester Change (LHS Only)": ("early_release", None, ("high school",)),
    "Elementary Early Release/Secondary Exams": ("early_release", None, ("elementary",)),
    "Elementary/Middle Early Release": ("early_release", None, ("elementary", "middle school")),
    "Testing - Late Start for Grades 9-12": ("late_start", None, ("high school",)),
    "No school for kindergarten": ("no_school", None, ("kindergarten",)),
    "US: No Classes - Work Day": ("no_school", None, ("upper school",)),
    # Three times for three levels: short for everybody, and no time that holds for all.
    "Early Release: Elementary 11:30, Middle School 12:10, High School 12:40": (
        "early_release",
        None,
        (),
    ),
}
NAMED_ONLY = [
    "Labor Day",
    "Martin Luther King, Jr. Holiday",
    "Juneteenth",
    "Presidents\N{RIGHT SINGLE QUOTATION MARK} Day Weekend",
    "Teacher Institute",
    "Superintendent's Conference Day",
    "Non-Duty Day",
    "Optional teacher workday",
    "Grading Day",
]
UNSURE = {
    "Columbus Day": "holiday_of_some",
    "Veterans Day Observed": "holiday_of_some",
    "Snow Make-up Day (if needed)": "conditional",
    "Student Holiday if no Bad Weather days are taken": "conditional",
    "Possible No School Day": "conditional",
    "Virtual Learning Day": "remote_day",
    "Parent-Teacher Conferences": "conferences",
    "Winter Break Begins": "break_edge",
    "No School Elementary, Early Release Secondary": "contradiction",
    "Kindergarten First Day of School": "some_grades",
    "Early Dismissal: Girls Soccer @ Lincoln": "outing",
    "No School Day Camp": "outing",
}
NOT_ABOUT_SCHOOL = [
    "Holiday Concert",
    "Holiday Shop",
    "Spring Break Camp",
    "Thanksgiving Feast",
    "School Board Meeting",
    "No School Board Meeting",
    "No School Uniform Day",
    "No After School Programs",
    "No Summer School - Juneteenth",
    "Back to School Night",
    "Boys Basketball vs. Lincoln",
    "Evening Parent-Teacher Conferences",
    "Required afternoon staff development",
    "New Teacher Orientation",
    "Half-Day Kindergarten Registration",
    "District Offices Closed",
    "School Resumes",
    "Students Return from Winter Break",
    "Last day before Winter Break",
    "Last Day for Seniors",
    "First Day for Teachers",
    "Second Semester Begins",
    "100th Day of School",
    "SAT Testing - Day 2",
    "Field Day",
    "Spirit Week",
    "Canceled: No School",
]


def plain(said: labels.Said) -> str:
    """Return what was understood in the words of the tables above."""
    words = [
        said.effect,
        said.edge,
        f"letter {said.letter}" if said.letter else None,
        f"term {said.term}" if said.term else None,
        "staff" if said.staff else None,
    ]
    return " ".join(word for word in words if word)


@pytest.mark.parametrize(("label", "expected"), DAYS.items(), ids=DAYS)
def test_what_a_label_says(label: str, expected: str) -> None:
    """A label that speaks of the school day is read in its own sense."""
    said = labels.read(label)

    assert plain(said) == expected
    assert said.unsure is None


@pytest.mark.parametrize(("label", "expected"), SEVERAL.items(), ids=SEVERAL)
def test_times_and_levels(label: str, expected: tuple[str, int | None, tuple[str, ...]]) -> None:
    """A time in a label is kept, and the level that it limits itself to."""
    said = labels.read(label)

    assert (said.effect, said.minute, said.groups) == expected


@pytest.mark.parametrize("label", NAMED_ONLY)
def test_a_name_alone_is_an_assumption(label: str) -> None:
    """A day off by its mere name is taken as one, and marked as assumed."""
    said = labels.read(label)

    assert (said.effect, said.assumed) == ("no_school", True)


@pytest.mark.parametrize(("label", "why"), UNSURE.items(), ids=UNSURE)
def test_a_question_is_left_open(label: str, why: str) -> None:
    """A label that may or may not mean a day off changes nothing, and says why."""
    said = labels.read(label)

    assert (said.effect, said.edge, said.unsure) == (None, None, why)


@pytest.mark.parametrize("label", NOT_ABOUT_SCHOOL)
def test_what_is_not_about_the_school_day(label: str) -> None:
    """What happens at a school, and says nothing about its hours, is not read into them."""
    assert not labels.read(label).matters


def test_a_category_answers_a_question() -> None:
    """A feed's category decides where its label alone leaves it open, and nowhere else."""
    assert labels.read("Columbus Day", hints=("holiday",)).effect == "no_school"
    assert labels.read("Diwali", hints=("no-school",)).effect == "no_school"
    assert labels.read("Holiday Concert", hints=("holiday",)).effect is None
    assert labels.read("Snow day if needed", hints=("no-school",)).unsure == "conditional"


def test_a_party_at_ten_is_no_holiday() -> None:
    """An event of an hour has to speak of school outright."""
    assert not labels.read("Labor Day", all_day=False).matters
    assert not labels.read("B", all_day=False).matters
    assert labels.read("Early Dismissal", all_day=False).effect == "early_release"
    assert labels.read("No School", all_day=False).effect == "no_school"
