from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0002_attended_said'),
    ]

    operations = [
        migrations.AddField(
            model_name='event',
            name='brought',
            field=models.CharField(blank=True, db_default='', default='', max_length=64),
        ),
    ]
