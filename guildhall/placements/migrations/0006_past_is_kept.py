"""The database counts every change of what figures are made of, and keeps how it was before (ADR 43).

A trigger, and no code of ours: lists, merges, joined students and whatever comes later change rows in many ways, and
none of them may forget. It runs as its owner, because whoever changes a row need not see what was kept.
"""

from django.db import migrations

from guildhall.context.postgresql.said import TODAY

OF_PLACES = "institution_id = ANY((SELECT guildhall_student_places())::uuid[])"
SEQUENCE = "placements_change"


def kept(table: str, past: str, columns: dict[str, str], where: str = "") -> str:
    """The function that keeps the former version of a row, and numbers the new one."""
    names, values = ", ".join(columns), ", ".join(f"OLD.{column}" for column in columns.values())
    insert = (
        f"INSERT INTO {past} ({names}, since, since_on, until, until_on) "
        f"VALUES ({values}, OLD.since, OLD.since_on, n, day);"
    )
    keep = f"IF {where} THEN {insert} END IF;" if where else insert
    return f"""
CREATE FUNCTION {table}_keep() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  day date := coalesce({TODAY}, CURRENT_DATE);
  n bigint := nextval('{SEQUENCE}');
BEGIN
  IF TG_OP <> 'INSERT' THEN {keep} END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  NEW.since := n;
  NEW.since_on := day;
  RETURN NEW;
END $$"""


def triggers(table: str, watched: str) -> str:
    """What calls it: every row that comes or goes, and those whose watched columns change."""
    columns = watched.split()
    old, new = (", ".join(f"{row}.{column}" for column in columns) for row in ("OLD", "NEW"))
    return f"""
CREATE TRIGGER kept BEFORE INSERT OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_keep();
CREATE TRIGGER kept_change BEFORE UPDATE ON {table} FOR EACH ROW
  WHEN (ROW({old}) IS DISTINCT FROM ROW({new})) EXECUTE FUNCTION {table}_keep()"""


def without(table: str) -> str:
    return f"DROP TRIGGER kept ON {table}; DROP TRIGGER kept_change ON {table}; DROP FUNCTION {table}_keep()"


EXPERIENCE, HOST = "placements_experience", "placements_host"
OF_EXPERIENCE = {
    "experience": "id", "institution_id": "institution_id", "who": "who", "counts_as": "counts_as",
    "activity": "activity", "host": "host_id", "start_on": "start_on",
}  # fmt: skip
OF_HOST = {"host": "id", "institution_id": "institution_id", "key": "key", "employer": "employer_id", "alone": "alone"}
COUNTED = "institution_id who person same_as student_id activity host_id start_on status"
NAMED = "institution_id key employer_id alone"


class Migration(migrations.Migration):
    dependencies = [("placements", "0005_attesting")]

    operations = [
        migrations.RunSQL(f"CREATE SEQUENCE {SEQUENCE}", f"DROP SEQUENCE {SEQUENCE}"),
        migrations.RunSQL(
            [
                kept(EXPERIENCE, "placements_pastexperience", OF_EXPERIENCE, "OLD.status = 'completed'"),
                triggers(EXPERIENCE, COUNTED),
            ],
            without(EXPERIENCE),
        ),
        migrations.RunSQL([kept(HOST, "placements_pasthost", OF_HOST), triggers(HOST, NAMED)], without(HOST)),
        *(
            migrations.RunSQL(
                [
                    f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
                    f"CREATE POLICY second_lock ON {table} USING ({OF_PLACES})",
                ],
                [f"DROP POLICY second_lock ON {table}", f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY"],
            )
            for table in ("placements_pastexperience", "placements_sameperson")
        ),
    ]
