from django.db import migrations

# What stopped a daily job was kept with the words of the error, which may quote a record: its kind stays.
KIND_ALONE = "UPDATE queue_dailyrun SET problem = split_part(problem, ':', 1) WHERE problem LIKE '%:%'"


class Migration(migrations.Migration):
    dependencies = [("queue", "0001_initial")]
    operations = [migrations.RunSQL(KIND_ALONE, migrations.RunSQL.noop)]
