"""From an application to an outcome: who wants to go where, and who is there (C4, M10). Under the second lock."""

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from guildhall.employers.merge_rules import Move
from guildhall.employers.models import Contact, Employer, Site
from guildhall.lib import clock
from guildhall.lib.ids import new_id
from guildhall.lib.personal import Personal, Seen
from guildhall.opportunities.kinds import BY_SLUG, Kind
from guildhall.opportunities.models import Opportunity
from guildhall.pathways.models import Program
from guildhall.people.handing import Handed
from guildhall.people.models import Person
from guildhall.placements.models.counting import Experience
from guildhall.placements.querysets import ApplicationQuerySet, PlacementQuerySet
from guildhall.store.indexes import index_where_set
from guildhall.students.models import Registration, Student
from guildhall.students.models.students import OfInstitution


class AtEmployer(OfInstitution):
    """What an application and a placement share: who, at which employer, doing what, and who looks after it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    registration = models.ForeignKey(Registration, on_delete=models.PROTECT, related_name="%(class)ss")
    student = models.ForeignKey(Student, on_delete=models.PROTECT, related_name="%(class)ss", db_index=False)
    employer = models.ForeignKey(Employer, on_delete=models.PROTECT, related_name="%(class)ss", db_index=False)
    opportunity = models.ForeignKey(
        Opportunity, on_delete=models.PROTECT, null=True, blank=True, related_name="%(class)ss", db_index=False
    )
    kind = models.CharField(_("kind"), max_length=30)  # the slug of a kind of opportunity
    title = models.CharField(_("title"), max_length=160)
    coordinator = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("coordinator")
    )
    since = models.DateTimeField()  # of its state
    created_at = models.DateTimeField()
    version = models.IntegerField(default=1)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title

    @property
    def name(self) -> str:
        """What the journal calls it: never the student's name."""
        return self.title

    @property
    def kind_of(self) -> Kind:
        return BY_SLUG[self.kind] if self.kind in BY_SLUG else Kind(self.kind, self.kind, "")

    @property
    def kind_label(self) -> Any:
        return self.kind_of.label


class Application(AtEmployer):
    """A student who wants a place: by applying, or referred by the staff.

    Whoever accepts an offer when all places are taken waits, in the order of accepting, and gets the place that frees.
    """

    class State(models.TextChoices):
        APPLIED = "applied", _("applied")
        REFERRED = "referred", _("referred")
        SHORTLISTED = "shortlisted", _("shortlisted")
        OFFERED = "offered", _("offered a place")
        WAITING = "waiting", _("on the waiting list")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined the offer")
        NOT_CHOSEN = "not_chosen", _("not chosen")
        WITHDRAWN = "withdrawn", _("withdrawn")

    OPEN = ("applied", "referred", "shortlisted", "offered", "waiting")

    state = models.CharField(max_length=12, choices=State)
    site = models.ForeignKey(  # at which of several the student wants the place
        Site, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    note = models.TextField(_("for the institution’s own staff"), max_length=1000, blank=True)
    waits_since = models.DateTimeField(null=True, blank=True)  # for a place, in this order

    objects = ApplicationQuerySet.as_manager()
    on_merge = Move()
    handed_on = {"coordinator": Handed(_("applications of students"), Q(state__in=OPEN))}
    personal = Personal(
        seen=Seen.INSTITUTION,
        words="note",
        acts="coordinator",
        facts=(
            "institution registration student employer opportunity kind title since created_at state waits_since site"
        ),
    )

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["institution", "-created_at", "-id"], name="application_of_institution"),
            models.Index(fields=["-created_at", "-id"], name="application_newest"),  # whoever sees several institutions
            models.Index(fields=["student", "-created_at"], name="application_of_student"),
            models.Index(fields=["employer", "-created_at"], name="application_of_employer"),
            models.Index(
                fields=["opportunity", "waits_since", "id"], condition=Q(state="waiting"), name="application_waiting"
            ),
            index_where_set("opportunity", "application_of_opportunity"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "opportunity"],
                condition=Q(state__in=["applied", "referred", "shortlisted", "offered", "waiting"]),
                name="application_open_once",
            ),
            models.CheckConstraint(
                name="application_waits_since_a_moment",
                condition=Q(state="waiting", waits_since__isnull=False) | (~Q(state="waiting") & Q(waits_since=None)),
            ),
        ]

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN


