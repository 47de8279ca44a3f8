"""Searches that people keep, and what they were told of: each opportunity once a search (B1)."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from guildhall.employers.models import SavedFilter
from guildhall.lib.ids import new_id
from guildhall.lib.personal import YEAR, Kept, Personal, Seen
from guildhall.opportunities.models.opportunities import Opportunity
from guildhall.opportunities.querysets import KeptSearchQuerySet
from guildhall.people.models import Person
from guildhall.students.models import StudentLogin


class Alert(models.Model):
    """Somebody of the staff wants to hear of new opportunities that fit a search they keep."""

    kept = models.OneToOneField(SavedFilter, on_delete=models.CASCADE, related_name="alert")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField()  # what was posted before stood in the list already
    looked_at = models.DateTimeField(null=True, blank=True)  # when the search was made last for its person
    personal = Personal(seen=Seen.OWN, subject="person", facts="kept since looked_at")

    def __str__(self) -> str:
        return str(self.kept)


class AlertTold(models.Model):
    """An opportunity of which a search of the staff has told."""

    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="told")
    opportunity = models.ForeignKey(Opportunity, on_delete=models.CASCADE, related_name="+")
    on = models.DateField()
    personal = Personal(seen=Seen.OWN, facts="alert opportunity on")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["alert", "opportunity"], name="alert_tells_once")]

    def __str__(self) -> str:
        return str(self.opportunity_id)


class KeptSearch(models.Model):
    """A search that a student keeps, and how they hear of what is new in it; nobody else reads it (second lock)."""

    class How(models.TextChoices):
        DAILY = "daily", _("By e-mail, in the morning")
        WEEKLY = "weekly", _("By e-mail, on Mondays")
        OFF = "off", _("Only here")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    login = models.ForeignKey(StudentLogin, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(_("name"), max_length=60)
    query = models.CharField(max_length=500, blank=True)
    how = models.CharField(_("how you hear of what is new"), max_length=6, choices=How, default=How.DAILY)
    since = models.DateTimeField()  # what was posted before stood in the list already
    looked_at = models.DateTimeField()  # when the search was made last for its student
    version = models.IntegerField(default=1)

    objects = KeptSearchQuerySet.as_manager()
    personal = Personal(
        seen=Seen.OWN, words="name query", facts="login how since looked_at", kept=Kept(YEAR, "looked_at", "delete")
    )

    class Meta:
        verbose_name = _("search that a student keeps")
        verbose_name_plural = _("searches that students keep")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["login", "name"], name="search_name_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def how_words(self) -> Any:
        return self.How(self.how).label


class SearchTold(models.Model):
    """An opportunity of which a search of a student has told, or that it shows as new, and whether by e-mail yet."""

    search = models.ForeignKey(KeptSearch, on_delete=models.CASCADE, related_name="told")
    opportunity = models.ForeignKey(Opportunity, on_delete=models.CASCADE, related_name="+")
    on = models.DateField()
    mailed = models.BooleanField(default=False)
    personal = Personal(seen=Seen.OWN, facts="search opportunity on mailed")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["search", "opportunity"], name="search_tells_once")]

    def __str__(self) -> str:
        return str(self.opportunity_id)
