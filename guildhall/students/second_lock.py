"""The second lock: what PostgreSQL itself asks about every row of a student, whoever forgot to ask before (ADR 36).

The policies in the migrations call these functions, and they are written anew after every migration, from the roles in
`people.permissions`: the first lock and the second cannot come apart. They run as their owner, so that asking for a
teacher's students does not ask itself again; each runs once a statement, because the policies put it in a subquery.
"""

from guildhall.context.postgresql.said import ACTING, TODAY, visiting
from guildhall.people.permissions import GRANTS, WITHOUT_STUDENTS, Permission
from guildhall.store.written import Condition

PLACES, TAUGHT, TAUGHT_STUDENTS = "guildhall_student_places", "guildhall_taught", "guildhall_taught_students"
OWN, OWN_STUDENTS, OWN_PLACES = "guildhall_own_records", "guildhall_own_students", "guildhall_own_places"
FOR_STORIES = "guildhall_consents_for_stories"


def _places(permission: Permission) -> str:
    """The institutions below a person's memberships of today that grant something; none where nobody acts.

    What stands above colleges and districts is no school: it has no students of its own, and reaches nobody's (FERPA).
    """
    roles = ", ".join(f"'{role.value}'" for role in sorted(GRANTS) if permission in GRANTS[role])
    above = ", ".join(f"'{kind}'" for kind in sorted(WITHOUT_STUDENTS))
    return f"""
  SELECT coalesce(array_agg(DISTINCT below.id), '{{}}'::uuid[]) FROM people_membership m
  JOIN people_institution own ON own.id = m.institution_id AND own.kind NOT IN ({above})
  JOIN people_institution below ON below.lineage @> ARRAY[own.id]
  WHERE m.person_id = {ACTING} AND m.accepted AND m.role IN ({roles})
    AND m.from_date <= {TODAY} AND (m.to_date IS NULL OR m.to_date >= {TODAY})"""  # noqa: S608  words of ours


def _taught(column: str) -> str:
    """Of the enrolments that name a person as teacher, where they teach today, the values of a column."""
    return f"""
  SELECT coalesce(array_agg(DISTINCT {column}), '{{}}'::uuid[]) FROM students_enrolment
  WHERE teacher_id = {ACTING} AND institution_id = ANY(({_places(Permission.TEACH_STUDENTS)})::uuid[])"""  # noqa: S608  words of ours


def _own(column: str) -> str:
    """Of the records that the sign-in of a visiting student opens, the values of a column."""
    return f"""
  SELECT coalesce(array_agg(DISTINCT {column}), '{{}}'::uuid[]) FROM students_registration
  WHERE login_id = {visiting("student")}"""  # noqa: S608  words of ours


# The consents for success stories, to anybody, that are in force on a day. Their identifiers alone: they name nobody.
_FOR_STORIES = """
  SELECT coalesce(array_agg(id), '{}'::uuid[]) FROM students_consent
  WHERE use = 'story' AND employer_id IS NULL AND revoked_at IS NULL
    AND signed_on <= today AND (expires_on IS NULL OR expires_on >= today)"""


class StoryConsentStands(Condition):
    """Whether a consent for success stories is in force on a day, also where nobody sees the record that it is of."""

    text = "coalesce({consent} = ANY((SELECT guildhall_consents_for_stories({today}))::uuid[]), false)"


def _function(name: str, body: str, given: str = "") -> str:
    return (
        f"CREATE OR REPLACE FUNCTION {name}({given}) RETURNS uuid[] LANGUAGE sql STABLE SECURITY DEFINER "
        f"SET search_path = public, pg_temp AS $${body}\n$$"
    )


FUNCTIONS = (
    _function(PLACES, _places(Permission.SEE_STUDENTS)),
    _function(TAUGHT, _taught("registration_id")),
    _function(TAUGHT_STUDENTS, _taught("student_id")),
    _function(OWN, _own("id")),
    _function(OWN_STUDENTS, _own("student_id")),
    _function(OWN_PLACES, _own("institution_id")),
    _function(FOR_STORIES, _FOR_STORIES, "today date"),
)
