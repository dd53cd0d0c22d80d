"""The words by which schools say what a day is, as expressions over a label in small letters.

Gathered from the feeds and printed calendars of some dozens of districts; English, with the few
words that bilingual districts of the United States add in Spanish.
"""

from __future__ import annotations

import re
from typing import Final


def _words(*alternatives: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(alternatives)})(?!\w)")


def _whole(*alternatives: str) -> re.Pattern[str]:
    return re.compile("|".join(alternatives))


_HOURS = r"(?:\d(?:\.5)?|one|two|three|ninety|90|60|30)"
_TIME_OF_DAY = r"(?:\d{1,2}(?::\d\d)?\s*(?:[ap]\.?m\.?)?|noon)"
_ADULTS = r"(?:teachers?|staff|faculty|employees?|educators?|professional)(?:'s|s')?"
_ORDINALS = r"(?:1st|2nd|3rd|4th|5th|6th|first|second|third|fourth|fifth|sixth)"

# What sounds like a day off and is none: "No School Board Meeting", "No school lunch".
_NOT_SCHOOL: Final = (
    r"(?!\W{0,3}(?:board|bus(?:es)?|lunch(?:es)?|meals?|uniforms?|suppl|store|dance|play|musical"
    r"|picture|photo|council|site|committee|meeting|library|nurse|sponsored|wide|age|parking))"
)

NO_SCHOOL: Final = _words(
    rf"no (?:(?:day|morning) )?schools?(?: today)?{_NOT_SCHOOL}(?<!summer school)",
    r"no (?:classes|class|students?|pupils?|student attendance|instruction)(?: today| in session)?"
    r"(?! (?:trip|council|fees|late|parking))",
    r"(?:students?|pupils?|children) (?:do|will|are|must)(?: not|n't) (?:attend|report|be in|come)",
    r"students? not in (?:attendance|school|session)",
    r"(?:schools?|classes) not in session",
    r"(?:student|pupil|kids?)s?'?[ -](?:holidays?|vacation(?: day)?|free(?: day)?|off|day off)",
    r"(?:non|no)[ -]?(?:student|pupil|attendance|instructional|school|contact)"
    r"(?:[ -](?:contact|attendance))?[ -]days?",
    r"(?:schools?|district|buildings?|campus(?:es)?)(?: is| are| will be)?(?: all)? closed",
    r"(?:schools?|district|buildings?)(?: & | and |/)offices?(?: are)? closed",
    r"closed (?:for|to) (?:all )?students",
    r"(?:school|district|emergency|weather)[ -]closures?",
    r"(?:schools?|classes) (?:is |are )?cancel+ed",
    r"(?:snow|calamity|inclement weather|bad weather|hurricane|smoke) days?(?! make)",
    r"(?:winter|spring|fall|summer) holiday[s]? ?[:-]? ?closed",
    r"no (?:hay )?clases|(?:día|dia) (?:festivo|feriado|sin clases)|no estudiantes",
)
NO_KINDERGARTEN: Final = _words(
    r"no (?:(?:am|pm|half day) )?(?:pre-?school|pre-?k(?:indergarten)?|kindergarten)"
)
NO_GRADES: Final = _words(
    r"no (?:school for )?(?:grades? )?(?:k|pre-?k|pk|tk|\d{1,2}(?:st|nd|rd|th)?)"
    r"(?: ?(?:-|to|&|and) ?\d{1,2}(?:st|nd|rd|th)?)?(?: grade(?:rs|s)?)?(?: students?| school)?"
)

