from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0002_attended_said'),
    ]

    operations = [
        migrations.AddField(
            model_name='event',
            name='brought',
            field=models.CharField(blank=True, db_default='', default='', max_length=80),
        ),
        migrations.AlterField(
            model_name='opening',
            name='state',
            field=models.CharField(
                choices=[
                    ('open', 'Waits for an answer'),
                    ('agreed', 'Agreed'),
                    ('refused', 'Refused'),
                    ('taken', 'Taken back'),
                ],
                default='open',
                max_length=8,
            ),
        ),
        migrations.AddField(
            model_name='session',
            name='canceled_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='session',
            name='canceled_because',
            field=models.CharField(
                blank=True, db_default='', default='', max_length=300, verbose_name='why it is canceled'
            ),
        ),
    ]
