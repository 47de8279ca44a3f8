"""Students sign in: an address that an institution vouches for, and what PostgreSQL lets it read (ADR 36, 40)."""

import django.db.models.deletion
import django.db.models.functions.text
import guildhall.lib.ids
from django.conf import settings
from django.db import migrations, models


OWN = ("guildhall_own_records", "guildhall_own_students", "guildhall_own_places")
BARE = [
    (
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS uuid[] LANGUAGE sql STABLE AS $$ SELECT '{{}}'::uuid[] $$",
        f"DROP FUNCTION IF EXISTS {name}()",
    )
    for name in OWN
]
# A student reads the own records, and writes nothing by the sign-in alone: what they decide goes through actions.
READ = {
    "students_student": "id = ANY((SELECT guildhall_own_students())::uuid[])",
    "students_registration": "id = ANY((SELECT guildhall_own_records())::uuid[])",
} | {
    f"students_{name}": "registration_id = ANY((SELECT guildhall_own_records())::uuid[])"
    for name in ("enrolment", "guardian", "consent", "consentrequest", "disclosure")
}
POLICIES = [
    (f'CREATE POLICY own_record ON "{table}" FOR SELECT USING ({condition})', f'DROP POLICY own_record ON "{table}"')
    for table, condition in READ.items()
]
LOGINS = [
    (
        "ALTER TABLE students_studentlogin ENABLE ROW LEVEL SECURITY",
        "ALTER TABLE students_studentlogin DISABLE ROW LEVEL SECURITY",
    ),
    (
        "CREATE POLICY signing_in ON students_studentlogin"
        " USING (current_setting('guildhall.keeper', true) = 'sign-in')",
        "DROP POLICY signing_in ON students_studentlogin",
    ),
    (
        "CREATE POLICY second_lock ON students_studentlogin FOR SELECT"
        " USING (EXISTS (SELECT FROM students_registration r WHERE r.login_id = students_studentlogin.id))",
        "DROP POLICY second_lock ON students_studentlogin",
    ),
]


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0013_photographs'),
        ('students', '0003_consents_asked'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='StudentLogin',
            fields=[
                ('id', models.UUIDField(default=guildhall.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('email', models.EmailField(max_length=254, verbose_name='e-mail')),
                ('language', models.CharField(blank=True, default='', max_length=7)),
                ('confirmed_at', models.DateTimeField(blank=True, null=True)),
                ('last_seen_on', models.DateField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('opened_at', models.DateTimeField(verbose_name='opened')),
                ('demo', models.BooleanField(default=False)),
                ('invited_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'sign-in of a student',
                'verbose_name_plural': 'sign-ins of students',
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='registration',
            name='login',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='registrations', to='students.studentlogin'),
        ),
        migrations.AddIndex(
            model_name='registration',
            index=models.Index(condition=models.Q(('login__isnull', False)), fields=['login'], name='registration_login'),
        ),
        migrations.AddIndex(
            model_name='registration',
            index=models.Index(django.db.models.functions.text.Lower('email'), condition=models.Q(('email', ''), _negated=True), name='registration_email'),
        ),
        migrations.AddConstraint(
            model_name='studentlogin',
            constraint=models.UniqueConstraint(django.db.models.functions.text.Lower('email'), condition=models.Q(('ended_at', None), models.Q(('email', ''), _negated=True)), name='students_studentlogin_address_once'),
        ),
        *(migrations.RunSQL(forwards, back) for forwards, back in (*BARE, *POLICIES, *LOGINS)),
    ]
