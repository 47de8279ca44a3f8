"""What kinds of papers an institution asks for, when, and from whom (C5, STANDARDS 1.7)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from guildhall.lib.ids import new_id
from guildhall.lib.personal import Personal, Seen
from guildhall.lib.scopes import Scope
from guildhall.opportunities.models.opportunities import Papers
from guildhall.people.models import Institution, Person
from guildhall.supervision.querysets import PaperTypeQuerySet


class Signer(models.TextChoices):
    """Whose signature a paper may need."""

    STUDENT = "student", _("the student")
    GUARDIAN = "guardian", _("a parent or guardian")
    SUPERVISOR = "supervisor", _("the employer’s supervisor")
    INSTITUTION = "institution", _("the institution")


class PaperType(models.Model):
    """One paper of an institution: its text with fields, when it applies, who signs, how long it holds and is kept.

    It serves the institution and all that stand below it. A change says nothing about papers that were made before.
    """

    class Ages(models.TextChoices):
        ANY = "any", _("any age")
        MINOR = "minor", _("under 18")
        ADULT = "adult", _("18 and older")

    class Pay(models.TextChoices):
        ANY = "any", _("paid or not")
        PAID = "paid", _("paid")
        UNPAID = "unpaid", _("unpaid")

    class Place(models.TextChoices):
        ANY = "any", _("anywhere")
        ON_SITE = "on_site", _("at the employer’s site")
        REMOTE = "remote", _("from elsewhere")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    starter = models.CharField(max_length=30, blank=True)  # what it was adopted from
    title = models.CharField(_("title"), max_length=120)
    text = models.TextField(_("text"), max_length=8000)
    ages = models.CharField(_("age"), max_length=5, choices=Ages, default=Ages.ANY)
    pay = models.CharField(_("pay"), max_length=6, choices=Pay, default=Pay.ANY)
    place = models.CharField(_("place of work"), max_length=7, choices=Place, default=Place.ANY)
    hazardous = models.BooleanField(_("only for hazardous work"), default=False)
    kinds = ArrayField(models.CharField(max_length=30), verbose_name=_("kinds of experience"), default=list, blank=True)
    signers = ArrayField(models.CharField(max_length=11, choices=Signer), verbose_name=_("who signs"))
    covers = ArrayField(
        models.CharField(max_length=20, choices=Papers), verbose_name=_("covers what employers ask for"), default=list,
        blank=True, db_default=[],
    )  # fmt: skip
    only_asked = models.BooleanField(_("only where an employer asks for it"), default=False, db_default=False)
    on_paper_only = models.BooleanField(_("comes as a scan"), default=False)  # issued by somebody else
    valid_months = models.SmallIntegerField(_("valid for months"), null=True, blank=True)
    kept_years = models.SmallIntegerField(_("kept for years"), default=5)
    days_before = models.SmallIntegerField(_("days before the first day"), default=7, db_default=7)  # to be here
    ended_on = models.DateField(null=True, blank=True)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    version = models.IntegerField(default=1)

    objects = PaperTypeQuerySet.as_manager()
    personal = Personal(
        seen=Seen.INSTITUTION,
        words="title text",
        acts="by",
        facts=(
            "institution starter ages pay place hazardous kinds signers covers only_asked on_paper_only valid_months "
            "kept_years days_before ended_on"
        ),
    )

    class Meta:
        verbose_name = _("paper type")
        verbose_name_plural = _("paper types")
        ordering = ["title", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "title"], condition=models.Q(ended_on=None), name="paper_type_once"
            ),
            models.CheckConstraint(name="paper_type_signed", condition=models.Q(signers__len__gt=0)),
            models.CheckConstraint(name="paper_type_kept", condition=models.Q(kept_years__range=(0, 100))),
            models.CheckConstraint(name="paper_type_days_before", condition=models.Q(days_before__range=(0, 90))),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def name(self) -> str:
        return self.title

    @property
    def scope(self) -> Scope:
        return Scope(behind=frozenset({self.institution_id}))

    @property
    def signers_in_words(self) -> str:
        return ", ".join(str(Signer(one).label) for one in self.signers)

    @property
    def covers_in_words(self) -> str:
        return ", ".join(str(Papers(one).label) for one in self.covers)
