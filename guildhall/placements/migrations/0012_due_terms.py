"""Terms whose figures institutions are to attest."""

import django.db.models.deletion
import guildhall.lib.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0013_photographs'),
        ('placements', '0011_groups_named'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='DueTerm',
            fields=[
                ('id', models.UUIDField(default=guildhall.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('first_on', models.DateField(verbose_name='from')),
                ('last_on', models.DateField(verbose_name='until')),
                ('due_on', models.DateField(verbose_name='to be attested until')),
                ('entered_at', models.DateTimeField()),
                ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.institution')),
            ],
            options={
                'verbose_name': 'term to attest',
                'verbose_name_plural': 'terms to attest',
                'ordering': ['-last_on', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('institution', 'first_on', 'last_on'), name='due_term_once'), models.CheckConstraint(condition=models.Q(('due_on__gt', models.F('last_on')), ('last_on__gte', models.F('first_on'))), name='due_term_in_order')],
            },
        ),
    ]
