# What a signature or a paper is after its names were erased (ADR 62).

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('files', '0001_initial'),
        ('people', '0013_photographs'),
        ('supervision', '0005_missing_told'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='signature',
            name='signature_drawn',
        ),
        # Where one goes back to before names could be erased, an erased drawing becomes a dot.
        migrations.RunSQL(
            migrations.RunSQL.noop,
            "UPDATE supervision_signature SET drawing = 'M0 0' WHERE way = 'drawn' AND drawing = ''",
        ),
        migrations.AddField(
            model_name='paper',
            name='erased_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='paper',
            name='erased_digest',
            field=models.CharField(blank=True, default='', max_length=64),
        ),
        migrations.AddField(
            model_name='signature',
            name='erased_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='signature',
            name='erased_digest',
            field=models.CharField(blank=True, default='', max_length=64),
        ),
        migrations.AddConstraint(
            model_name='signature',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('way', 'drawn'), _negated=True), models.Q(('drawing', ''), _negated=True), ('erased_at__isnull', False), _connector='OR'), name='signature_drawn'),
        ),
        migrations.AddConstraint(
            model_name='signature',
            constraint=models.CheckConstraint(condition=models.Q(('erased_at', None), models.Q(('drawing', ''), ('email', ''), ('relationship', ''), ('signed_by', '')), _connector='OR'), name='signature_erased_whole'),
        ),
    ]
