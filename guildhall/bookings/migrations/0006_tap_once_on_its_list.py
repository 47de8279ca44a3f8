from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('bookings', '0005_lists_that_are_gone'),
    ]

    operations = [
        migrations.AlterField(
            model_name='tap',
            name='key',
            field=models.CharField(max_length=40),
        ),
        migrations.AddConstraint(
            model_name='tap',
            constraint=models.UniqueConstraint(fields=('roll', 'key'), name='tap_once'),
        ),
    ]
