from django.db import models

from guildhall.lib.personal import YEAR, Kept, Personal, Seen


class RollUp(models.Model):
    """What a count over the whole territory gave for people of equal sight, and when."""

    name = models.CharField(max_length=60)
    sight = models.CharField(max_length=64)  # a digest of roles and institutions
    value = models.JSONField()  # numbers and identifiers
    counted_at = models.DateTimeField()
    milliseconds = models.IntegerField()  # how long it took

    personal = Personal(
        seen=Seen.SOFTWARE,
        facts="name sight value counted_at milliseconds",
        kept=Kept(YEAR, "counted_at", "delete"),
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "sight"], name="rollup_once")]

    def __str__(self) -> str:
        return self.name
