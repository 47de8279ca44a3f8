"""Consents, and what was disclosed to whom: the log that the college shows (FERPA, R5)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guildhall.employers.merge_rules import Move
from guildhall.employers.models import Employer
from guildhall.lib import clock
from guildhall.lib.ids import new_id
from guildhall.lib.personal import Personal, Seen
from guildhall.people.models import Person
from guildhall.store.indexes import index_where_set
from guildhall.students.models.students import OfInstitution, Registration
from guildhall.students.querysets import ConsentQuerySet, OfInstitutionQuerySet


class Part(models.TextChoices):
    """What of a student's record may reach somebody outside: each is released, or not, by itself."""

    NAME = "name", _("name")
    INSTITUTION = "institution", _("school or college")
    PROGRAM = "program", _("program of study")
    YEAR = "year", _("school year and grade")
    CONTACT = "contact", _("e-mail and telephone")
    OF_AGE = "of_age", _("whether they are 18 or older")
    EXPERIENCE = "experience", _("what they have done with employers")


class Use(models.TextChoices):
    """What a consent may serve: a release is for one of them, and no consent for another one counts (ADR 49)."""

    PLACE = "place", _("finding and holding a place: referral, interview, papers, hours")
    EVENT = "event", _("an event or a visit where students meet employers")
    STORY = "story", _("a success story: told to employers, chambers and partners, and in public")
    OTHER = "other", _("something else, in the words below")


class Parted(OfInstitution):
    """What speaks of parts of a record."""

    parts = ArrayField(models.CharField(max_length=12, choices=Part))

    class Meta:
        abstract = True

    @property
    def parts_in_words(self) -> str:
        return ", ".join(str(Part(part).label) for part in self.parts)


class Consent(Parted):
    """A signed consent: which parts of the record, for which purpose, to whom, signed by whom and until when.

    Without `by` the signer gave it, and without `revoked_by` the signer revoked it, with nobody of the staff between.
    Without an employer it is given for any employer with that use; of something else the words of the purpose decide.
    Nothing in it changes once it is signed: it expires, or it is revoked.
    """

    class Signer(models.TextChoices):
        STUDENT = "student", _("the student")
        GUARDIAN = "guardian", _("a parent or guardian")

    class Means(models.TextChoices):
        PAPER = "paper", _("on paper")
        LINK = "link", _("by a link in an e-mail")
        SIGNED_IN = "signed_in", _("signed in as the student")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="consents")
    use = models.CharField(_("for what"), max_length=6, choices=Use, default=Use.PLACE)
    purpose = models.CharField(_("purpose"), max_length=200)
    employer = models.ForeignKey(Employer, on_delete=models.PROTECT, null=True, blank=True, related_name="consents")
    signer = models.CharField(max_length=10, choices=Signer)
    signed_by = models.CharField(_("signed by"), max_length=160)
    relationship = models.CharField(_("relationship"), max_length=60, blank=True)  # to the student, as it was typed
    signed_on = models.DateField(_("signed on"))
    means = models.CharField(max_length=10, choices=Means, default=Means.PAPER)
    wording = models.TextField(_("what was read before signing"), blank=True)
    expires_on = models.DateField(_("last day"), null=True, blank=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    version = models.IntegerField(default=1)

    objects = ConsentQuerySet.as_manager()
    on_merge = Move()
    personal = Personal(
        seen=Seen.INSTITUTION,
        identity="signed_by relationship",
        words="purpose wording",
        acts="by revoked_by",
        facts="institution registration parts use employer signer signed_on means expires_on revoked_at",
    )

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["-signed_on", "-pk"]
        indexes = [models.Index(fields=["registration", "-signed_on"], name="consent_of_registration")]
        constraints = [
            models.CheckConstraint(
                name="consent_expires_after_it_was_signed",
                condition=Q(expires_on=None) | Q(expires_on__gte=models.F("signed_on")),
            ),
            models.CheckConstraint(name="consent_of_something", condition=Q(parts__len__gt=0)),
        ]

    def __str__(self) -> str:
        return self.purpose

    @property
    def is_in_force(self) -> bool:
        """What `ConsentQuerySet.in_force` asks of many."""
        today = clock.today()
        ended = self.expires_on is not None and self.expires_on < today
        return self.signed_on <= today and not ended and self.revoked_at is None


class Disclosure(Parted):
    """What reached whom, when, for which purpose and on which ground. It stays as long as the record does."""

    class Ground(models.TextChoices):
        CONSENT = "consent", _("a signed consent")
        DIRECTORY = "directory", _("directory information")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="disclosures")
    employer = models.ForeignKey(Employer, on_delete=models.PROTECT, related_name="disclosures")
    party = models.CharField(_("to whom"), max_length=250)  # as it was called then
    purpose = models.CharField(_("purpose"), max_length=200)
    ground = models.CharField(max_length=10, choices=Ground)
    consent = models.ForeignKey(
        Consent, on_delete=models.PROTECT, null=True, related_name="disclosures", db_index=False
    )
    notice = models.TextField()  # on redisclosure, as it went with what was released
    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    objects = OfInstitutionQuerySet.as_manager()
    on_merge = Move()
    personal = Personal(
        seen=Seen.INSTITUTION,
        words="purpose party",
        acts="by",
        facts="institution registration employer parts ground consent notice at",
    )

    class Meta:
        verbose_name = _("disclosure")
        verbose_name_plural = _("disclosures")
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["registration", "-at"], name="disclosure_of_registration"),
            index_where_set("consent", "disclosure_consent"),
        ]
        constraints = [
            models.CheckConstraint(
                name="disclosure_on_a_ground",
                condition=Q(ground="consent", consent__isnull=False) | Q(ground="directory", consent=None),
            )
        ]

    def __str__(self) -> str:
        return self.party
