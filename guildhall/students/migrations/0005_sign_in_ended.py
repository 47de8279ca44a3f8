"""When an institution ended a student's sign-in: no address claims the record from then on. Reversible."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('students', '0004_sign_in'),
    ]

    operations = [
        migrations.AddField(
            model_name='registration',
            name='sign_in_ended_on',
            field=models.DateField(blank=True, null=True),
        ),
    ]
