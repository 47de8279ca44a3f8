"""Whom an initiative looks for, who could be it, and what was learned of them (F5–F8, F10, H12)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guildhall.employers.merge_rules import Move
from guildhall.files.models import StoredFile
from guildhall.lib.ids import new_id
from guildhall.lib.personal import YEAR, Kept, Personal, Seen
from guildhall.lib.scopes import Scope
from guildhall.partnerships.models.bodies import SomebodyThere, of_one_body
from guildhall.partnerships.models.initiatives import Initiative
from guildhall.partnerships.models.stakeholders import Category, Stakeholder
from guildhall.partnerships.querysets import CandidateQuerySet, InterviewQuerySet, OfInitiativeQuerySet
from guildhall.people.handing import Handed
from guildhall.people.models import Person


class Profile(models.Model):
    """Which expertise is looked for, and which need it meets once it is there (F5)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="profiles")
    title = models.CharField(_("whom we look for"), max_length=150)
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="profiles")
    expertise = models.TextField(_("knowledge and skills"), max_length=2000)
    need = models.TextField(_("which need it meets"), max_length=2000)
    wanted = models.PositiveSmallIntegerField(_("how many"), default=1)
    closed_on = models.DateField(null=True, blank=True)
    version = models.IntegerField(default=1)

    objects = OfInitiativeQuerySet.as_manager()
    personal = Personal(seen=Seen.EVERYBODY, words="title expertise need", facts="initiative category wanted closed_on")

    class Meta:
        verbose_name = _("participant profile")
        verbose_name_plural = _("participant profiles")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def scope(self) -> Scope:
        """Whom what is written about it may be shown to."""
        return self.initiative.scope


class Candidate(SomebodyThere):
    """Somebody who could fill a profile: what they want and can do, who could introduce us, what was decided (F6)."""

    class State(models.TextChoices):
        CONSIDERED = "considered", _("Considered")
        CHOSEN = "chosen", _("Chosen")
        NOT_CHOSEN = "not_chosen", _("Not chosen")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="candidates")
    interests = models.TextField(_("their own interests"), max_length=1000, blank=True)
    abilities = models.TextField(_("what they can do"), max_length=1000, blank=True)
    # What they gave us about themselves; it goes a year after the decision, or two years after it came (ADR 93).
    biography = models.TextField(_("short biography"), max_length=4000, blank=True)
    resume = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("résumé")
    )
    resume_name = models.CharField(_("name of the file"), max_length=150, blank=True)
    given_on = models.DateField(_("given to us on"), null=True, blank=True)
    kept_until = models.DateField(_("kept until"), null=True, blank=True)
    introducer = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    introduction = models.CharField(_("what became of the introduction"), max_length=300, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.CONSIDERED)
    reason = models.CharField(_("why"), max_length=500, blank=True)
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_on = models.DateField(null=True, blank=True)
    stakeholder = models.OneToOneField(
        Stakeholder, on_delete=models.SET_NULL, null=True, blank=True, related_name="candidate"
    )
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    version = models.IntegerField(default=1)

    objects = CandidateQuerySet.as_manager()
    on_merge = Move()
    handed_on = {"introducer": Handed(_("introductions"), Q(state="considered"))}
    personal = Personal(
        seen=Seen.HOLDERS,
        subject="contact person email",
        identity="name post biography resume resume_name",
        words="body interests abilities introduction reason",
        acts="introducer decided_by added_by",
        facts="employer institution profile state decided_on stakeholder added_at given_on kept_until",
        kept=Kept(3 * YEAR, "decided_on", "delete"),
    )

    class Meta:
        verbose_name = _("candidate")
        verbose_name_plural = _("candidates")
        ordering = ["added_at", "pk"]
        constraints = [
            of_one_body("candidate_of_one"),
            models.CheckConstraint(
                name="candidate_decided_because",
                condition=Q(state="considered") | Q(decided_on__isnull=False) & ~Q(reason=""),
            ),
        ]

    @property
    def scope(self) -> Scope:
        """Whom what is written about it may be shown to: those of the institution that convenes."""
        return Scope(behind=frozenset({self.profile.initiative.institution_id})) | self.employer_scope


class Interview(models.Model):
    """What a conversation with a candidate brought: the four questions of document 004 (F7)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="interviews")
    on = models.DateField(_("when"))
    business = models.TextField(_("what the organization does or produces"), max_length=1000, blank=True)
    position = models.TextField(_("their position, role and skills"), max_length=1000, blank=True)
    interest = models.TextField(_("how interested they are"), max_length=1000, blank=True)
    capacity = models.TextField(_("whether they have the time and means"), max_length=1000, blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    version = models.IntegerField(default=1)

    objects = InterviewQuerySet.as_manager()
    personal = Personal(seen=Seen.HOLDERS, words="business position interest capacity", acts="by", facts="candidate on")

    class Meta:
        verbose_name = _("interview with a candidate")
        verbose_name_plural = _("interviews with candidates")
        ordering = ["-on", "-pk"]

    def __str__(self) -> str:
        return str(self.candidate)

    @property
    def scope(self) -> Scope:
        """Whom what is written about it may be shown to."""
        return self.candidate.scope
