"""How each institution agrees to the region's principles and adopts them, at its own time (B17, H1)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guildhall.community.querysets import StaffQuerySet
from guildhall.lib import clock
from guildhall.lib.ids import new_id
from guildhall.lib.personal import Personal, Seen
from guildhall.lib.scopes import OPEN
from guildhall.people.models import Institution, Person
from guildhall.protocols.models import Clause, Protocol


class Agreement(models.Model):
    """An institution agrees to one version of a protocol: who said so for it, and when (H1)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="agreements")
    protocol = models.ForeignKey(Protocol, on_delete=models.PROTECT, related_name="agreements")
    signed_by = models.CharField(_("who agreed for the institution"), max_length=160)
    agreed_on = models.DateField(_("when"))
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = StaffQuerySet.as_manager()
    scope = OPEN
    personal = Personal(seen=Seen.EVERYBODY, words="signed_by", acts="by", facts="institution protocol agreed_on at")

    class Meta:
        ordering = ["-agreed_on"]
        constraints = [models.UniqueConstraint(fields=["institution", "protocol"], name="agreed_once")]

    def __str__(self) -> str:
        return f"{self.institution}: {self.protocol}"


class Adoption(models.Model):
    """How far an institution is with one clause: adopted, planned for a day, or done in another way."""

    class State(models.TextChoices):
        ADOPTED = "adopted", _("Adopted")
        PLANNED = "planned", _("Planned")
        VARIED = "varied", _("Done in another way")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="adoptions")
    clause = models.ForeignKey(Clause, on_delete=models.CASCADE, related_name="adoptions")
    state = models.CharField(_("how far is it?"), max_length=8, choices=State)
    from_on = models.DateField(_("from when"), null=True, blank=True)
    words = models.CharField(_("how it is done here"), max_length=300, blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    version = models.IntegerField(default=1)

    objects = StaffQuerySet.as_manager()
    scope = OPEN
    personal = Personal(seen=Seen.EVERYBODY, words="words", acts="by", facts="institution clause state from_on at")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["institution", "clause"], name="adopted_once"),
            models.CheckConstraint(name="planned_for_a_day", condition=~Q(state="planned") | Q(from_on__isnull=False)),
            models.CheckConstraint(name="varied_in_words", condition=~Q(state="varied") | ~Q(words="")),
        ]

    def __str__(self) -> str:
        return f"{self.institution}: {self.clause}"

    @property
    def is_late(self) -> bool:
        """Planned for a day that has passed."""
        return self.state == self.State.PLANNED and self.from_on is not None and self.from_on < clock.today()
