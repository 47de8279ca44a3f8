import hashlib
import json
from contextlib import AbstractContextManager
from pathlib import Path

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from guildhall.employers.merge_rules import Move
from guildhall.employers.models import Employer
from guildhall.files import storage
from guildhall.imports.querysets import BatchQuerySet
from guildhall.lib.ids import new_id
from guildhall.lib.personal import YEAR, Kept, Personal, Seen
from guildhall.lib.scopes import Scope
from guildhall.lib.sentences import spoken
from guildhall.people.handing import Handed
from guildhall.people.models import Institution, Person
from guildhall.protocols.models import Clause
from guildhall.store.indexes import index_where_set


class SourceMapping(models.Model):
    """How an institution matched the columns of files with these headings: remembered for the next file."""

    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12)
    headings = models.CharField(max_length=64)  # digest of the header cells
    columns = models.JSONField()
    used_at = models.DateTimeField(auto_now=True)
    personal = Personal(seen=Seen.INSTITUTION, facts="institution kind headings columns used_at")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["institution", "kind", "headings"], name="mapping_once")]

    def __str__(self) -> str:
        return f"{self.institution} {self.kind}"


class Batch(models.Model):
    """One list that somebody brought: read, checked, reviewed, applied, perhaps undone."""

    class Kind(models.TextChoices):
        EMPLOYERS = "employers", _("Employers")
        CONTACTS = "contacts", _("Contacts")
        ENGAGEMENTS = "engagements", _("Past engagements")
        STUDENTS = "students", _("Students")
        EXPERIENCES = "experiences", _("Participations")
        PROGRAMS = "programs", _("Programs of study")
        ENROLLMENT = "enrollment", _("Enrollment by program")
        CREDITS = "credits", _("Credits earned early")

    class Entering(models.TextChoices):
        PROSPECTS = "prospects", _("As leads, to be vetted")
        VETTED = "vetted", _("As partners already, by our attestation")

    class State(models.TextChoices):
        MAPPING = "mapping", _("columns to match")
        CHECKING = "checking", _("being checked")
        REVIEW = "review", _("to review")
        APPLYING = "applying", _("being applied")
        APPLIED = "applied", _("applied")
        UNDOING = "undoing", _("being undone")
        UNDONE = "undone", _("undone")
        FAILED = "failed", _("could not be read")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.EMPLOYERS)
    entering = models.CharField(max_length=10, choices=Entering, default=Entering.PROSPECTS)
    clause = models.ForeignKey(Clause, on_delete=models.PROTECT, null=True, related_name="+")
    body = models.ForeignKey(  # the chamber or association whose members these are
        Employer, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    file_name = models.CharField(max_length=200)
    path = models.CharField(max_length=300)  # of its file in the store: see guildhall.files.storage
    digest = models.CharField(max_length=64)
    columns = models.JSONField(default=dict)  # sheet name -> {field: column index}
    headers = models.JSONField(default=list)  # [{"name", "line", "cells"}]
    state = models.CharField(max_length=10, choices=State, default=State.MAPPING)
    problem = models.CharField(max_length=300, blank=True)  # in English; what it is made of, to be said to each reader
    problem_parts = models.JSONField(default=list, db_default=[])
    created = models.JSONField(default=dict)  # how many employers and contacts it brought
    row_count = models.IntegerField(default=0)
    done_count = models.IntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    applied_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    version = models.IntegerField(default=1)

    # Applied as a whole: nothing of their rows is kept, so there is no page to review them one by one.
    OF_PROGRAMS = (Kind.PROGRAMS, Kind.ENROLLMENT, Kind.CREDITS)  # they name nobody
    AT_ONCE = (Kind.STUDENTS, Kind.EXPERIENCES, *OF_PROGRAMS)
    objects = BatchQuerySet.as_manager()
    on_merge = Move()
    handed_on = {
        "by": Handed(_("lists to review"), models.Q(state__in=("mapping", "review")), through="", said="file_name")
    }
    personal = Personal(
        seen=Seen.INSTITUTION,
        words="problem problem_parts headers",
        acts="by",
        facts=(
            "kind entering clause body institution file_name path digest columns state created row_count done_count "
            "created_at applied_at undone_at"
        ),
    )

    class Meta:
        ordering = ["-created_at"]
        verbose_name_plural = "batches"
        indexes = [index_where_set("body", "batch_body")]

    def __str__(self) -> str:
        return self.file_name

    @property
    def scope(self) -> Scope:
        """Whom what is written about it may be shown to: its rows are names of employers that nobody shares yet."""
        return Scope(behind=frozenset({self.institution_id}))

    @property
    def trouble(self) -> str:
        """Why it could not be read, in the reader's language."""
        return spoken({"message": self.problem, "parts": self.problem_parts}, gettext)

    def file_at_hand(self) -> AbstractContextManager[Path]:
        """The uploaded file on this machine; raises `FileNotFoundError` where it is not kept any more."""
        return storage.at_hand(self.path)

    def has_file(self) -> bool:
        """Whether the uploaded file is still kept."""
        return bool(self.path) and storage.exists(self.path)

    def delete_file(self) -> None:
        """The file goes; that there was one stays."""
        storage.delete(self.path)


class Row(models.Model):
    """One row of a list with its status, candidates and decision; the statuses partition a batch."""

    class Status(models.TextChoices):
        NEW = "new", _("New")
        DUPLICATE = "duplicate", _("Likely duplicate")
        REPEATED = "repeated", _("Repeated in the file")
        INVALID = "invalid", _("To fix")
        SKIPPED = "skipped", _("Skipped")
        APPLIED = "applied", _("Applied")

    class Decision(models.TextChoices):
        NONE = "", _("open")
        CREATE = "create", _("create a separate employer")
        LINK = "link", _("link")
        SKIP = "skip", _("skip")
        ASK = "ask", _("ask")
        PERSON = "person", _("another person")

    class WhereBoth(models.TextChoices):
        KEEP = "", _("keep what the record has")
        REPLACE = "replace", _("take what the list says")
        BOTH = "both", _("keep both")

    id = models.BigAutoField(primary_key=True)
    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="rows", db_index=False)
    line = models.IntegerField()
    sheet = models.CharField(max_length=100, null=True)
    values = models.JSONField()
    status = models.CharField(max_length=10, choices=Status)
    decision = models.CharField(max_length=8, choices=Decision, default="", blank=True)
    note = models.CharField(max_length=120, blank=True)  # why it is skipped
    candidates = models.JSONField(default=list)  # [{"employer", "score", "reasons", "against"}], unfiltered
    errors = models.JSONField(default=list)
    remarks = models.JSONField(default=list, db_default=[])  # [{"field", "message"}]: how the cells were read
    where_both = models.CharField(max_length=8, choices=WhereBoth, default="", db_default="", blank=True)
    repeats = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    fingerprint = models.CharField(max_length=32)
    together = models.BigIntegerField(null=True)  # contacts of one employer: the row that names it first
    target = models.UUIDField(null=True)  # the employer to link to, chosen by a person
    employer = models.UUIDField(null=True)  # the employer that the row became or joined
    effects = models.JSONField(default=dict)  # what applying created or changed: undo reads it
    personal = Personal(
        seen=Seen.INSTITUTION,
        words="values note candidates errors remarks effects",
        facts="batch line sheet status decision where_both repeats fingerprint together target employer",
        kept=Kept(YEAR, "batch__created_at"),
    )

    class Meta:
        ordering = ["id"]
        # Few: a large list writes each of its rows three times, and every index with them.
        indexes = [
            models.Index(fields=["batch", "status", "id"]),
            index_where_set("repeats", "row_repeats"),
            models.Index(fields=["fingerprint"], condition=models.Q(status="applied"), name="row_applied_print"),
            models.Index(fields=["together"], condition=models.Q(together__isnull=False), name="row_together"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["batch", "sheet", "line"], name="row_once", nulls_distinct=False)
        ]

    def __str__(self) -> str:
        return f"{self.batch}, {self.line}"

    @property
    def edition(self) -> str:
        """A mark of its values as they stand: what a form on the row carries, as other forms carry a version (R29)."""
        return hashlib.sha256(json.dumps(self.values, sort_keys=True).encode()).hexdigest()[:16]
