"""Row-level security on what is about students, and on what the journal says of it (ADR 36).

The functions give nothing here: 'guildhall migrate' writes them as this version has them once all tables are there.
Reversible: a table whose lock is taken off keeps its rows.
"""

from django.db import migrations

PLACES, TAUGHT, TAUGHT_STUDENTS = "guildhall_student_places", "guildhall_taught", "guildhall_taught_students"


def of_places(column="institution_id"):
    return f"{column} = ANY((SELECT {PLACES}())::uuid[])"  # in a subquery: worked out once a statement


def closed(table, condition):
    return [
        (f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY', f'ALTER TABLE "{table}" DISABLE ROW LEVEL SECURITY'),
        (f'CREATE POLICY second_lock ON "{table}" USING ({condition})', f'DROP POLICY second_lock ON "{table}"'),
    ]


BARE = [
    (
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS uuid[] LANGUAGE sql STABLE AS $$ SELECT '{{}}'::uuid[] $$",
        f"DROP FUNCTION IF EXISTS {name}()",
    )
    for name in (PLACES, TAUGHT, TAUGHT_STUDENTS)
]
TAUGHT_BY_ONESELF = f"ANY((SELECT {TAUGHT}())::uuid[])"
STUDENT = f"places && (SELECT {PLACES}())::uuid[] OR id = ANY((SELECT {TAUGHT_STUDENTS}())::uuid[])"
TABLES = {
    "students_student": STUDENT,
    "students_registration": f"{of_places()} OR id = {TAUGHT_BY_ONESELF}",
    "students_enrolment": f"{of_places()} OR registration_id = {TAUGHT_BY_ONESELF}",
    "students_guardian": of_places(),
    "students_consent": of_places(),
    "students_disclosure": of_places(),
    "students_case": of_places(),
}
# Everybody writes what they do; what it was about a student is read by those alone who see the students there.
ABOUT_STUDENTS = "object_type LIKE 'students.%' OR object_type LIKE 'placements.%'"
OF_ENTRY = f"SELECT FROM audit_entry e WHERE e.id = entry_id AND {of_places('e.institution')}"
JOURNAL = [
    ("ALTER TABLE audit_value ENABLE ROW LEVEL SECURITY", "ALTER TABLE audit_value DISABLE ROW LEVEL SECURITY"),
    (
        f"CREATE POLICY second_lock ON audit_value USING (NOT ({ABOUT_STUDENTS}) OR EXISTS ({OF_ENTRY}))"
        " WITH CHECK (true)",
        "DROP POLICY second_lock ON audit_value",
    ),
]


class Migration(migrations.Migration):
    dependencies = [
        ("students", "0001_students"),
        ("audit", "0005_versions_of_digests"),
    ]

    operations = [
        *(migrations.RunSQL(forwards, back) for forwards, back in BARE),
        *(
            migrations.RunSQL(forwards, back)
            for table, condition in TABLES.items()
            for forwards, back in closed(table, condition)
        ),
        *(migrations.RunSQL(forwards, back) for forwards, back in JOURNAL),
    ]
