"""Access that is earned: courses with their sessions, terms of use with their versions (N10, C18, C21, C22)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from guildhall.lib import clock
from guildhall.lib.ids import new_id
from guildhall.lib.personal import Personal, Seen
from guildhall.lib.scopes import OPEN
from guildhall.people.handing import Handed
from guildhall.people.models.institutions import Institution
from guildhall.people.models.persons import Person
from guildhall.people.permissions import Permission
from guildhall.people.querysets import BoundQuerySet, SessionQuerySet


class Course(models.Model):
    """A training that an institution holds for itself and all below it; attending it opens permissions for a time."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="courses")
    title = models.CharField(_("title"), max_length=120)
    about = models.TextField(_("what it teaches"), max_length=2000, blank=True)
    unlocks = ArrayField(models.CharField(max_length=40), default=list)  # names of permissions
    valid_months = models.SmallIntegerField(_("counts for months"), default=12)
    required_from = models.DateField(_("needed from"))
    closed_at = models.DateTimeField(null=True, blank=True)
    version = models.IntegerField(default=1)

    objects = BoundQuerySet.as_manager()
    scope = OPEN
    personal = Personal(
        seen=Seen.EVERYBODY,
        facts="institution title about unlocks valid_months required_from closed_at",
    )

    class Meta:
        ordering = ["title"]
        constraints = [
            models.CheckConstraint(name="course_counts_a_while", condition=models.Q(valid_months__range=(1, 60)))
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def name(self) -> str:
        """The title, as the journal names a course."""
        return self.title

    @property
    def opens(self) -> list[str]:
        """What it opens, in words."""
        return [permission.words for permission in Permission if permission.name in self.unlocks]


class TrainingSession(models.Model):
    """One date of a course: planned ahead, or held at once and written down afterwards."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="sessions")
    starts_at = models.DateTimeField(_("when"))
    place = models.CharField(_("where"), max_length=200, blank=True)
    link = models.URLField(_("link"), max_length=300, blank=True)
    seats = models.SmallIntegerField(_("seats"), null=True, blank=True)  # None: as many as come
    trainer = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    cancelled_at = models.DateTimeField(null=True, blank=True)
    noted = models.BooleanField(default=False)  # who attended was written down
    version = models.IntegerField(default=1)

    objects = SessionQuerySet.as_manager()
    scope = OPEN
    handed_on = {
        "trainer": Handed(
            _("sessions of trainings"), models.Q(cancelled_at=None, noted=False), through="", said="course__title"
        )
    }
    personal = Personal(
        seen=Seen.EVERYBODY,
        acts="trainer",
        facts="course starts_at place link seats cancelled_at noted",
    )

    class Meta:
        ordering = ["starts_at"]
        constraints = [
            models.CheckConstraint(
                name="session_seats_positive", condition=models.Q(seats=None) | models.Q(seats__gt=0)
            )
        ]

    def __str__(self) -> str:
        return f"{self.course}, {clock.day_of(self.starts_at)}"


class Attendance(models.Model):
    """Somebody's seat in a session: booked, and afterwards attended or not."""

    session = models.ForeignKey(TrainingSession, on_delete=models.CASCADE, related_name="attendances")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="attendances")
    booked_at = models.DateTimeField()
    attended = models.BooleanField(null=True, blank=True)  # None: nobody has said yet
    noted_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")

    scope = OPEN
    personal = Personal(seen=Seen.INSTITUTION, subject="person", acts="noted_by", facts="session booked_at attended")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "person"], name="seat_once")]
        indexes = [models.Index(fields=["person", "session"], condition=models.Q(attended=True), name="attended")]

    def __str__(self) -> str:
        return f"{self.person}, {self.session}"


class Terms(models.Model):
    """A version of the terms of use; in force it binds the staff of the institution and of all below it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="terms")
    number = models.IntegerField(_("version"))
    text = models.TextField(_("text"), max_length=20_000)
    in_force_from = models.DateField(_("in force from"))
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")

    objects = BoundQuerySet.as_manager()
    scope = OPEN
    personal = Personal(
        seen=Seen.EVERYBODY,
        acts="published_by",
        facts="institution number text in_force_from published_at",
    )

    class Meta:
        ordering = ["-number"]
        verbose_name_plural = "terms"
        constraints = [models.UniqueConstraint(fields=["institution", "number"], name="terms_version_once")]

    def __str__(self) -> str:
        return _("Terms of use v%d") % self.number


class TermsAcceptance(models.Model):
    """Somebody has read a version of the terms and accepts it."""

    terms = models.ForeignKey(Terms, on_delete=models.CASCADE, related_name="acceptances")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="terms_acceptances")
    at = models.DateTimeField()

    scope = OPEN
    personal = Personal(seen=Seen.ADMINISTRATORS, subject="person", facts="terms at")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["terms", "person"], name="terms_accepted_once")]

    def __str__(self) -> str:
        return f"{self.person}, {self.terms}"
