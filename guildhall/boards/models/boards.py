"""Advisory boards, what each advises on, and why a program, pathway or academy has none (D12)."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guildhall.boards.querysets import BoardQuerySet, OpenQuerySet
from guildhall.lib import clock
from guildhall.lib.ids import new_id
from guildhall.lib.personal import Personal, Seen
from guildhall.lib.scopes import OPEN
from guildhall.pathways.models import Pathway, Program
from guildhall.people.handing import Handed
from guildhall.people.models import Institution, Person
from guildhall.people.permissions import Permission
from guildhall.store.indexes import index_where_set


class Academy(models.Model):
    """A small school within a school that leads to one field of work, such as an Academy of Health."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="academies")
    name = models.CharField(_("name"), max_length=160)
    pathway = models.ForeignKey(
        Pathway, on_delete=models.SET_NULL, null=True, blank=True, related_name="academies", db_index=False,
        verbose_name=_("its pathway"),
    )  # fmt: skip
    closed_on = models.DateField(_("ended on"), null=True, blank=True)
    version = models.IntegerField(default=1)

    objects = OpenQuerySet.as_manager()
    scope = OPEN
    personal = Personal(seen=Seen.EVERYBODY, facts="institution name pathway closed_on")

    class Meta:
        verbose_name = _("academy")
        verbose_name_plural = _("academies")
        ordering = ["name", "pk"]
        indexes = [index_where_set("pathway", "academy_of_pathway")]
        constraints = [models.UniqueConstraint(fields=["institution", "name"], name="academy_name_once")]

    def __str__(self) -> str:
        return self.name


class Board(models.Model):
    """An advisory board: whose it is, what kind of thing it advises on, and who of the staff is its secretary.

    By its kind the rules are chosen that it is measured by; what exactly it advises on are its remits.
    """

    class Kind(models.TextChoices):
        PROGRAM = "program", _("of programs of study")
        PATHWAY = "pathway", _("of a pathway")
        ACADEMY = "academy", _("of an academy")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="boards")
    name = models.CharField(_("name"), max_length=160)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.PROGRAM)
    purpose = models.TextField(_("what it advises on"), max_length=2000, blank=True)
    secretary = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="boards_kept", verbose_name=_("secretary")
    )
    founded_on = models.DateField(_("founded on"))
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    closed_because = models.CharField(_("why it was closed"), max_length=300, blank=True)
    made_at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    version = models.IntegerField(default=1)

    objects = BoardQuerySet.as_manager()
    scope = OPEN
    handed_on = {"secretary": Handed(_("advisory boards"), Q(closed_on=None), through="", said="name",
                                     needs=Permission.KEEP_BOARDS)}  # fmt: skip
    personal = Personal(
        seen=Seen.EVERYBODY,
        words="name purpose closed_because",
        acts="secretary by",
        facts="institution kind founded_on closed_on made_at",
    )

    class Meta:
        verbose_name = _("advisory board")
        verbose_name_plural = _("advisory boards")
        ordering = ["name", "pk"]
        indexes = [models.Index(fields=["name", "id"], condition=Q(closed_on=None), name="board_by_name")]
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "name"], condition=Q(closed_on=None), name="board_name_once"
            ),
            models.CheckConstraint(
                name="board_closed_with_a_reason", condition=Q(closed_on=None) | ~Q(closed_because="")
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        """Whether it stands."""
        return self.closed_on is None


def of_one_subject(name: str) -> models.CheckConstraint:
    """That a row is about exactly one program, pathway or academy."""
    return models.CheckConstraint(
        name=name,
        condition=Q(program__isnull=False, pathway=None, academy=None)
        | Q(program=None, pathway__isnull=False, academy=None)
        | Q(program=None, pathway=None, academy__isnull=False),
    )


class OfSubject(models.Model):
    """A row that is about one program, pathway or academy."""

    SUBJECTS = ("program", "pathway", "academy")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    program = models.ForeignKey(Program, on_delete=models.CASCADE, null=True, blank=True, related_name="%(class)ss")
    pathway = models.ForeignKey(Pathway, on_delete=models.CASCADE, null=True, blank=True, related_name="%(class)ss")
    academy = models.ForeignKey(Academy, on_delete=models.CASCADE, null=True, blank=True, related_name="%(class)ss")

    scope = OPEN

    class Meta:
        abstract = True

    @property
    def subject(self) -> Any:
        """What it is about."""
        return self.program or self.pathway or self.academy

    @property
    def name(self) -> str:
        """What the journal calls it."""
        return str(self.subject.name)


class Remit(OfSubject):
    """What a board advises on: a program, a pathway or an academy."""

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="remits")

    objects = OpenQuerySet.as_manager()
    personal = Personal(seen=Seen.EVERYBODY, facts="board program pathway academy")

    class Meta:
        verbose_name = _("what a board advises on")
        verbose_name_plural = _("what boards advise on")
        ordering = ["pk"]
        constraints = [
            of_one_subject("remit_of_one"),
            *(
                models.UniqueConstraint(
                    fields=["board", name], condition=Q(**{f"{name}__isnull": False}), name=f"remit_{name}_once"
                )
                for name in OfSubject.SUBJECTS
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Exemption(OfSubject):
    """Why a program, pathway or academy has no board, and when that is looked at again."""

    because = models.CharField(_("why it has none"), max_length=300)
    until = models.DateField(_("looked at again on"), null=True, blank=True)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    at = models.DateTimeField()
    version = models.IntegerField(default=1)

    objects = OpenQuerySet.as_manager()
    personal = Personal(seen=Seen.EVERYBODY, words="because", acts="by", facts="program pathway academy until at")

    class Meta:
        verbose_name = _("reason for having no board")
        verbose_name_plural = _("reasons for having no board")
        ordering = ["pk"]
        constraints = [
            of_one_subject("exemption_of_one"),
            *(
                models.UniqueConstraint(
                    fields=[name], condition=Q(**{f"{name}__isnull": False}), name=f"exemption_{name}_once"
                )
                for name in OfSubject.SUBJECTS
            ),
        ]

    def __str__(self) -> str:
        return self.because

    @property
    def is_due(self) -> bool:
        """Whether the day has passed on which somebody was to look at it again: it explains nothing until then."""
        return self.until is not None and self.until < clock.today()