EARLY: Final = _words(
    r"early[ -]?(?:release|dismissals?|dismiss|out|closing|closure|departure|release/dismissal)",
    rf"(?:{_HOURS}[ -])?(?:hours?|hr)[ -]early(?: release| dismissal)?",
    rf"dismiss(?:al|ed)?(?: is| are)?(?: at| @|:)? ?{_TIME_OF_DAY}",
    rf"{_TIME_OF_DAY} (?:early )?(?:dismissal|release)",
    rf"(?:students|school|classes)(?: are| is| will be)? (?:released?|dismiss(?:ed)?|ends?|out)"
    rf"(?: at| @)? {_TIME_OF_DAY}",
    r"(?:students|schools?)(?: are| is| will be)? (?:released|dismissed) early",
    rf"(?:schools?|classes) closes? (?:early|at {_TIME_OF_DAY})",
    r"partial[ -]days?",
    r"salida temprano",
)
DELAYED: Final = _words(
    r"delay(?:ed)?[ -]?(?:openings?|starts?|entry|arrival|schedule)",
    r"openings? delay(?:ed)?",
    rf"{_HOURS}[ -]?(?:hours?|hrs?|minutes?|mins?)\.?[ -](?:delay(?:ed)?|late)(?: opening| start)?",
    rf"(?:schools?|classes|students)(?: will)? (?:open|start|begin)s?(?: at)? {_HOURS}"
    r" hours? late",
)
LATE: Final = _words(
    r"late[ -]?(?:starts?|openings?|arrivals?|in|entry|begin(?:ning)?)(?! to)",
    r"entrada tard(?:e|ía)",
)
MINIMUM: Final = _words(r"min(?:imum|\.)?[ -](?:days?|schedule)")
HALF: Final = _words(
    r"half[ -]?days?(?! (?:pre-?k|pre-?school|kindergarten|program|class))",
    r"(?:1/2|½)[ -]?days?",
    r"(?:abbreviated|shortened|short)[ -](?:school )?(?:days?|schedules?)",
    r"(?:am|morning) only",
)
REGULAR: Final = _words(
    r"no (?:early[ -](?:release|dismissal|out)|late[ -](?:start|opening)|delay(?:ed opening)?"
    r"|minimum day|half day)",
    r"(?:regular|normal|full)(?: school)?[ -](?:days?|schedules?|dismissal)",
    r"(?:schools?|classes)(?: is| are| will be)? (?:in session|open)",
    r"school days?",
    r"students? in attendance",
)
NOT_REGULAR: Final = _words(
    r"\d+(?:st|nd|rd|th)? (?:school )?days?(?: of school)?",
    r"(?:first|last|next|other|every|each|end of|before|after|the) school days?",
    r"school day (?:starts|ends|begins|schedule|pictures?|hours)",
)

FIRST_DAY: Final = _words(
    r"(?:first|1st) (?:student |full )?day (?:of|for)(?: all| the| our)? ?"
    r"(?:(?:\d{4}|new)[ /-]?(?:\d{2,4})? )?(?:school(?: year)?|classes|class|instruction|students"
    r"|everyone)(?! (?:pictures?|photos?))",
    r"(?:first|1st) (?:student|school|instructional) day",
    r"school(?: year)? (?:begins|starts|opens)(?: for (?:all )?students)?",
    r"classes begin",
    r"(?:students'?|student) (?:first|1st) day",
    r"primer día de clases",
)
LAST_DAY: Final = _words(
    r"last (?:student |full )?day (?:of|for)(?: all| the| our)? ?(?:school(?: year)?|classes|class"
    r"|instruction|students|everyone)(?! (?:pictures?|photos?))",
    r"last (?:student|school|instructional) day",
    r"school(?: year)? ends",
    r"(?:students'?|student) last day",
    r"(?:último|ultimo) día de clases",
)
# Edges of something else: a break, a term, one grade, the adults, the summer.
NOT_AN_EDGE: Final = _words(
    r"before|after|until|prior|return\w*|resumes?|back",
    r"(?:winter|spring|fall|summer|thanksgiving|christmas|holiday) (?:break|school|recess)",
    r"(?:second|2nd|third|3rd|fourth|4th) (?:semester|quarter|trimester|marking|grading|session)",
    r"semester (?:classes )?(?:begins|starts)|quarter|trimester",
    r"seniors?|(?:new )?teachers?|staff|faculty|employees?",
    r"countdown|celebration|party|picnic|parade",
)
TERM: Final = re.compile(
    rf"(?:(?:end|last day|close|ends?) of (?:the )?|)(?P<number>{_ORDINALS})\s"
    r"(?P<kind>quarter|semester|trimester|marking period|grading period|nine weeks|six weeks"
    r"|9 weeks|6 weeks)(?P<ends>\s(?:ends?|closes?|is over))?"
)

