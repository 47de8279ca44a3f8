from django.db import migrations, models

import guildhall.lib.ids


class Migration(migrations.Migration):

    dependencies = [("prospects", "0002_vet_again")]

    operations = [
        migrations.AddField("criterion", "root", models.UUIDField(null=True, editable=False)),
        migrations.RunSQL("UPDATE prospects_criterion SET root = id", migrations.RunSQL.noop),
        migrations.AlterField("criterion", "root", models.UUIDField(default=guildhall.lib.ids.new_id, editable=False)),
        migrations.AddIndex("criterion", models.Index(fields=["root"], name="prospects_c_root_idx")),
    ]
