from django.db import models

from guildhall.lib.personal import YEAR, Kept, Personal, Seen


class DailyRun(models.Model):
    """One day's run of a job that is done once a day: asked for, tried, finished, or what stopped it.

    `problem` is the kind of the error and where it was raised. Its words may quote a record: they are in no table, and
    the log has those that quote nothing.
    """

    name = models.CharField(max_length=60)
    day = models.DateField()  # the region's
    asked_at = models.DateTimeField()
    attempts = models.IntegerField(default=1)
    finished_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=300, blank=True)

    personal = Personal(
        seen=Seen.SOFTWARE,
        facts="name day asked_at attempts finished_at problem",
        kept=Kept(YEAR, "day", "delete"),
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "day"], name="daily_run_once")]

    def __str__(self) -> str:
        return f"{self.name}, {self.day}"
