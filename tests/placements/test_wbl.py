"""The many spellings of an activity, of a status and of a title are one (F23)."""

import csv

import pytest

from guildhall.imports.columns.of_people import PARTICIPATION_FIELDS, STUDENT_FIELDS, by_title
from guildhall.imports.kinds.participations import day_of, hosts_in, number_of, status_of
from guildhall.placements.names import name_key
from guildhall.placements.wbl import ACTIVITIES, BY_CODE, meant

SPELLED = {
    "job_shadow": "Job Shadow|job shadowing|Job-Shadow|JOB SHADOW DAY|Shadowing|Career Shadow|shadow"
    "|Job Shadows|Job shadow experience|Observación laboral|job_shadow|JS|WBL: Job Shadow|Job Shadow (virtual)|Virtual job shadow",  # noqa: E501
    "internship": "Internship|INTERNSHIP|Intern|Summer Internship|internships|Internship Program|Pasantía|student internship",  # noqa: E501
    "internship_paid": "Paid Internship|Internship - Paid|Internship, paid|Internship (paid)|internship_paid|Paid intern",  # noqa: E501
    "internship_unpaid": "Unpaid Internship|Internship (Unpaid)|internship, unpaid|Non-paid internship|Volunteer internship",  # noqa: E501
    "teacher_externship": "Teacher Externship|Faculty externship|Externship|Educator Externship|teacher_externship"
    "|Teacher / faculty externship|Externship - Teacher|TEACHER EXTERNSHIPS|Instructor externship program|Externado docente",  # noqa: E501
    "workplace_tour": "Workplace Tour|Company tour|Field Trip|Site visit|Industry Tour|Tour",
    "guest_speaker": "Guest Speaker|guest speakers|Speaker",
    "mock_interview": "Mock Interview|mock interviews|Practice interview",
    "clinical": "Clinical|Clinical rotation|Practicum",
    "apprenticeship": "Apprenticeship|Registered Apprenticeship|Youth apprenticeship",
    "pre_apprenticeship": "Pre-Apprenticeship|preapprenticeship",
    "career_fair": "Career Fair|Job fair|Career Day",
    "cooperative_education": "Co-op|Cooperative Education|Coop",
    "mentorship": "Mentoring|Mentorship",
}


@pytest.mark.parametrize(("code", "words"), [(c, w) for c, many in SPELLED.items() for w in many.split("|")])
def test_spellings(code, words):
    assert meant(words) == code


def test_what_nobody_could_say_is_not_guessed():
    assert [meant(words) for words in ("", "Other", "Misc. outreach", "TBD", "meeting")] == [""] * 5
    assert meant("Externship", who="student") == ""
    assert meant("Externship", who="educator") == "teacher_externship"


def test_the_official_types_are_all_there(data_folder):
    with (data_folder / "vocab/wbl_activity_types.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            one = BY_CODE[row["code"]]
            assert (one.stage, one.ceds) == (row["continuum_stage"], row["ceds_13_code"])
            assert meant(row["label"]) == row["code"], row["label"]


def test_codes_are_unique():
    assert len(BY_CODE) == len(ACTIVITIES)


STATUSES = {
    "completed": "Completed|complete|ATTENDED|Attended|Done|Yes|Finished|completed - evaluated|Present|Participated|Completó",  # noqa: E501
    "no_show": "No-show|No Show|noshow|NO SHOW|Absent|Did not attend|didn't show|No|Missed",
    "cancelled": "Cancelled|Canceled|cancelled by employer|Withdrew|Withdrawn|Dropped|Not completed|Incomplete|Cancelado",  # noqa: E501
    "planned": "Scheduled|Registered|In Progress|Pending|Enrolled|In-progress|Waitlisted|Active",
    "unknown": "|purple|see notes",
}


@pytest.mark.parametrize(("status", "words"), [(c, w) for c, many in STATUSES.items() for w in many.split("|")])
def test_statuses(status, words):
    assert status_of(words) == status


HEADERS = [
    ("Record ID,Person ID,Person Role,Employer,Activity,Start Date,End Date,Hours,Status",
     "record person_id role employer activity start end hours status"),
    ("record_id,person_id,person_name,person_role,employer,activity,start_date,end_date,hours,status",
     "record person_id person_name role employer activity start end hours status"),
    ("ID,Student Name,Participant Type,Host Company,WBL Type,Date,Total Hours,Attendance",
     "record person_name role employer activity start hours status"),
    ("Entry #,Participant,Role,Company Name,Type of Experience,Began,Ended,Hrs,Outcome",
     "record person_name role employer activity start end hours status"),
    ("Número,Estudiante,Rol,Empresa,Actividad,Fecha de inicio,Fecha de fin,Horas,Estado",
     "record person_name role employer activity start end hours status"),
    ("Student ID,First Name,Last Name,Business,Second Host,Experience Type,From,To,# of Hours,Completion Status",
     "person_id first_name last_name employer second_employer activity start end hours status"),
]  # fmt: skip


@pytest.mark.parametrize(("header", "keys"), HEADERS)
def test_titles_of_participations(header, keys):
    titles = header.split(",")
    columns = by_title(titles, PARTICIPATION_FIELDS)
    assert columns == {key: at for at, key in enumerate(keys.split())}


def test_titles_of_students():
    header = "Student ID,First Name,Last Name,DOB,Email,Program of Study,School Year,Grade Level".split(",")
    keys = "number first_name last_name born_on email program year grade".split()
    assert by_title(header, STUDENT_FIELDS) == {key: at for at, key in enumerate(keys)}
    spanish = "Matrícula,Nombre,Apellidos,Fecha de nacimiento,Correo electrónico,Programa,Año escolar,Grado".split(",")
    assert by_title(spanish, STUDENT_FIELDS) == {key: at for at, key in enumerate(keys)}


def test_people_hosts_and_days():
    assert name_key("LÓPEZ, Ana María") == name_key("Ana Maria Lopez") == name_key("Ms. Ana  María López")
    assert number_of("S-00123") == number_of("s00123") != number_of("S-123")
    assert number_of("000123") == number_of("123.0") == "123"
    hosts = hosts_in("Kestrel Aerospace; Hawk Marine, Inc.", "KESTREL AEROSPACE INC")
    assert hosts == ["Kestrel Aerospace", "Hawk Marine, Inc"]
    days = {day_of(text) for text in ("2017-03-05", "3/5/2017", "03/05/17", "2017/03/05", "5-Mar-2017", "Mar 5, 2017")}
    assert len(days) == 1
    assert day_of("soon") is None
