from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from guildhall.lib.ids import new_id
from guildhall.lib.personal import Personal, Seen
from guildhall.people.models import Person


class NameWord(models.Model):
    """A distinct word of employers' names: what a mistyped word is corrected against."""

    word = models.CharField(max_length=60, unique=True)
    personal = Personal(seen=Seen.SOFTWARE, facts="word")

    class Meta:
        indexes = [GinIndex(fields=["word"], name="name_word_trigrams", opclasses=["gin_trgm_ops"])]

    def __str__(self) -> str:
        return self.word


class SavedFilter(models.Model):
    """A filter of one list, such as the directory, that a person keeps as a tab."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="saved_filters")
    page = models.CharField(max_length=30, default="employers", db_default="employers")  # of the list, by its address
    name = models.CharField(_("name"), max_length=60)
    query = models.CharField(max_length=500)
    saved_at = models.DateTimeField(auto_now_add=True)
    personal = Personal(seen=Seen.OWN, subject="person", words="name query", facts="page saved_at")

    class Meta:
        ordering = ["saved_at"]
        constraints = [models.UniqueConstraint(fields=["person", "page", "name"], name="filter_once_a_list")]

    def __str__(self) -> str:
        return self.name
