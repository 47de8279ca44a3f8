# What is taken off keeps no content: the file goes by night where nothing else refers to it.

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('engagements', '0017_quiet_months'),
        ('files', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name='attachment',
            name='file',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile'),
        ),
        migrations.RunSQL(
            "UPDATE engagements_attachment SET file_id = NULL WHERE removed_at IS NOT NULL",
            "DELETE FROM engagements_attachment WHERE file_id IS NULL",
        ),
        migrations.AddConstraint(
            model_name='attachment',
            constraint=models.CheckConstraint(condition=models.Q(('file__isnull', False), ('removed_at__isnull', False), _connector='OR'), name='attachment_with_its_file'),
        ),
    ]
