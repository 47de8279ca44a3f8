"""What an employer offers: a speaker, a tour, an internship, a job; how many places, where, when, for whom (B1, B6)."""

from datetime import date
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from guildhall.employers.merge_rules import Move
from guildhall.employers.models import Contact, Employer, EmployerLogin, Site
from guildhall.employers.models.employers import Motive
from guildhall.lib import clock
from guildhall.lib.ids import new_id
from guildhall.lib.personal import YEAR, Kept, Personal, Seen
from guildhall.lib.scopes import Scope
from guildhall.opportunities.kinds import BY_SLUG, Kind
from guildhall.opportunities.querysets import OpportunityQuerySet
from guildhall.pathways.clusters import Cluster, cluster_of
from guildhall.pathways.models import Pathway, Program
from guildhall.people.handing import Handed
from guildhall.people.models import Institution, Person
from guildhall.store.indexes import index_where_set


class Papers(models.TextChoices):
    """What somebody has to bring or sign before they begin."""

    AGREEMENT = "agreement", _("training agreement")
    PLAN = "plan", _("training plan")
    CONSENT = "consent", _("consent of a parent or guardian")
    INSURANCE = "insurance", _("certificate of insurance")
    BACKGROUND = "background", _("background check")
    HEALTH = "health", _("health and immunization record")
    DRUG_TEST = "drug_test", _("drug test")
    CONFIDENTIALITY = "confidentiality", _("confidentiality agreement")
    PERMIT = "permit", _("work permit of a minor")
    SAFETY = "safety", _("safety training")
    LICENSE = "license", _("driver’s license")


class Transport(models.TextChoices):
    """How people get there."""

    UNSAID = "", _("not said")
    OWN = "own", _("on their own")
    TRANSIT = "transit", _("reached by public transit")
    EMPLOYER = "employer", _("the employer sees to it")
    INSTITUTION = "institution", _("the institution sees to it")
    REMOTE = "remote", _("it is done from afar")


class Insured(models.TextChoices):
    """Who insures students at work."""

    UNSAID = "", _("not said")
    EMPLOYER = "employer", _("the employer")
    INSTITUTION = "institution", _("the institution")
    BOTH = "both", _("both")
    NONE = "none", _("nobody has to")