class Placement(AtEmployer):
    """A student who has a place at an employer: what was planned, what happened, and what came of it."""

    class State(models.TextChoices):
        AGREED = "agreed", _("place accepted")
        PAPERS = "papers", _("papers under way")
        STARTED = "started", _("under way")
        COMPLETED = "completed", _("completed")
        ENDED_EARLY = "ended_early", _("ended early")
        WITHDRAWN = "withdrawn", _("withdrawn")
        NO_SHOW = "no_show", _("did not come")

    class WagePer(models.TextChoices):
        HOUR = "hour", _("an hour")
        DAY = "day", _("a day")
        WEEK = "week", _("a week")
        MONTH = "month", _("a month")
        YEAR = "year", _("a year")
        ONCE = "once", _("in all")

    class Outcome(models.TextChoices):
        HIRED = "hired", _("hired by this employer")
        OFFERED = "offered", _("offered a job there")
        EMPLOYED = "employed", _("employed elsewhere")
        EDUCATION = "education", _("continues education")
        MILITARY = "military", _("military service")
        SERVICE = "service", _("volunteer or service program")
        SEEKING = "seeking", _("seeks work")
        NOT_SEEKING = "not_seeking", _("does not seek work")
        UNKNOWN = "unknown", _("nobody knows")

    AHEAD = ("agreed", "papers")
    OPEN = ("agreed", "papers", "started")
    TAKES_PLACE = ("agreed", "papers", "started", "completed")

    application = models.OneToOneField(
        Application, on_delete=models.PROTECT, null=True, blank=True, related_name="placement"
    )
    site = models.ForeignKey(
        Site, on_delete=models.SET_NULL, null=True, blank=True, related_name="placements", db_index=False
    )
    supervisor = models.ForeignKey(
        Contact, on_delete=models.SET_NULL, null=True, blank=True, related_name="placements", db_index=False,
        verbose_name=_("supervisor"),
    )  # fmt: skip
    program = models.ForeignKey(
        Program, on_delete=models.SET_NULL, null=True, blank=True, related_name="placements", db_index=False,
        verbose_name=_("program of study"),
    )  # fmt: skip
    related = models.BooleanField(_("fits the program of study"), null=True, blank=True)
    soc = models.CharField(_("SOC code"), max_length=12, blank=True)
    soc_version = models.CharField(max_length=8, blank=True)
    cluster = models.CharField(_("career cluster"), max_length=12, blank=True)
    starts_on = models.DateField(_("begins on"), null=True, blank=True)  # planned
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    started_on = models.DateField(_("began on"), null=True, blank=True)  # as it was
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    hours_planned = models.DecimalField(_("hours planned"), max_digits=7, decimal_places=2, null=True, blank=True)
    hours_done = models.DecimalField(_("hours worked"), max_digits=7, decimal_places=2, null=True, blank=True)
    paid = models.BooleanField(_("paid"), null=True, blank=True)
    wage = models.DecimalField(_("wage"), max_digits=9, decimal_places=2, null=True, blank=True)
    wage_per = models.CharField(_("wage for"), max_length=5, choices=WagePer, blank=True)

    state = models.CharField(max_length=12, choices=State, default=State.AGREED)
    ended_because = models.CharField(_("why it ended"), max_length=300, blank=True)
    confirmed_on = models.DateField(_("confirmed on"), null=True, blank=True)  # M2: somebody said that it holds
    confirmed_by = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    confirmed_side = models.CharField(max_length=8, blank=True)  # a Side: staff, student, employer
    asked_on = models.DateField(null=True, blank=True)  # whether it still runs
    outcome = models.CharField(_("what came of it"), max_length=12, choices=Outcome, blank=True)
    outcome_on = models.DateField(null=True, blank=True)
    experience = models.OneToOneField(
        Experience, on_delete=models.SET_NULL, null=True, blank=True, related_name="placement"
    )  # the one row by which it is counted

    objects = PlacementQuerySet.as_manager()
    on_merge = Move()
    handed_on = {"coordinator": Handed(_("placements of students"), Q(state__in=OPEN))}
    personal = Personal(
        seen=Seen.INSTITUTION,
        subject="supervisor",
        words="ended_because",
        acts="coordinator confirmed_by",
        facts=(
            "institution registration student employer opportunity kind title since created_at application site "
            "program related soc soc_version cluster starts_on ends_on started_on ended_on hours_planned hours_done "
            "paid wage wage_per state confirmed_on confirmed_side asked_on outcome outcome_on experience"
        ),
    )

    class Meta:
        verbose_name = _("placement")
        verbose_name_plural = _("placements")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["institution", "-created_at", "-id"], name="placement_of_institution"),
            models.Index(fields=["-created_at", "-id"], name="placement_newest"),
            models.Index(fields=["student", "-created_at"], name="placement_of_student"),
            models.Index(fields=["employer", "-created_at"], name="placement_of_employer"),
            models.Index(
                fields=["institution", "confirmed_on"], condition=Q(state="started"), name="placement_running"
            ),
            models.Index(fields=["kind", "started_on"], condition=~Q(started_on=None), name="placement_counted"),
            index_where_set("opportunity", "placement_of_opportunity"),
            index_where_set("site", "placement_site"),
            index_where_set("supervisor", "placement_supervisor"),
            index_where_set("program", "placement_program"),
        ]
        constraints = [
            models.CheckConstraint(
                name="placement_planned_days",
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
            ),
            models.CheckConstraint(
                name="placement_days", condition=Q(ended_on=None) | Q(ended_on__gte=F("started_on"))
            ),
            models.CheckConstraint(
                name="placement_started_with_its_day",
                condition=~Q(state__in=["started", "completed", "ended_early"]) | Q(started_on__isnull=False),
            ),
            models.CheckConstraint(
                name="placement_ended_with_its_day",
                condition=~Q(state__in=["completed", "ended_early"]) | Q(ended_on__isnull=False),
            ),
            models.CheckConstraint(name="placement_wage", condition=Q(wage=None) | Q(wage__gte=0)),
        ]

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN

    @property
    def is_ahead(self) -> bool:
        return self.state in self.AHEAD

    @property
    def first_day(self) -> Any:
        """The day on which it began, or is to begin."""
        return self.started_on or self.starts_on

    @property
    def last_day(self) -> Any:
        return self.ended_on or self.ends_on

    @property
    def is_overdue(self) -> bool:
        """Whether its planned days say that something should have been done."""
        today = clock.today()
        if self.is_ahead:
            return self.starts_on is not None and self.starts_on < today
        return self.state == self.State.STARTED and self.ends_on is not None and self.ends_on < today
