"""Papers of a placement, version by version, and who signed which text (ADR 42). Under the second lock."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guildhall.files.models import StoredFile
from guildhall.lib import clock
from guildhall.lib.ids import new_id
from guildhall.lib.personal import Kept, Personal, Seen
from guildhall.people.models import Person
from guildhall.placements.models import Placement
from guildhall.store.indexes import index_where_set
from guildhall.students.models.consents import Part
from guildhall.students.models.students import OfInstitution
from guildhall.students.querysets import OfInstitutionQuerySet
from guildhall.supervision.models.types import PaperType, Signer
from guildhall.supervision.querysets import PaperQuerySet


class Told(models.TextChoices):
    """What a paper's text may tell of a student beside whose it is. The last two are no part of any consent."""

    PROGRAM = Part.PROGRAM.value, Part.PROGRAM.label
    CONTACT = Part.CONTACT.value, Part.CONTACT.label
    OF_AGE = Part.OF_AGE.value, Part.OF_AGE.label
    BORN_ON = "born_on", _("date of birth")
    GUARDIAN = "guardian", _("parent or guardian")


class Sealed(OfInstitution):
    """What a digest is made over. An erasure takes words away: another digest says what was left then (ADR 62)."""

    erased_at = models.DateTimeField(null=True, blank=True)
    erased_digest = models.CharField(max_length=64, blank=True, default="")  # over the first one and what was left

    class Meta:
        abstract = True


class Paper(Sealed):
    """One version of a paper: the exact text, its digest, and who has to sign. The text never changes.

    A correction is another version; `reason` says what it corrects.
    """

    class State(models.TextChoices):
        OPEN = "open", _("to be signed")
        SIGNED = "signed", _("signed by everybody")
        REPLACED = "replaced", _("replaced by a later version")
        WITHDRAWN = "withdrawn", _("withdrawn")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    placement = models.ForeignKey(Placement, on_delete=models.CASCADE, related_name="papers", db_index=False)
    type = models.ForeignKey(PaperType, on_delete=models.PROTECT, related_name="papers")
    number = models.SmallIntegerField(default=1)
    title = models.CharField(_("title"), max_length=120)
    text = models.TextField(_("text"))
    digest = models.CharField(max_length=64)
    signers = ArrayField(models.CharField(max_length=11, choices=Signer))
    tells = ArrayField(models.CharField(max_length=8, choices=Told), null=True)  # None: made before this was kept
    unfilled = ArrayField(models.CharField(max_length=20), default=list)  # merge fields that nobody knew the value of
    state = models.CharField(max_length=9, choices=State, default=State.OPEN)
    reason = models.CharField(_("what it corrects"), max_length=200, blank=True)
    made_at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    signed_at = models.DateTimeField(null=True, blank=True)  # by the last of them
    expires_on = models.DateField(_("valid until"), null=True, blank=True)
    kept_until = models.DateField(null=True, blank=True)  # as the institution said when it was signed
    version = models.IntegerField(default=1)

    objects = PaperQuerySet.as_manager()
    personal = Personal(
        seen=Seen.INSTITUTION,
        words="text title reason",
        acts="by",
        facts=(
            "institution placement type number digest signers tells unfilled state made_at signed_at expires_on "
            "kept_until erased_at erased_digest"
        ),
        kept=Kept(0, "kept_until", "delete"),  # as long as the institution says in the paper's type
    )

    class Meta:
        verbose_name = _("paper")
        verbose_name_plural = _("papers")
        ordering = ["title", "-number"]
        indexes = [
            models.Index(fields=["institution", "state"], name="paper_of_institution"),
            index_where_set("kept_until", "paper_kept_until"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["placement", "type", "number"], name="paper_number_once"),
            models.UniqueConstraint(
                fields=["placement", "type"], condition=Q(state__in=["open", "signed"]), name="paper_current_once"
            ),
            models.CheckConstraint(
                name="paper_signed_at_a_moment", condition=~Q(state="signed") | Q(signed_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def has_blanks(self) -> bool:
        """Whether something is to be filled in yet: on a screen nobody signs before that."""
        return bool(self.unfilled)

    @property
    def name(self) -> str:
        """What the journal calls it: never the student's name."""
        return f"{self.title} ({self.number})"

    @property
    def is_expired(self) -> bool:
        return self.expires_on is not None and self.expires_on < clock.today()

    @property
    def tells_in_words(self) -> str:
        """What its text tells of the student beside whose it is."""
        return ", ".join(str(Told(one).label) for one in self.tells or ())

    @property
    def is_current(self) -> bool:
        return self.state in (self.State.OPEN, self.State.SIGNED)


class Signature(Sealed):
    """Who signed a paper, in which way, how it is known who that was, when, and over which digest. Never changed.

    One that was carried over from an earlier version says which: its signer was not concerned by the correction.
    """

    class Way(models.TextChoices):
        TYPED = "typed", _("typed name")
        DRAWN = "drawn", _("drawn name")
        ON_PAPER = "on_paper", _("signed on paper")

    class Known(models.TextChoices):
        SIGNED_IN = "signed_in", _("signed in to Guildhall")
        MAILED_LINK = "mailed_link", _("opened a link that was mailed to them")
        PAPER = "paper", _("the staff has the paper")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="signatures", db_index=False)
    signer = models.CharField(max_length=11, choices=Signer)
    signed_by = models.CharField(_("name"), max_length=160)
    relationship = models.CharField(_("relationship to the student"), max_length=60, blank=True)
    way = models.CharField(max_length=8, choices=Way)
    known = models.CharField(max_length=11, choices=Known)
    email = models.EmailField(_("e-mail"), max_length=254, blank=True)
    drawing = models.TextField(blank=True)  # the strokes, as an SVG path of our own making
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    file_name = models.CharField(max_length=150, blank=True)
    at = models.DateTimeField()
    paper_digest = models.CharField(max_length=64)  # of the text that was signed: of an earlier version where carried
    digest = models.CharField(max_length=64)  # over everything that a signature says
    carried_from = models.SmallIntegerField(null=True, blank=True)  # the number of the version that was signed

    objects = OfInstitutionQuerySet.as_manager()
    personal = Personal(
        seen=Seen.INSTITUTION,
        subject="email",
        identity="signed_by relationship drawing",
        words="file_name",
        acts="person",
        facts="institution paper signer way known file at paper_digest digest carried_from erased_at erased_digest",
    )

    class Meta:
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        ordering = ["at", "pk"]
        indexes = [index_where_set("file", "signature_file")]
        constraints = [
            models.UniqueConstraint(fields=["paper", "signer"], name="signature_once"),
            models.CheckConstraint(
                name="signature_drawn", condition=~Q(way="drawn") | ~Q(drawing="") | Q(erased_at__isnull=False)
            ),
            models.CheckConstraint(
                name="signature_erased_whole",
                condition=Q(erased_at=None) | Q(signed_by="", relationship="", drawing="", email=""),
            ),
        ]

    def __str__(self) -> str:
        return self.signed_by

    @property
    def name(self) -> str:
        """What the journal calls it: whose signature, not whose name."""
        return str(Signer(self.signer).label)
