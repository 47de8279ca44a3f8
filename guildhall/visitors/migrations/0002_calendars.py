import guildhall.lib.ids
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("visitors", "0001_sign_in")]

    operations = [
        migrations.CreateModel(
            name="VisitorFeed",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=guildhall.lib.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("secret_hash", models.CharField(max_length=64, unique=True)),
                ("made_at", models.DateTimeField()),
                ("kind", models.CharField(max_length=20)),
                ("visitor", models.UUIDField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("kind", "visitor"), name="visitor_feed_once")],
            },
        ),
    ]
