from django.db import models
from django.db.models import Q

from guildhall.employers.merge_rules import Stay
from guildhall.employers.models.employers import Employer
from guildhall.employers.models.places import Contact
from guildhall.employers.querysets import ContactMergeQuerySet, DuplicatePairQuerySet, MergeQuerySet
from guildhall.lib.ids import new_id
from guildhall.lib.personal import YEAR, Kept, Personal, Seen
from guildhall.lib.scopes import Scope
from guildhall.people.models import Person


class MatchKey(models.Model):
    """A short key that an employer shares with its likely duplicates; see `employers.matching.keys`."""

    pk = models.CompositePrimaryKey("key", "employer")
    key = models.IntegerField()
    # Fifteen a row and worked out anew at will: a check of each by the database would double the cost of an import.
    employer = models.ForeignKey(Employer, on_delete=models.CASCADE, related_name="match_keys", db_constraint=False)

    on_merge = Stay()  # worked out anew
    personal = Personal(seen=Seen.SOFTWARE, facts="key employer")

    def __str__(self) -> str:
        return str(self.key)


class DuplicatePair(models.Model):
    """Two employers that may be one: waiting in the queue, judged different, or merged (J15)."""

    class State(models.TextChoices):
        OPEN = "open"
        DIFFERENT = "different"
        MERGED = "merged"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    first = models.ForeignKey(Employer, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Employer, on_delete=models.CASCADE, related_name="+")
    score = models.FloatField()
    reasons = models.JSONField(default=list)
    against = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    found_at = models.DateTimeField(auto_now_add=True)
    judged_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    judged_at = models.DateTimeField(null=True)

    objects = DuplicatePairQuerySet.as_manager()
    on_merge = Stay()  # judgments are about the two records as they were
    personal = Personal(
        seen=Seen.INSTITUTION,
        words="reasons against",
        acts="judged_by",
        facts="first second score state found_at judged_at",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="pair_once"),
            models.CheckConstraint(name="pair_in_order", condition=Q(first__lt=models.F("second"))),
        ]
        indexes = [models.Index(fields=["state", "-score", "id"])]

    def __str__(self) -> str:
        return f"{self.first} / {self.second}"

    @property
    def scope(self) -> Scope:
        """Whom what is written about it may be shown to."""
        return self.first.scope | self.second.scope


class Merge(models.Model):
    """One employer taken into another; `moves` holds every row that moved, so that it can be undone (N16)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    survivor = models.ForeignKey(Employer, on_delete=models.PROTECT, related_name="merges")
    loser = models.ForeignKey(Employer, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    merged_at = models.DateTimeField()
    reason = models.CharField(max_length=300, blank=True)
    moves = models.JSONField(default=dict)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")

    objects = MergeQuerySet.as_manager()
    on_merge = Stay()
    personal = Personal(
        seen=Seen.INSTITUTION,
        words="reason moves",
        acts="by undone_by",
        facts="survivor loser merged_at undone_at",
    )

    def __str__(self) -> str:
        return f"{self.loser} into {self.survivor}"


class ContactMerge(models.Model):
    """One contact taken into another of the same employer; `moves` holds what was changed, so that it can be undone.

    The contact that was taken in is no row any more: `moves` keeps what it said, as long as undoing is possible.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    survivor = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="merges")
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    merged_at = models.DateTimeField()
    moves = models.JSONField(default=dict)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")

    objects = ContactMergeQuerySet.as_manager()
    personal = Personal(
        seen=Seen.ON_REQUEST,
        subject="survivor",
        words="moves",
        acts="by undone_by",
        facts="merged_at undone_at",
        kept=Kept(YEAR, "merged_at", "delete"),
    )

    def __str__(self) -> str:
        return f"{self.name} into {self.survivor}"

    @property
    def name(self) -> str:
        """The name of the contact that was taken in."""
        said = self.moves.get("contact", {})
        return f"{said.get('given_name', '')} {said.get('family_name', '')}".strip()

    @property
    def scope(self) -> Scope:
        """Whom what is written about it may be shown to."""
        return self.survivor.scope
