from django.db import models

from guildhall.lib.personal import Kept, Personal, Seen


class Allowance(models.Model):
    """How often something was done in a window of time: one row counts for every process of the installation."""

    key = models.CharField(max_length=200)
    window_start = models.DateTimeField(db_index=True)
    used = models.IntegerField(default=0)
    personal = Personal(
        seen=Seen.SOFTWARE,
        words="key",
        facts="window_start used",
        kept=Kept(2, "window_start", "delete"),
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "window_start"], name="allowance_once")]

    def __str__(self) -> str:
        return f"{self.key}: {self.used}"
