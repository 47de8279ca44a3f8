from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('partnerships', '0002_updates'),
    ]

    operations = [
        migrations.AddField(
            model_name='opinion',
            name='key_hash',
            field=models.CharField(blank=True, db_default='', max_length=64),
        ),
        migrations.AddConstraint(
            model_name='opinion',
            constraint=models.UniqueConstraint(condition=models.Q(('key_hash', ''), _negated=True), fields=('key_hash',), name='opinion_key'),
        ),
    ]
