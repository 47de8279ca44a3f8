"""An employer says how it is going without having been asked: such an answer has nobody who asked."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("engagements", "0015_copies"),
    ]

    operations = [
        migrations.AlterField(
            model_name="temperaturecheck",
            name="by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        # On the way back such answers go first: the column has no place for them.
        migrations.RunSQL(
            migrations.RunSQL.noop, "DELETE FROM engagements_temperaturecheck WHERE by_id IS NULL", elidable=False
        ),
    ]
