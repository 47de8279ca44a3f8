"""Papers that employers ask for, told anew of another first day; the skills that an institution chose."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


COVERS = {
    "training_agreement": "{agreement,plan}", "guardian_consent": "{consent}", "work_permit": "{permit}",
    "confidentiality": "{confidentiality}",
}  # fmt: skip
COVERED = [
    f"UPDATE supervision_papertype SET covers = '{codes}' WHERE starter = '{slug}'"  # noqa: S608  words of ours
    for slug, codes in COVERS.items()
]
# Backward: what was told of several first days stands once, and what has no type of paper not at all.
TOLD_ONCE = """
DELETE FROM supervision_missingtold WHERE type_id IS NULL OR id NOT IN (
  SELECT DISTINCT ON (placement_id, type_id, "to", moment) id FROM supervision_missingtold ORDER BY
  placement_id, type_id, "to", moment, "on")"""


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0013_photographs'),
        ('placements', '0011_groups_named'),
        ('supervision', '0005_missing_told'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ChosenSkills',
            fields=[
                ('institution', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to='people.institution')),
                ('framework', models.CharField(choices=[('nace', 'NACE career readiness competencies'), ('employability', 'Employability Skills Framework (U.S. Department of Education)')], max_length=20, verbose_name='skills')),
                ('own', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=80), blank=True, default=list, size=None, verbose_name='skills of our own')),
                ('changed_at', models.DateTimeField()),
                ('version', models.IntegerField(default=1)),
            ],
            options={
                'verbose_name': 'skills of an institution',
                'verbose_name_plural': 'skills of institutions',
            },
        ),
        migrations.RemoveConstraint(
            model_name='missingtold',
            name='missing_told_once',
        ),
        migrations.AddField(
            model_name='evaluation',
            name='asked',
            field=models.JSONField(db_default=[], default=list),
        ),
        migrations.AddField(
            model_name='missingtold',
            name='asked',
            field=models.CharField(blank=True, max_length=20),
        ),
        migrations.AddField(
            model_name='missingtold',
            name='first_day',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='papertype',
            name='covers',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('agreement', 'training agreement'), ('plan', 'training plan'), ('consent', 'consent of a parent or guardian'), ('insurance', 'certificate of insurance'), ('background', 'background check'), ('health', 'health and immunization record'), ('drug_test', 'drug test'), ('confidentiality', 'confidentiality agreement'), ('permit', 'work permit of a minor'), ('safety', 'safety training'), ('license', 'driver’s license')], max_length=20), blank=True, db_default=[], default=list, size=None, verbose_name='covers what employers ask for'),
        ),
        migrations.AddField(
            model_name='papertype',
            name='only_asked',
            field=models.BooleanField(db_default=False, default=False, verbose_name='only where an employer asks for it'),
        ),
        migrations.AlterField(
            model_name='missingtold',
            name='type',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='supervision.papertype'),
        ),
        migrations.AlterField(
            model_name='trainingplan',
            name='framework',
            field=models.CharField(blank=True, choices=[('nace', 'NACE career readiness competencies'), ('employability', 'Employability Skills Framework (U.S. Department of Education)')], default='', max_length=20, verbose_name='skills'),
        ),
        migrations.AddConstraint(
            model_name='missingtold',
            constraint=models.UniqueConstraint(fields=('placement', 'type', 'asked', 'to', 'moment', 'first_day'), name='missing_told_once', nulls_distinct=False),
        ),
        migrations.AddField(
            model_name='chosenskills',
            name='by',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.RunSQL(COVERED, migrations.RunSQL.noop),
        migrations.RunSQL(
            "UPDATE supervision_missingtold t SET first_day = coalesce(p.started_on, p.starts_on)"
            " FROM placements_placement p WHERE p.id = t.placement_id",
            TOLD_ONCE,
        ),
    ]
