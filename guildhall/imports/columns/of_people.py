"""Which column of a list of students, of participations, of programs or of counts holds what, by its title."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from guildhall.imports.columns.fields import Field
from guildhall.imports.columns.titles import words
from guildhall.lib.marking import gettext_noop as _

PARTICIPATION_FIELDS: tuple[Field, ...] = (
    Field("start", _("Start date"), True, _("When it was, or began.")),
    Field("activity", _("Activity"), True, _("Such as Job shadow, Internship or Teacher externship.")),
    Field("employer", _("Employer"), hint=_("Who hosted it.")),
    Field("second_employer", _("Second employer")),
    Field("record", _("Number in the source"), hint=_("What the sender calls this record.")),
    Field("person_id", _("Number of the person")),
    Field("person_name", _("Name of the person")),
    Field("first_name", _("First name")),
    Field("last_name", _("Last name")),
    Field("role", _("Role of the person"), hint=_("Student or educator.")),
    Field("end", _("End date")),
    Field("hours", _("Hours")),
    Field("status", _("Status"), hint=_("Completed, no-show or canceled; completed, where there is no such column.")),
    Field("city", _("City of the employer")),
)
STUDENT_FIELDS: tuple[Field, ...] = (
    Field("number", _("Student number")),
    Field("first_name", _("First name")),
    Field("last_name", _("Last name")),
    Field("person_name", _("Name of the student")),
    Field("born_on", _("Date of birth")),
    Field("email", _("E-mail")),
    Field("phone", _("Telephone")),
    Field("program", _("Program of study")),
    Field("year", _("School year")),
    Field("grade", _("Grade")),
    Field("start", _("From")),
    Field("end", _("Until")),
    Field("teacher", _("Teacher"), hint=_("The name or the address of a colleague.")),
    Field("counselor", _("Counselor"), hint=_("The name or the address of a colleague.")),
)
PROGRAM_FIELDS: tuple[Field, ...] = (
    Field("program_name", _("Name of the program"), True),
    Field("credential", _("What it awards"), hint=_("Such as Certificate, AS or Associate degree.")),
    Field("cip", _("CIP code")),
    Field("top", _("TOP code")),
    Field("cluster", _("Career cluster")),
    Field("pathway", _("Pathway"), hint=_("The name of one that stands here.")),
    Field("start", _("Offered from")),
    Field("end", _("Offered until")),
)
ENROLLMENT_FIELDS: tuple[Field, ...] = (
    Field("program_name", _("Name of the program"), True, _("As it stands among the programs here.")),
    Field("credential", _("What it awards"), hint=_("Where two programs have one name.")),
    Field("year", _("School year"), hint=_("Such as 2026-27; or the year within the term, such as Fall 2026.")),
    Field("part", _("Term")),
    Field("students", _("Students"), True, _("How many were enrolled on the census day.")),
)
CREDIT_FIELDS: tuple[Field, ...] = (
    Field("course", _("Number of the course"), True, _("Of the institution that grants the credit, such as MED 101.")),
    Field("way", _("In which way"), hint=_("Dual, concurrent or articulated.")),
    Field("year", _("School year"), hint=_("Such as 2026-27; or the year within the term, such as Fall 2026.")),
    Field("part", _("Term")),
    Field("students", _("Students"), True),
    Field("credits", _("Credits in all"), True),
)
_PERSON = (
    r"(student|participant|person|learner|intern|individual|pupil|educator|teacher|attendee|youth|estudiante|alumno)"
)
_HOST = (
    r"(employer|host|company|business|organi[sz]ation|work ?(site|place)|partner|industry partner|empresa|empleador)"
)
# For each field its titles, the exact ones before those that only hold a word. The first column that fits has it.
_TITLES: dict[str, tuple[str, ...]] = {
    "record": (
        r"(wbl |source |participation |experience |event |activity |row |entry )?(record|row|entry|participation|"
        r"registration|reg|confirmation|transaction|ref(erence)?)( id| no| number| num| key)?",
        r"(source |unique |wbl |activity |experience )?id|uid|no|number|n[uú]mero|folio",
        r"record.*",
    ),
    "person_id": (
        rf"{_PERSON}s? ?(id|no|number|num|identifier|code|key)|(id|number|no) (of )?(the )?{_PERSON}",
        r"ssid|sid|cwid|eid|campus id|district id|school id number|employee (id|no|number)|matr[ií]cula"
        r"|n[uú]mero de .*",
    ),
    "number": (
        rf"({_PERSON} ?)?(id|no|number|num|identifier|code)|ssid|sid|cwid|campus id|local id|sourced ?id|matr[ií]cula"
        r"|n[uú]mero( de (estudiante|alumno))?",
    ),
    "first_name": (rf"({_PERSON} )?(first|given|fore)( name)?|fname|givenname|firstname|nombre|nombres",),
    "last_name": (rf"({_PERSON} )?(last|family|sur)( ?name)?|lname|lastname|familyname|apellidos?",),
    "person_name": (
        rf"{_PERSON}s?( full)? ?names?|(full |legal )?name( of {_PERSON})?",
        r"nombre( completo)?( del (estudiante|alumno))?",
        rf"{_PERSON}s?|who",
    ),
    "role": (
        rf"({_PERSON} )?(role|category|group)|{_PERSON} type|type of {_PERSON}|population|rol"
        r"|tipo de participante",
    ),
    "second_employer": (
        rf"(second|2nd|other|additional|co|secondary|alternate|segund[ao]) ?{_HOST}.*|{_HOST}( name)? ?(2|two|ii)",
    ),
    "employer": (
        rf"{_HOST}( {_HOST})?( name)?|name of (the )?{_HOST}|{_HOST} (1|one)|hosted (by|at)|(internship|shadow) site",
        rf"(?!.*(city|phone|mail|contact|address|zip|state)).*\b{_HOST}\b.*|site( name)?|location|where",
    ),
    "activity": (
        r"(wbl |work based learning )?(activity|experience|opportunity|engagement|program)( type| name| kind)?"
        r"|type( of (activity|experience|wbl|opportunity))?|wbl( type)?|kind|actividad|tipo( de actividad)?|event type",
        r".*\b(activity|experience|wbl)\b.*",
    ),
    "start": (
        r"(start(ed|ing|s)?|begin(s|ning)?|began|from)( date| on| day)?|date (started|from|of start|begun)"
        r"|(activity|event|experience|visit|shadow|service|enrollment|entry) ?(start )?date|date( of .*)?|day|when"
        r"|fecha( de)?( inicio)?|inicio|desde|first day",
        r".*\b(start|begin|from)\b.*",
        r".*\bdate\b.*",
    ),
    "end": (
        r"(end(ed|ing|s)?|finish(ed)?|complet(ed|ion)|to|until|through|last|exit)( date| on| day)?"
        r"|date (ended|to|completed)|fin|hasta|fecha( de)? (fin|t[ée]rmino|final)",
        r".*\b(end|finish|completion)\b.*\b(date|on)\b",
    ),
    "hours": (r"(total |actual )?(hours|hrs|horas)( .*)?|(number|no|of) (of )?hours|duration( hours)?|.*\bhours\b",),
    "status": (
        r"(attendance|completion|participation|record|final|current)? ?status|attendance|attended|completed|outcome"
        r"|result|disposition|completion|estado|estatus|asistencia|asisti[oó]|showed( up)?",
        r".*\bstatus\b.*|.*\battendance\b.*",
    ),
    "city": (rf"({_HOST} )?(city|town|ciudad)",),
    "born_on": (r"(date of birth|birth ?date|birth ?day|dob|born( on)?|fecha de nacimiento|nacimiento)",),
    "email": (rf"({_PERSON} |school |college )?(e ?mail|correo( electr[oó]nico)?)( address)?",),
    "phone": (rf"({_PERSON} )?(phone|telephone|mobile|cell( phone)?|tel[ée]fono|celular)( number)?",),
    "program": (
        r"(program|programa)( of study| name| de estudios?)?|major|pathway|cte program|carrera|course of study",
    ),
    "program_name": (
        r"(cte |academic )?(program|programa)( of study| name| title| de estudios?)?( name| title)?|major"
        r"|course of study|nombre( del programa)?|carrera",
        r"name|title|description|.*\bprogram\b.*\b(name|title)\b.*",
    ),
    "credential": (
        r"(award|credential|degree|certificate|outcome)( ?/ ?certificate)?( type| level| name| awarded)?"
        r"|type( of (award|degree|credential))?|award|t[ií]tulo|reconocimiento|grado( que otorga)?",
        r".*\b(award|credential|degree)\b.*",
    ),
    "cip": (r"cip( ?\d{4})?( ?code| no| number)?( ?\d{4})?|(c[oó]digo )?cip|classification of instructional programs",),
    "top": (r"t ?o ?p( ?\d)?( ?code| no| number)?|(c[oó]digo )?top|taxonomy of programs",),
    "cluster": (r"(career )?cluster( name)?|industry sector|sector|c[uú]mulo.*",),
    "pathway": (r"(career )?pathway( name)?|trayectoria|ruta",),
    "year": (r"(school|academic|enrollment|program)? ?year|a[nñ]o( escolar| acad[ée]mico)?|sy|term",),
    "part": (r"(academic |census |enrollment )?(term|semester|session|quarter|period)( name| code)?|semestre|periodo",),
    "students": (
        r"(number of |no of |total |unduplicated |distinct )?(students|enrollments?|enrolled|head ?count|count)"
        r"( enrolled| count| headcount)?|(student|census) (count|headcount|enrollment)|estudiantes|alumnos|inscritos",
        r".*\b(students|enrollment|headcount|enrolled)\b.*",
    ),
    "course": (
        r"(college )?course( number| no| id| code)?|(number|no|code) of (the )?course|curso|clase",
        r".*\bcourse\b.*",
    ),
    "way": (r"(credit )?(way|type|kind|mode)( of credit)?|dual ?/ ?concurrent|in which way|modalidad",),
    "credits": (
        r"(total |earned )?(credits?|units?|credit hours|unidades|cr[eé]ditos)( earned| awarded| in all| total)?",
        r".*\b(credits|units)\b.*",
    ),
    "grade": (r"grade( level)?|grado|year level|grades",),
    "teacher": (r"(cte )?(teacher|instructor|advisor|maestr[oa]|docente|profesora?)( name| email)?",),
    "counselor": (r"(school |guidance |academic )?(counsel+or|consejer[oa]|orientadora?)( name| email)?",),
}


def by_title(header: Sequence[str], fields: Sequence[Field]) -> dict[str, int]:
    """For each field the column that holds it: exact titles of all fields first, looser ones for what is left."""
    titles = [words(title) for title in header]
    taken: dict[str, int] = {}
    for looser in range(3):
        for field in fields:
            patterns = _TITLES[field.key]
            if field.key in taken or looser >= len(patterns):
                continue
            for at, title in enumerate(titles):
                if at not in taken.values() and title and re.fullmatch(patterns[looser], title):
                    taken[field.key] = at
                    break
    if "first_name" in taken and "last_name" not in taken:  # half a name, or "Nombre" for all of it
        taken.setdefault("person_name", taken.pop("first_name"))
    return taken


def said_columns(header: Sequence[str], said: Sequence[str], fields: Sequence[Field]) -> tuple[dict[str, int], str]:
    """What somebody says with FIELD=TITLE of the columns of a table, and the first of these words that fits nowhere."""
    keys = {field.key for field in fields}
    tidy = [" ".join(title.split()).casefold() for title in header]
    results: dict[str, int] = {}
    for one in said:
        key, _equals, title = (part.strip() for part in one.partition("="))
        wanted = " ".join(title.split()).casefold()
        if key not in keys or wanted not in tidy:
            return results, one
        results[key] = tidy.index(wanted)
    return results, ""


def cells_of(columns: Mapping[str, int], cells: Sequence[str]) -> dict[str, str]:
    """What a row holds for each field, in one line each."""
    return {key: " ".join(cells[at].split()) for key, at in columns.items() if at < len(cells)}
