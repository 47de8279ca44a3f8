"""Consents that are asked for by a link, and row-level security on them (ADR 36, 40). Reversible."""

import django.contrib.postgres.fields
import django.db.models.deletion
import guildhall.lib.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('employers', '0020_open_opportunities'),
        ('people', '0013_photographs'),
        ('students', '0002_second_lock'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='consent',
            name='means',
            field=models.CharField(choices=[('paper', 'on paper'), ('link', 'by a link in an e-mail'), ('signed_in', 'signed in as the student')], default='paper', max_length=10),
        ),
        migrations.AddField(
            model_name='consent',
            name='relationship',
            field=models.CharField(blank=True, max_length=60, verbose_name='relationship'),
        ),
        migrations.AddField(
            model_name='consent',
            name='wording',
            field=models.TextField(blank=True, verbose_name='what was read before signing'),
        ),
        migrations.AddField(
            model_name='guardian',
            name='language',
            field=models.CharField(blank=True, max_length=8, verbose_name='language'),
        ),
        migrations.CreateModel(
            name='ConsentRequest',
            fields=[
                ('parts', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('name', 'name'), ('institution', 'school or college'), ('program', 'program of study'), ('year', 'school year and grade'), ('contact', 'e-mail and telephone'), ('of_age', 'whether they are 18 or older'), ('experience', 'what they have done with employers')], max_length=12), size=None)),
                ('id', models.UUIDField(default=guildhall.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('signer', models.CharField(choices=[('student', 'the student'), ('guardian', 'a parent or guardian')], max_length=10)),
                ('name', models.CharField(max_length=160, verbose_name='name')),
                ('email', models.EmailField(max_length=254, verbose_name='e-mail')),
                ('language', models.CharField(blank=True, max_length=8, verbose_name='language')),
                ('purpose', models.CharField(max_length=200, verbose_name='purpose')),
                ('expires_on', models.DateField(verbose_name='last day')),
                ('secret_hash', models.CharField(max_length=64, unique=True)),
                ('reminder_hash', models.CharField(max_length=64, null=True, unique=True)),
                ('sent_at', models.DateTimeField()),
                ('until', models.DateField()),
                ('reminded_on', models.DateField(null=True)),
                ('answered_at', models.DateTimeField(null=True)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('version', models.IntegerField(default=1)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('consent', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='request', to='students.consent')),
                ('employer', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='consent_requests', to='employers.employer')),
                ('guardian', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='students.guardian')),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.institution')),
                ('registration', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='requests', to='students.registration')),
            ],
            options={
                'verbose_name': 'consent that was asked for',
                'verbose_name_plural': 'consents that were asked for',
                'ordering': ['-sent_at', '-pk'],
                'indexes': [models.Index(fields=['registration', '-sent_at'], name='request_of_registration'), models.Index(condition=models.Q(('guardian__isnull', False)), fields=['guardian'], name='request_guardian'), models.Index(condition=models.Q(('employer__isnull', False)), fields=['employer'], name='request_employer')],
            },
        ),
        migrations.RunSQL(
            "ALTER TABLE students_consentrequest ENABLE ROW LEVEL SECURITY",
            "ALTER TABLE students_consentrequest DISABLE ROW LEVEL SECURITY",
        ),
        migrations.RunSQL(
            "CREATE POLICY second_lock ON students_consentrequest"
            " USING (institution_id = ANY((SELECT guildhall_student_places())::uuid[]))",
            "DROP POLICY second_lock ON students_consentrequest",
        ),
    ]
