from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from guildhall.lib import clock
from guildhall.lib.personal import Personal, Seen
from guildhall.lib.scopes import OPEN
from guildhall.people.handing import Handed
from guildhall.people.models.institutions import Institution
from guildhall.people.models.persons import Person
from guildhall.people.querysets import PointQuerySet

ALONE = ("employers", "news")  # kinds of which an institution names one
CONFIRMED_FOR = timedelta(days=180)


class PointOfContact(models.Model):
    """Our named person at an institution: for employers (P12), for Regional Directors (P13), or for news (C27)."""

    class Kind(models.TextChoices):
        EMPLOYERS = "employers", _("for employers")
        DIRECTORS = "directors", _("for Regional Directors")
        NEWS = "news", _("for news of the region")

    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="points_of_contact")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="points_of_contact")
    kind = models.CharField(max_length=10, choices=Kind)
    deputy = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    away_from = models.DateField(_("away from"), null=True, blank=True)
    away_to = models.DateField(_("away until"), null=True, blank=True)
    confirmed_on = models.DateField(null=True, blank=True)
    confirmed_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    version = models.IntegerField(default=1)

    objects = PointQuerySet.as_manager()
    scope = OPEN
    handed_on = {
        "person": Handed(_("points of contact"), once=True, through="", apart="deputy", said="institution__name"),
        "deputy": Handed(_("deputies of points of contact"), through="", apart="person", said="institution__name"),
    }
    personal = Personal(
        seen=Seen.EVERYBODY,
        subject="person deputy",
        acts="confirmed_by",
        facts="institution kind away_from away_to confirmed_on",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["institution", "kind", "person"], name="point_of_contact_once"),
            models.UniqueConstraint(fields=["institution"], condition=Q(kind="employers"), name="one_for_employers"),
            models.UniqueConstraint(fields=["institution"], condition=Q(kind="news"), name="one_for_news"),
            models.CheckConstraint(
                name="point_away_in_order",
                condition=Q(away_from=None, away_to=None) | Q(away_from__isnull=False, away_to__gte=F("away_from")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.institution}"

    @property
    def is_away(self) -> bool:
        """Whether the person is away today."""
        return bool(self.away_from and self.away_to and self.away_from <= clock.today() <= self.away_to)

    @property
    def reached(self) -> Person:
        """Whom to ask today: the deputy while the person is away, or gone."""
        away = self.is_away or not self.person.is_active
        return self.deputy if away and self.deputy and self.deputy.is_active else self.person

    @property
    def is_confirmed(self) -> bool:
        """Whether somebody has confirmed it in the last half year."""
        return self.confirmed_on is not None and self.confirmed_on >= _oldest()


def _oldest() -> date:
    return clock.today() - CONFIRMED_FOR
