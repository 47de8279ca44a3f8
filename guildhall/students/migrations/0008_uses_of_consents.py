"""What a consent may serve (ADR 49). Those that stand were signed for places: nothing else was ever released."""

from django.db import migrations, models

USES = [
    ("place", "finding and holding a place: referral, interview, papers, hours"),
    ("event", "an event or a visit where students meet employers"),
    ("other", "something else, in the words below"),
]


def use():
    return models.CharField(choices=USES, default="place", max_length=6, verbose_name="for what")


class Migration(migrations.Migration):

    dependencies = [
        ("students", "0007_students_say_nothing"),
    ]

    operations = [
        migrations.AddField(model_name="consent", name="use", field=use()),
        migrations.AddField(model_name="consentrequest", name="use", field=use()),
    ]