BREAK: Final = _whole(
    r"(?:no school )?(?:district |school )?(?:winter|spring|fall|autumn|thanksgiving|christmas"
    r"|february|april|october|november|mid-?winter|holiday|easter|summer|ski|harvest|passover"
    r"|semester|intersession|president'?s?'?(?: day| week)?|mid[ -]?year|mid-?term)"
    r"(?: day)?[ -](?:break|recess|vacation|holidays?|intersession|shutdown)"
    r"(?: (?:week|continues|days?|observed))*(?: \d{1,2})?(?: \d{4}(?:-\d{2,4})?)?",
    r"(?:school |district |student |staff |public |legal |federal |state |bank |national )?"
    r"(?:holidays?|vacation(?: days?)?|recess)(?: days?| observed)?",
    r"four[ -]day (?:school )?week",
    r"(?:required )?(?:vacation/)?annual leave",
    r"break",
)
# Days on which schools of the United States are closed as good as everywhere.
HOLIDAY: Final = _whole(
    r"(?:holidays?[/: -]+)?(?:labou?r|memorial|thanksgiving|christmas|new year'?s?|independence"
    r"|presidents?'?s?(?: week)?|martin luther king(?:,? jr\.?)?|m\.?l\.?k\.?(?:,? jr\.?)?"
    r"|juneteenth"
    r"|dr\.? martin luther king(?:,? jr\.?)?|washington'?s birthday|4th of july|fourth of july)"
    r"(?: (?:day|eve))?(?: (?:day|holiday|observed|observance|weekend|recess|\(observed\)))*",
)
# Days on which some schools are closed and others are not.
HOLIDAY_OF_SOME: Final = _whole(
    r"(?:holidays?[/: -]+)?(?:columbus|indigenous peoples?'?s?|veterans?'?s?|good friday|easter"
    r"(?: monday| sunday)?|yom kippur|rosh ha-?shan\w*(?: (?:i|ii|1|2))?|diwali|deepavali|eid"
    r"(?: al[ -](?:fitr|adha))?|lunar new year|chinese new year|election|lincoln'?s birthday"
    r"|c[eé]sar ch[aá]vez|patriots?'?|passover|hanukkah|kwanzaa|groundhog|valentine'?s?|halloween"
    r"|earth|native american|admission|pulaski|casimir pulaski|mardi gras|constitution|flag"
    r"|st\.? patrick'?s?|epiphany|three kings?'?|orthodox \w+|ramadan|black friday"
    r"|daylight sav\w+.*|mother'?s|father'?s|kamehameha|statehood|reformation)"
    r"(?: (?:day|eve|begins|ends))?(?: (?:day|holiday|observed|observance|\(observed\)))*",
)

STAFF_DAY: Final = _words(
    rf"(?:{_ADULTS} |district |certified |optional |required |mandatory |site )*"
    r"(?:work[ -]?days?|in-?services?(?: days?)?|inservice|institute(?: days?)?"
    r"|development(?: days?)?|learning days?|growth days?|responsibility days?|planning days?"
    r"|prep(?:aration)? days?|records? days?|convention|conference days?|exchange days?"
    r"|pd(?: days?)?|professional day)",
    r"(?:pd|plc|ptc|inset|act 80|cpd|grading|teacher comp|flex|professional) days?",
    r"(?:teacher |staff )?(?:non-?duty|service) days?",
    r"superintendent'?s conference days?",
    r"(?:njea|mea|nysut|tea|educators?'?) (?:teachers? )?conven(?:tion|\.)",
    r"time equivalen(?:t|cy)(?: \(te\))?(?: day)?",
    r"capacitación del personal",
)
# With these words adults meet and students are there, or the day is not the children's.
NOT_A_STAFF_DAY: Final = _words(
    r"new (?:teacher|staff|employee|faculty)s?|orientation|afternoon|evening|after school|morning"
    r"|before school|p\.?m\.?|a\.?m\.?|webinar|workshops?|registration|committee|center|program"
    r"|council|fair|child|youth|human|community|curriculum|real estate|economic|business",
)