class Opportunity(models.Model):
    """What an employer offers. `holder` is the institution that looks after it, and decides whether it is posted.

    Adding, posting and expiry are days of their own. Nobody sees more of it than of its employer: who does not see
    the employer does not see what it offers, whatever stands here.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waits for approval")
        POSTED = "posted", _("Posted")
        REFUSED = "refused", _("Refused")
        CLOSED = "closed", _("Closed")

    class Closing(models.TextChoices):
        FILLED = "filled", _("all places are filled")
        OVER = "over", _("it has taken place")
        WITHDRAWN = "withdrawn", _("the employer withdrew it")
        EXPIRED = "expired", _("its last day has passed")
        SILENT = "silent", _("nobody answered whether it still stands")

    class PayPer(models.TextChoices):
        HOUR = "hour", _("an hour")
        DAY = "day", _("a day")
        WEEK = "week", _("a week")
        MONTH = "month", _("a month")
        YEAR = "year", _("a year")
        ONCE = "once", _("in all")

    Motive = Motive

    class Origin(models.TextChoices):
        OFFERED = "offered", _("the employer offered it")
        ASKED = "asked", _("we asked for it")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    employer = models.ForeignKey(Employer, on_delete=models.CASCADE, related_name="opportunities", db_index=False)
    holder = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="opportunities", db_index=False)
    kind = models.CharField(_("kind"), max_length=30)  # the slug of a Kind
    title = models.CharField(_("title"), max_length=160)
    description = models.TextField(_("description"), max_length=6000, blank=True)
    places = models.IntegerField(_("places"), default=1)
    filled = models.IntegerField(_("places filled"), null=True, blank=True)
    site = models.ForeignKey(
        Site, on_delete=models.SET_NULL, null=True, blank=True, related_name="opportunities", db_index=False
    )
    contact = models.ForeignKey(
        Contact, on_delete=models.SET_NULL, null=True, blank=True, related_name="opportunities", db_index=False
    )
    on_behalf_of = models.CharField(_("on behalf of"), max_length=200, blank=True)
    origin = models.CharField(_("how it came"), max_length=8, choices=Origin, default=Origin.OFFERED)
    motive = models.CharField(_("why they offer it"), max_length=12, choices=Motive, blank=True)
    benefit = models.CharField(_("what they get out of it"), max_length=300, blank=True)

    # When, how much work, and for what pay
    starts_on = models.DateField(_("begins on"), null=True, blank=True)
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    hours = models.DecimalField(_("hours a week"), max_digits=4, decimal_places=1, null=True, blank=True)
    schedule = models.CharField(_("days and hours"), max_length=200, blank=True)
    pay_low = models.DecimalField(_("pay from"), max_digits=9, decimal_places=2, null=True, blank=True)
    pay_high = models.DecimalField(_("pay up to"), max_digits=9, decimal_places=2, null=True, blank=True)
    pay_per = models.CharField(_("pay for"), max_length=5, choices=PayPer, blank=True)

    # For whom
    occupation = models.CharField(_("occupation"), max_length=160, blank=True)
    soc = models.CharField(_("SOC code"), max_length=12, blank=True)
    soc_version = models.CharField(max_length=8, blank=True)
    cluster = models.CharField(_("career cluster"), max_length=12, blank=True)
    pathway = models.ForeignKey(
        Pathway, on_delete=models.SET_NULL, null=True, blank=True, related_name="opportunities", db_index=False
    )
    programs = models.ManyToManyField(Program, blank=True, related_name="opportunities")
    requirements = models.TextField(_("requirements"), max_length=2000, blank=True)
    papers = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    transport = models.CharField(_("how people get there"), max_length=12, choices=Transport, blank=True)
    insured = models.CharField(_("who insures students"), max_length=12, choices=Insured, blank=True)
    apply_from = models.DateField(_("applications from"), null=True, blank=True)
    apply_until = models.DateField(_("applications until"), null=True, blank=True)
    how_to_apply = models.CharField(_("how to apply"), max_length=500, blank=True)

    # Its days, and what was decided
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    added_at = models.DateTimeField()
    entered_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    offered_by = models.ForeignKey(  # who of the employer entered it at the front door, where nobody of the staff did
        EmployerLogin, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    publish_on = models.DateField(_("shown from"))
    expires_on = models.DateField(_("shown until"))
    posted_at = models.DateTimeField(null=True, blank=True)  # approved
    posted_by = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    posted_under = models.CharField(max_length=200, blank=True)  # the clause under which nobody had to look at it
    refused_because = models.CharField(_("why it was refused"), max_length=300, blank=True)
    advice = models.CharField(_("what to change"), max_length=300, blank=True)
    refused_at = models.DateTimeField(null=True, blank=True)  # last, whatever became of it
    closed_on = models.DateField(null=True, blank=True)
    closed_because = models.CharField(max_length=10, choices=Closing, blank=True)
    asked_on = models.DateField(null=True, blank=True)  # whether it still stands
    confirmed_on = models.DateField(null=True, blank=True)  # that it still stands
    public = models.BooleanField(default=False)  # shown to everybody, without signing in

    # Whom it is open to, as with employers; None: everybody who sees the employer
    default_audience = ArrayField(models.CharField(max_length=40), null=True, blank=True)
    audience = ArrayField(models.UUIDField(), null=True, blank=True)  # a recorded exception
    audience_until = models.DateField(null=True, blank=True)

    # What lists search by, worked out from the above
    search = SearchVectorField(null=True, editable=False)
    listed_as = models.CharField(max_length=250, editable=False)  # the employer's name, as the words hold it
    place = models.CharField(max_length=120, blank=True, editable=False)
    zip = models.CharField(max_length=5, blank=True, editable=False)
    latitude = models.FloatField(null=True, editable=False)
    longitude = models.FloatField(null=True, editable=False)
    pay_hour = models.DecimalField(max_digits=9, decimal_places=2, null=True, editable=False)  # the least, an hour
    version = models.IntegerField(default=1)

    objects = OpportunityQuerySet.as_manager()
    on_merge = Move()
    handed_on = {"entered_by": Handed(_("opportunities entered"), Q(state__in=["waiting", "posted", "refused"]))}
    personal = Personal(
        seen=Seen.DIRECTORY,
        subject="contact",
        words="description requirements schedule benefit how_to_apply refused_because advice search",
        acts="entered_by posted_by",
        facts=(
            "employer holder kind title places filled site on_behalf_of origin motive starts_on ends_on hours pay_low "
            "pay_high pay_per occupation soc soc_version cluster pathway programs papers transport insured apply_from "
            "apply_until state added_at publish_on expires_on posted_at posted_under refused_at closed_on "
            "closed_because asked_on confirmed_on public default_audience audience audience_until listed_as place zip "
            "latitude longitude pay_hour offered_by"
        ),
        kept=Kept(10 * YEAR, "added_at"),
    )

    class Meta:
        verbose_name = _("opportunity")
        verbose_name_plural = _("opportunities")
        ordering = ["-publish_on", "-pk"]
        indexes = [
            models.Index(fields=["-publish_on", "-id"], condition=Q(state="posted"), name="opportunity_newest"),
            models.Index(fields=["expires_on", "id"], condition=Q(state="posted"), name="opportunity_ending"),
            models.Index(fields=["kind", "-publish_on"], condition=Q(state="posted"), name="opportunity_of_kind"),
            models.Index(fields=["soc"], condition=~Q(soc="") & Q(state="posted"), name="opportunity_of_soc"),
            models.Index(Upper("place"), condition=Q(state="posted"), name="opportunity_place"),
            models.Index(fields=["pay_hour"], condition=Q(state="posted", pay_hour__gt=0), name="opportunity_pay_hour"),
            models.Index(fields=["latitude", "longitude"], condition=Q(state="posted"), name="opportunity_where"),
            models.Index(fields=["employer", "-added_at"], name="opportunity_of_employer"),
            models.Index(fields=["holder", "-added_at", "-id"], name="opportunity_of_holder"),
            models.Index(fields=["holder", "added_at"], condition=Q(state="waiting"), name="opportunity_waiting"),
            models.Index(fields=["entered_by"], condition=~Q(state="closed"), name="opportunity_entered"),
            index_where_set("site", "opportunity_site"),
            index_where_set("contact", "opportunity_contact"),
            index_where_set("pathway", "opportunity_pathway"),
            GinIndex(fields=["search"], fastupdate=True, gin_pending_list_limit=128, name="opportunity_words"),
        ]
        constraints = [
            models.CheckConstraint(name="opportunity_places", condition=Q(places__gte=1)),
            models.CheckConstraint(name="opportunity_filled", condition=Q(filled=None) | Q(filled__gte=0)),
            models.CheckConstraint(name="opportunity_days", condition=Q(expires_on__gte=F("publish_on"))),
            models.CheckConstraint(
                name="opportunity_posted_with_its_time", condition=~Q(state="posted") | Q(posted_at__isnull=False)
            ),
            models.CheckConstraint(
                name="opportunity_closed_with_its_day",
                condition=Q(state="closed", closed_on__isnull=False) | (~Q(state="closed") & Q(closed_on=None)),
            ),
            models.CheckConstraint(
                name="opportunity_pay",
                condition=Q(pay_low=None) | Q(pay_high=None) | Q(pay_high__gte=F("pay_low")),
            ),
            models.CheckConstraint(
                name="opportunity_until_needs_audience",
                condition=Q(audience_until=None) | Q(audience__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def name(self) -> str:
        """What the journal calls it."""
        return self.title

    @property
    def scope(self) -> Scope:
        """Whom what is written about it may be shown to: not posted, or by an exception, those who work with it."""
        scope: Scope = self.employer.scope
        if self.state in (self.State.POSTED, self.State.CLOSED) and self.audience is None:
            return scope
        return scope | Scope(behind=frozenset({self.holder_id}))

    @property
    def kind_of(self) -> Kind:
        """Its kind, with what goes with it."""
        return BY_SLUG[self.kind] if self.kind in BY_SLUG else Kind(self.kind, self.kind, "")

    @property
    def kind_label(self) -> Any:
        return self.kind_of.label

    @property
    def in_cluster(self) -> Cluster | None:
        return cluster_of(self.cluster)

    @property
    def is_open(self) -> bool:
        """Whether it is shown today."""
        return self.state == self.State.POSTED and self.publish_on <= clock.today() <= self.expires_on

    @property
    def is_ahead(self) -> bool:
        """Approved, and shown from a later day on."""
        return self.state == self.State.POSTED and self.publish_on > clock.today()

    @property
    def last_stood(self) -> date:
        """The last day on which somebody said that it stands."""
        return self.confirmed_on or (clock.day_of(self.posted_at) if self.posted_at else clock.day_of(self.added_at))

    @property
    def papers_in_words(self) -> list[str]:
        labels: dict[str, Any] = dict(Papers.choices)
        return [str(labels.get(paper, paper)) for paper in self.papers]

    @property
    def limited(self) -> bool:
        """Whether a recorded exception holds today."""
        ended = self.audience_until is not None and self.audience_until < clock.today()
        return self.audience is not None and not ended
