"""A participation has changed when it counts otherwise, not when another word stands for the same person (ADR 43).

Who is counted is the student where the institution has one. An erasure takes away what lists called them, and figures
that were attested stay as they were; until now their days counted as changed.
"""

from django.db import migrations

COUNTED = "institution_id who activity host_id start_on status"
WHO = "coalesce({row}.student_id::text, nullif({row}.same_as, ''), {row}.person)"  # as `counts_as` says it
BEFORE = "institution_id who person same_as student_id activity host_id start_on status"


def watched(*whats: str) -> str:
    """The trigger that keeps a former version when any of these differs."""
    old, new = (", ".join(what.format(row=row) for what in whats) for row in ("OLD", "NEW"))
    return f"""
DROP TRIGGER kept_change ON placements_experience;
CREATE TRIGGER kept_change BEFORE UPDATE ON placements_experience FOR EACH ROW
  WHEN (ROW({old}) IS DISTINCT FROM ROW({new})) EXECUTE FUNCTION placements_experience_keep()"""


def columns(names: str) -> list[str]:
    return [f"{{row}}.{name}" for name in names.split()]


class Migration(migrations.Migration):
    dependencies = [("placements", "0012_due_terms")]

    operations = [migrations.RunSQL(watched(WHO, *columns(COUNTED)), watched(*columns(BEFORE)))]
