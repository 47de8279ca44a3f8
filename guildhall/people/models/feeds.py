from typing import Any

from django.db import models

from guildhall.lib.ids import new_id
from guildhall.lib.scopes import OPEN


class SecretFeed(models.Model):
    """A secret address at which somebody's own calendar reads; only its hash is kept.

    Whoever builds on it adds whose it is (of the staff as `person`), what it tells of them (`personal`), and the acts
    that the journal keeps.
    """

    renewed, ended = "", ""  # acts
    person: Any

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    secret_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    scope = OPEN

    class Meta:
        abstract = True
