"""The journal (DESIGN decision 13): who did what to which record, why, and what it was before and after."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from guildhall.lib.personal import YEAR, Kept, Personal, Seen


class Guarded(models.Model):
    """Whom a line may be shown to: see `lib.scopes.Scope`. None: nobody has said, so it is shown to nobody."""

    about = ArrayField(models.UUIDField(), null=True)
    behind = ArrayField(models.UUIDField(), null=True)

    class Meta:
        abstract = True


class Entry(Guarded):
    """One act by one person. `leaf` is a hash over the salted digests of the entry itself and of its values."""

    at = models.DateTimeField()
    actor = models.UUIDField(null=True)  # no foreign key: the journal outlives what it speaks of
    actor_name = models.CharField(max_length=200, blank=True)
    verb = models.CharField(max_length=60)
    object_type = models.CharField(max_length=60)
    object_id = models.CharField(max_length=40)
    institution = models.UUIDField(null=True)
    reason = models.TextField(blank=True)
    leaf = models.BinaryField(max_length=32)
    salt = models.BinaryField(max_length=16, null=True)  # empty in entries from before heads could be erased
    head = models.BinaryField(max_length=32, null=True)  # the salted digest of all above but the leaf
    sealed_in = models.BigIntegerField(null=True)
    version = models.SmallIntegerField(null=True)  # of its digests; none in entries from before they said so
    personal = Personal(
        seen=Seen.ADMINISTRATORS,
        subject="actor",
        identity="actor_name",
        words="reason",
        facts="about behind at verb object_type object_id institution leaf salt head sealed_in version",
    )

    class Meta:
        verbose_name_plural = "entries"
        indexes = [
            models.Index(fields=["object_type", "object_id"]),
            models.Index(fields=["-at"]),
            models.Index(fields=["actor", "-at"]),
            models.Index(fields=["id"], condition=models.Q(sealed_in=None), name="entry_unsealed"),
        ]

    def __str__(self) -> str:
        return f"{self.actor_name} {self.verb} {self.object_type} {self.object_id}"


class Value(models.Model):
    """What one act changed about one record. Erasing a value leaves its digest, so the chain holds."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="values")
    object_type = models.CharField(max_length=60)
    object_id = models.CharField(max_length=40)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    salt = models.BinaryField(max_length=16)
    digest = models.BinaryField(max_length=32)
    personal = Personal(
        seen=Seen.ADMINISTRATORS,
        words="before after",
        facts="entry object_type object_id salt digest",
    )

    class Meta:
        indexes = [models.Index(fields=["object_type", "object_id"])]

    def __str__(self) -> str:
        return f"{self.object_type} {self.object_id}"


class Seal(models.Model):
    """A batch of entries closed for good: the root over their leaves, chained to the seal before."""

    n = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(auto_now_add=True)
    first_entry = models.BigIntegerField()
    last_entry = models.BigIntegerField()
    count = models.IntegerField()
    root = models.BinaryField(max_length=32)
    previous = models.BinaryField(max_length=32)
    version = models.SmallIntegerField(null=True)  # of its link; none in seals from before they said so
    personal = Personal(seen=Seen.SOFTWARE, facts="at first_entry last_entry count root previous version")

    def __str__(self) -> str:
        return f"Seal {self.n}"


class Access(Guarded):
    """A protected detail that somebody was shown, or took away in an export (G1)."""

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    person = models.UUIDField()
    person_name = models.CharField(max_length=200)
    kind = models.CharField(max_length=40)
    object_type = models.CharField(max_length=60)
    object_id = models.CharField(max_length=40)
    detail = models.CharField(max_length=300, blank=True)
    institution_name = models.CharField(max_length=200, blank=True)  # where the person worked then
    reason = models.CharField(max_length=300, blank=True)
    personal = Personal(
        seen=Seen.OPERATORS,
        subject="person",
        identity="person_name",
        words="detail reason",
        facts="about behind at kind object_type object_id institution_name",
        kept=Kept(6 * YEAR, "at", "delete"),
    )

    class Meta:
        verbose_name_plural = "accesses"
        indexes = [models.Index(fields=["object_type", "object_id", "-at"])]

    def __str__(self) -> str:
        return f"{self.person_name} {self.kind} {self.object_type} {self.object_id}"
