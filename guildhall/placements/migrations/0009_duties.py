"""What employers agreed to host, under the second lock; placements count it (N14)."""

import django.contrib.postgres.fields
import django.db.models.deletion
import guildhall.lib.ids
from django.conf import settings
from django.db import migrations, models


TABLE = "placements_duty"
OF_PLACES = "institution_id = ANY((SELECT guildhall_student_places())::uuid[])"


class Migration(migrations.Migration):

    dependencies = [
        ('employers', '0022_front_door'),
        ('people', '0013_photographs'),
        ('placements', '0008_wage_for_a_day'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Duty',
            fields=[
                ('id', models.UUIDField(default=guildhall.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('kinds', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=30), blank=True, default=list, size=None, verbose_name='kinds of placement')),
                ('wanted', models.SmallIntegerField(verbose_name='how many students')),
                ('first_on', models.DateField(verbose_name='from')),
                ('last_on', models.DateField(verbose_name='until')),
                ('said', models.CharField(blank=True, max_length=200, verbose_name='what was agreed')),
                ('made_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('version', models.IntegerField(default=1)),
                ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('employer', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='duties', to='employers.employer')),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.institution')),
            ],
            options={
                'verbose_name': 'agreed number of students',
                'verbose_name_plural': 'agreed numbers of students',
                'ordering': ['last_on', 'pk'],
                'indexes': [models.Index(fields=['employer', 'last_on'], name='duty_of_employer')],
                'constraints': [models.CheckConstraint(condition=models.Q(('wanted__range', (1, 2000))), name='duty_of_somebody'), models.CheckConstraint(condition=models.Q(('last_on__gte', models.F('first_on'))), name='duty_days')],
            },
        ),
        migrations.RunSQL(
            f"ALTER TABLE {TABLE} ENABLE ROW LEVEL SECURITY", f"ALTER TABLE {TABLE} DISABLE ROW LEVEL SECURITY"
        ),
        migrations.RunSQL(
            f"CREATE POLICY second_lock ON {TABLE} USING ({OF_PLACES})", f"DROP POLICY second_lock ON {TABLE}"
        ),
    ]
