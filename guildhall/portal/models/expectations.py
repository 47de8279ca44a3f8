from django.db import models
from django.utils.translation import gettext_lazy as _

from guildhall.lib.ids import new_id
from guildhall.lib.personal import Personal, Seen
from guildhall.lib.scopes import OPEN
from guildhall.people.models import Institution, Person
from guildhall.portal.querysets import ExpectationQuerySet


class Expectation(models.Model):
    """What an employer may expect of a college or school: one page an institution, kept by its point of contact."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    institution = models.OneToOneField(Institution, on_delete=models.CASCADE, related_name="expectation")
    hours = models.CharField(_("when students can come"), max_length=300, blank=True)
    ages = models.CharField(_("how old they are"), max_length=300, blank=True)
    transport = models.CharField(_("how they get there"), max_length=300, blank=True)
    calendar = models.CharField(_("days to know: terms, breaks, examinations"), max_length=500, blank=True)
    insurance = models.CharField(_("who insures them"), max_length=300, blank=True)
    promise = models.TextField(_("what you can count on"), max_length=1000, blank=True)
    kept_at = models.DateTimeField()
    kept_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    version = models.IntegerField(default=1)

    objects = ExpectationQuerySet.as_manager()
    scope = OPEN
    personal = Personal(
        seen=Seen.EVERYBODY,
        words="hours ages transport calendar insurance promise",
        acts="kept_by",
        facts="institution kept_at",
    )

    class Meta:
        ordering = ["institution__name"]

    def __str__(self) -> str:
        return self.institution.name

    @property
    def name(self) -> str:
        return self.institution.name
