"""Lists name their file relative to the store: a restored or moved copy deleted the uploads of the original."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("imports", "0001_initial")]
    operations = [
        migrations.RunSQL(
            "UPDATE imports_batch SET path = 'imports/' || regexp_replace(path, '^.*/', '') WHERE path LIKE '/%'",
            migrations.RunSQL.noop,
        )
    ]