CONDITIONAL: Final = _words(
    r"if (?:needed|necessary|no|not|required|used|there|school|snow|days|more)",
    r"(?:as|when) needed|weather permitting|tentative|tbd|tba|potential|possible|proposed"
    r"|may be|might|subject to change|pending",
    r"(?:snow|weather|calamity|emergency|inclement weather|bad weather)[ -](?:days? )?make-?up"
    r"(?: days?)?|make-?up (?:snow )?days?|(?:built-in|flex) (?:snow|weather) days?",
)
REMOTE: Final = _words(
    r"(?:virtual|remote|asynchronous|synchronous|e-?learning|distance|at-home|home|digital|online"
    r"|flexible instruction(?:al)?|fid|nti|cyber)[ -](?:learning|instruction|days?|school)"
    r"(?:[ -]days?)?",
    r"e-?learning|fid day|nti day",
)
CONFERENCES: Final = _words(
    r"(?:parent|family|student[ -]led|p/?t|ptc?|fall|spring)[ /-]*(?:teacher|led)?s?[ -]*"
    r"conferences?"
)
BEGINS: Final = _words(
    r"begins?|beginning|starts?|ends?|returns?|returning|resumes?|reopens?|back (?:to|from|after)"
    r"|before|after|eve of|prior to|countdown|dismissed for"
)
# Part of the school leaves early, or a programme runs while school is out.
OUTING: Final = _words(
    r"games?|(?:track|swim) (?:meets?|team)|meets?|match(?:es)?|tournaments?|vs\.?|camps?|teams?"
    r"|soccer|football|basketball|baseball|softball|golf|tennis|wrestling|volleyball|lacrosse"
    r"|hockey|cross country|athlet\w+|field trips?|band|choir|orchestra|child ?care|day ?care"
    r"|kids'? club|ymca|drills?"
)
# Dates inside a label, which only repeat when it is: "Winter Break Dec 22-Jan 2".
DATES: Final = re.compile(
    r"[(,:-]?\s*\b(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,? ?)?"
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*\.? \d{1,2}(?:st|nd|rd|th)?"
    r"(?:,? \d{4})?(?:\s?(?:-|to|through|thru|&)\s?\d{1,2}(?!\d|:))?\)?|\b\d{1,2}/\d{1,2}"
    r"(?:/\d{2,4})?\b"
)
# Things that happen at a school and say nothing about its hours.
OCCASION: Final = _words(
    r"concerts?|recitals?|games?|meets?|meetings?|matches|tournaments?|practices?|rehearsals?"
    r"|auditions?|try-?outs?|camps?|clinics?|clubs?|dances?|proms?|fairs?|sales?|fundraisers?"
    r"|festivals?|carnivals?|parades?|part(?:y|ies)|part(?:y|ies)|assembl(?:y|ies)|performances?"
    r"|shows?|plays?|musicals?|banquets?|dinners?|breakfasts?|luncheons?|ceremon(?:y|ies)"
    r"|graduations?|commencement|open house|back[ -]to[ -]school night|orientations?|registrations?"
    r"|pictures?|photos?|yearbooks?|field trips?|workshops?|webinars?|deadlines?|due|screenings?"
    r"|vs\.?|versus|board|committee|council|pta|pto|ptsa|booster|spirit|pep rall(?:y|ies)|movie"
    r"|night|drive|exhibits?|shop|boutique|gala|auction|race|run|walk|tours?|visits?|interviews?"
    r"|child ?care|day ?care|kids? club|after[ -]?school|before[ -]school|summer school|menu"
    r"|decorat\w+|carols?|sing-?along|travel|tickets?|volunteer\w*|celebrations?"
)
