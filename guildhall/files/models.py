"""Stored content, each once; names and rights belong to what it is attached to."""

from django.db import models

from guildhall.lib.ids import new_id
from guildhall.lib.personal import Personal, Seen
from guildhall.lib.scopes import OPEN


class StoredFile(models.Model):
    """The content of uploaded files that are equal, under a random name below the folder of files."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    digest = models.CharField(max_length=64, unique=True)
    stored_as = models.CharField(max_length=64, unique=True)
    size = models.IntegerField()  # bytes
    media_type = models.CharField(max_length=100)
    stored_at = models.DateTimeField(auto_now_add=True)

    scope = OPEN  # a line about it names no record
    personal = Personal(seen=Seen.ENGAGEMENT, facts="digest stored_as size media_type stored_at")

    def __str__(self) -> str:
        return self.stored_as
