"""Links of before 0009 open again for whom they were written to, and what it emptied is found again at once."""

from django.db import migrations

from guildhall.employers.words import search_vector
from guildhall.opportunities.kinds import BY_SLUG
from guildhall.opportunities.queries.for_students import without_any_address

# Where there was no contact, the letter went to whoever offered it at the front door, and to nobody else. What was
# written since says so itself.
OPEN_AGAIN = """
UPDATE opportunities_offerlink k SET login_id = o.offered_by_id FROM opportunities_opportunity o
WHERE o.id = k.opportunity_id AND o.offered_by_id IS NOT NULL
  AND k.login_id IS NULL AND k.contact_id IS NULL AND k.used_at IS NULL
  AND k.sent_at < (
    SELECT applied FROM django_migrations WHERE app = 'opportunities' AND name = '0009_reasons_and_links')
"""


def describe(apps, schema_editor):
    """Work out what lists search by, as entering does."""
    rows = apps.get_model("opportunities", "Opportunity").objects.filter(search=None).exclude(state="closed")
    emptied = list(rows.prefetch_related("at"))
    for row in emptied:
        texts = (row.title, row.listed_as, str(BY_SLUG[row.kind].label), row.occupation, row.place, row.on_behalf_of)
        said = [*texts, *(one.place for one in row.at.all()), row.description, row.requirements]
        row.search = search_vector([without_any_address(text) for text in said])
    rows.model.objects.bulk_update(emptied, ["search"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("opportunities", "0009_reasons_and_links")]

    operations = [
        migrations.RunSQL(OPEN_AGAIN, migrations.RunSQL.noop),
        migrations.RunPython(describe, migrations.RunPython.noop),
    ]
