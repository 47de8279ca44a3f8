"""Restricted names by their trigrams: what somebody submits is held against them."""

from django.contrib.postgres.indexes import GinIndex
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("employers", "0008_who_wrote_addresses")]
    operations = [
        migrations.AddIndex(
            "employer",
            GinIndex(
                fields=["normal_name"],
                condition=models.Q(posted_at=None),
                name="employer_hidden_names",
                opclasses=["gin_trgm_ops"],
            ),
        )
    ]
