from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("employers", "0012_numbers_in_lists")]
    operations = [
        migrations.AddField("employer", "last_exchange_at", models.DateTimeField(blank=True, null=True)),
    ]
