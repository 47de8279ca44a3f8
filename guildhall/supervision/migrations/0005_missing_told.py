"""When a paper has to be here, and who was told that it is missing: under the second lock."""

import django.db.models.deletion
from django.db import migrations, models

import guildhall.lib.ids

TABLE = "supervision_missingtold"
OF_PLACES = "institution_id = ANY((SELECT guildhall_student_places())::uuid[])"


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0013_photographs"),
        ("placements", "0007_own_places"),
        ("supervision", "0004_paper_tells"),
    ]

    operations = [
        migrations.AddField(
            model_name="papertype",
            name="days_before",
            field=models.SmallIntegerField(db_default=7, default=7, verbose_name="days before the first day"),
        ),
        migrations.AddConstraint(
            model_name="papertype",
            constraint=models.CheckConstraint(
                condition=models.Q(("days_before__range", (0, 90))), name="paper_type_days_before"
            ),
        ),
        migrations.CreateModel(
            name="MissingTold",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=guildhall.lib.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "to",
                    models.CharField(
                        choices=[
                            ("student", "the student"),
                            ("guardian", "a parent or guardian"),
                            ("supervisor", "the employer’s supervisor"),
                            ("institution", "the institution"),
                        ],
                        max_length=11,
                    ),
                ),
                (
                    "moment",
                    models.CharField(
                        choices=[("ahead", "before the first day"), ("begun", "after the first day")], max_length=5
                    ),
                ),
                ("on", models.DateField()),
                (
                    "institution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.institution"
                    ),
                ),
                (
                    "placement",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="missing_told",
                        to="placements.placement",
                    ),
                ),
                (
                    "type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="supervision.papertype"
                    ),
                ),
            ],
            options={
                "verbose_name": "missing paper that was told of",
                "verbose_name_plural": "missing papers that were told of",
                "ordering": ["on", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("placement", "type", "to", "moment"), name="missing_told_once")
                ],
            },
        ),
        migrations.RunSQL(
            f"ALTER TABLE {TABLE} ENABLE ROW LEVEL SECURITY", f"ALTER TABLE {TABLE} DISABLE ROW LEVEL SECURITY"
        ),
        migrations.RunSQL(
            f"CREATE POLICY second_lock ON {TABLE} USING ({OF_PLACES})", f"DROP POLICY second_lock ON {TABLE}"
        ),
    ]
