"""One person whom lists call in two ways: said once, and remembered for the lists that come (M12)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guildhall.lib.ids import new_id
from guildhall.lib.personal import Personal, Seen
from guildhall.lib.scopes import Scope
from guildhall.people.models import Institution, Person
from guildhall.placements.models.counting import Experience
from guildhall.placements.querysets import OwnQuerySet
from guildhall.store.indexes import index_where_set


class SamePerson(models.Model):
    """Somebody said that whom lists know by a name alone is the one whom other lists know by a number."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+", db_index=False)
    who = models.CharField(max_length=10, choices=Experience.Who)
    named = models.CharField(max_length=200)  # `Experience.person` of the rows that have a name alone
    numbered = models.CharField(max_length=200)  # the same of those with a number
    name = models.CharField(_("name"), max_length=160)
    number = models.CharField(_("number of the person"), max_length=60)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)

    objects = OwnQuerySet.as_manager()
    personal = Personal(
        seen=Seen.INSTITUTION,
        identity="named numbered name number",
        acts="by ended_by",
        facts="institution who at ended_at",
    )

    class Meta:
        verbose_name = _("person of two lists")
        verbose_name_plural = _("people of two lists")
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "named"], condition=Q(ended_at=None), name="same_person_once"
            )
        ]
        indexes = [
            models.Index(fields=["by"], name="same_person_by"),
            index_where_set("ended_by", "same_person_ended_by"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def scope(self) -> Scope:
        return Scope(behind=frozenset({self.institution_id}))
