from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('partnerships', '0003_latest_answer'),
    ]

    operations = [
        migrations.AlterField(
            model_name='coveragerule',
            name='key',
            field=models.CharField(choices=[('deciders', 'Decision makers in each sector'), ('doers', 'Doers in each sector'), ('connectors', 'Connectors in all'), ('champions', 'Champions, in percent of everybody with a part'), ('heads', 'Heads of an organization, such as a superintendent, in all')], max_length=12, primary_key=True, serialize=False),
        ),
    ]
