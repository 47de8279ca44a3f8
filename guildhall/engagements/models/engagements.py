"""Engagements: dated things that happened with an employer, on one timeline for the whole region (C5)."""

from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as translated
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from guildhall.employers.merge_rules import Move
from guildhall.employers.models import Contact, Employer
from guildhall.engagements.querysets import EXCHANGE, EngagementQuerySet
from guildhall.lib.ids import new_id
from guildhall.lib.once import once
from guildhall.lib.personal import Personal, Seen
from guildhall.lib.scopes import OPEN, Scope
from guildhall.people.models import Institution, Person

ACT = "act"  # the kind of a recorded act, such as promotion: no contact, and nobody's to choose


# What a region begins with, for the catalog; it may call them otherwise.
FIRST_KINDS = (
    gettext_noop("Visit"),
    gettext_noop("Call"),
    gettext_noop("Meeting"),
    gettext_noop("E-mail"),
    gettext_noop("Event"),
    gettext_noop("Site tour"),
    gettext_noop("Advisory meeting"),
)


class Kind(models.Model):
    """One kind of engagement, such as a visit; the region edits the list, and a retired kind stays readable."""

    slug = models.SlugField(primary_key=True, max_length=30)
    label = models.CharField(_("what it is called"), max_length=40)
    icon = models.CharField(_("mark"), max_length=20, default="meeting")
    touches = models.BooleanField(_("counts as a contact when we begin it"), default=True)
    position = models.SmallIntegerField(default=50)
    retired_at = models.DateTimeField(null=True, blank=True)
    version = models.IntegerField(default=1)

    scope = OPEN
    personal = Personal(seen=Seen.EVERYBODY, facts="label icon touches position retired_at")

    class Meta:
        ordering = ["position", "label"]
        constraints = [models.UniqueConstraint(models.functions.Lower("label"), name="kind_label_once")]

    def __str__(self) -> str:
        return translated(self.label)


def kinds() -> dict[str, Kind]:
    """Every kind by its slug, in the order of the list, retired ones included; read once a request."""
    return once("kinds", lambda: {kind.slug: kind for kind in Kind.objects.all()})


class Engagement(models.Model):
    """A meeting, call, visit, e-mail or event with an employer, or a recorded act such as promotion."""

    class Direction(models.TextChoices):
        OURS = "ours", _("We contacted them")
        THEIRS = "theirs", _("They contacted us")

    class Visibility(models.TextChoices):
        REGION = "region", _("Every institution that sees this employer")
        INSTITUTION = "institution", _("Our own institution")
        NAMED = "named", _("Only the people named here")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    employer = models.ForeignKey(Employer, on_delete=models.CASCADE, related_name="engagements")
    kind = models.CharField(_("what happened"), max_length=30)  # the slug of a Kind, which is never removed
    happened_on = models.DateField(_("when"))
    begun_at = models.TimeField(_("at what time"), null=True, blank=True)
    direction = models.CharField(max_length=6, choices=Direction, default=Direction.OURS)
    answered = models.BooleanField(default=True)
    summary = models.CharField(_("in one line"), max_length=200)
    body = models.TextField(_("what was said or promised"), max_length=4000, blank=True)
    purpose = models.CharField(_("what it was for"), max_length=200, blank=True)
    outcome = models.CharField(_("what came of it"), max_length=200, blank=True)
    contact = models.ForeignKey(
        Contact,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="engagements",
        verbose_name=_("with whom"),
    )
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="engagements")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="engagements")
    themes = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    visibility = models.CharField(max_length=12, choices=Visibility, default=Visibility.REGION)
    meaningful = models.BooleanField(default=True)  # as the protocol of its day defined it
    anyway_because = models.CharField(_("why all the same"), max_length=300, blank=True, default="", db_default="")
    stays_with = models.ForeignKey(Institution, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)
    version = models.IntegerField(default=1)

    objects = EngagementQuerySet.as_manager()
    on_merge = Move(
        walled="stays_with",
        contact_day="happened_on",
        contact_rows=~Q(kind=ACT) & Q(removed_at=None),
        exchange_rows=EXCHANGE,
    )
    personal = Personal(
        seen=Seen.ENGAGEMENT,
        subject="contact",
        words="summary body purpose outcome anyway_because",
        acts="by",
        facts=(
            "employer kind happened_on begun_at direction answered institution themes visibility meaningful "
            "stays_with recorded_at removed_at"
        ),
    )

    class Meta:
        indexes = [
            models.Index(fields=["employer", "-happened_on", "-id"]),
            models.Index(fields=["institution", "-happened_on"]),
            models.Index(fields=["by", "-happened_on"]),
            models.Index(fields=["-happened_on", "-id"], name="engagement_newest"),
            models.Index(fields=["by", "happened_on"], condition=~Q(visibility="region"), name="engagement_private"),
            models.Index(
                fields=["contact", "-happened_on"], condition=Q(contact__isnull=False), name="engagement_contact"
            ),
        ]

    def __str__(self) -> str:
        return self.summary

    @property
    def is_exchange(self) -> bool:
        """Whether both sides were in touch: `EXCHANGE` for one (M3)."""
        return self.answered or self.direction == self.Direction.THEIRS

    def contacted(self) -> set[UUID]:
        """The contacts to whom it is a touch of ours, as it stands."""
        return set(self.touches.filter(contact__isnull=False).values_list("contact", flat=True))

    @property
    def kind_label(self) -> str:
        """What this kind is called."""
        return _("Recorded act") if self.kind == ACT else str(kinds().get(self.kind, self.kind))

    @property
    def kind_icon(self) -> str:
        return "act" if self.kind == ACT or self.kind not in kinds() else kinds()[self.kind].icon

    @property
    def scope(self) -> Scope:
        """Whom what is written about it may be shown to."""
        if self.visibility != self.Visibility.REGION:
            return self.employer.scope | Scope(behind=frozenset({self.institution_id}))
        return self.employer.crm_scope if self.stays_with_id else self.employer.scope


class Participant(models.Model):
    """One more person who took part: of the employer, or of our side."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    engagement = models.ForeignKey(Engagement, on_delete=models.CASCADE, related_name="participants")
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, null=True, blank=True, related_name="participations")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, blank=True, related_name="participations")
    personal = Personal(seen=Seen.ENGAGEMENT, subject="contact person", facts="engagement")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="participant_of_one_side",
                condition=Q(contact__isnull=True, person__isnull=False) | Q(contact__isnull=False, person__isnull=True),
            ),
            models.UniqueConstraint(fields=["engagement", "contact"], name="contact_takes_part_once"),
            models.UniqueConstraint(fields=["engagement", "person"], name="person_takes_part_once"),
        ]

    def __str__(self) -> str:
        return str(self.contact or self.person)
