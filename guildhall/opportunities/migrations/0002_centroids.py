"""Where ZIP codes are, from the package that ships them: asked once, so that no web process holds all of it."""

from django.db import migrations


def fill(apps, schema_editor):
    import zipcodes  # 55 MB once it is asked anything: only while this runs

    centroid = apps.get_model("opportunities", "Centroid")
    rows = [
        centroid(zip=z["zip_code"], latitude=float(z["lat"]), longitude=float(z["long"]), city=z["city"][:60], state=z["state"])
        for z in zipcodes.list_all()
        if z["lat"] and z["long"]
    ]
    centroid.objects.bulk_create(rows, batch_size=5_000, ignore_conflicts=True)


def empty(apps, schema_editor):
    apps.get_model("opportunities", "Centroid").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("opportunities", "0001_opportunities")]
    operations = [migrations.RunPython(fill, empty)]
