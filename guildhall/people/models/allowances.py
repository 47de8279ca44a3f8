from django.db import models


class Allowance(models.Model):
    """How often something was done in a window of time: one row counts for every process of the installation."""

    key = models.CharField(max_length=200)
    window_start = models.DateTimeField(db_index=True)
    used = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "window_start"], name="allowance_once")]

    def __str__(self) -> str:
        return f"{self.key}: {self.used}"
