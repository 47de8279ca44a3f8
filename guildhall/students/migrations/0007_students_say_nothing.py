"""A student joins two records and says nothing itself (ADR 49): what every registration has now goes from it.

Reversible: the record that came first fills it again.
"""

from django.db import migrations, models

FILL_AGAIN = """
UPDATE students_student s SET given_name = r.given_name, family_name = r.family_name, born_on = r.born_on
FROM (SELECT DISTINCT ON (student_id) * FROM students_registration ORDER BY student_id, id) r
WHERE r.student_id = s.id
"""


class Migration(migrations.Migration):

    dependencies = [
        ("students", "0006_names_of_registrations"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="student", options={"verbose_name": "student", "verbose_name_plural": "students"}
        ),
        migrations.RemoveIndex(model_name="student", name="student_name"),
        migrations.AlterField(
            model_name="student",
            name="given_name",
            field=models.CharField(default="", max_length=80, verbose_name="first name"),
        ),
        migrations.RunSQL(migrations.RunSQL.noop, FILL_AGAIN),
        migrations.RemoveField(model_name="student", name="given_name"),
        migrations.RemoveField(model_name="student", name="family_name"),
        migrations.RemoveField(model_name="student", name="born_on"),
    ]
