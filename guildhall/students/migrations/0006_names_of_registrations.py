"""Names and dates of birth stand per institution (ADR 49): the columns, filled from the student. Reversible."""

from django.db import migrations, models

FILL = """
UPDATE students_registration r SET given_name = s.given_name, family_name = s.family_name, born_on = s.born_on
FROM students_student s WHERE s.id = r.student_id
"""


class Migration(migrations.Migration):

    dependencies = [
        ("students", "0005_sign_in_ended"),
    ]

    operations = [
        migrations.AddField(
            model_name="registration",
            name="given_name",
            field=models.CharField(default="", max_length=80, verbose_name="first name"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="registration",
            name="family_name",
            field=models.CharField(blank=True, max_length=80, verbose_name="last name"),
        ),
        migrations.AddField(
            model_name="registration",
            name="born_on",
            field=models.DateField(blank=True, null=True, verbose_name="date of birth"),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="registration",
            index=models.Index(fields=["institution", "family_name", "given_name"], name="registration_name"),
        ),
        migrations.AddIndex(
            model_name="registration",
            index=models.Index(
                condition=models.Q(("born_on__isnull", False)), fields=["born_on"], name="registration_born_on"
            ),
        ),
    ]
