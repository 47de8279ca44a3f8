"""How both sides find working together, asked of members and of the staff with the same questions (D18, D19)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guildhall.boards.models.boards import Board
from guildhall.boards.models.seats import KEPT_ANSWERS, Member
from guildhall.boards.querysets import OfBoardQuerySet
from guildhall.lib.ids import new_id
from guildhall.lib.personal import Personal, Seen
from guildhall.lib.scopes import Scope
from guildhall.people.models import Person


class BoardAssessment(models.Model):
    """What one member, or one of the staff, said of working together in a school year; nobody is shown whose it is."""

    class Side(models.TextChoices):
        STAFF = "staff", _("the staff")
        MEMBERS = "members", _("the members")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="assessments")
    year = models.CharField(_("school year"), max_length=9)
    side = models.CharField(max_length=7, choices=Side)
    member = models.ForeignKey(Member, on_delete=models.CASCADE, null=True, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    answers = models.JSONField(default=dict)  # 1 to 5 by the code of the question
    answered_at = models.DateTimeField()

    objects = OfBoardQuerySet.as_manager()
    personal = Personal(
        seen=Seen.INSTITUTION, acts="person", facts="board year side member answers answered_at", kept=KEPT_ANSWERS
    )

    class Meta:
        verbose_name = _("assessment of working together on a board")
        verbose_name_plural = _("assessments of working together on boards")
        ordering = ["answered_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["board", "year", "member"], condition=Q(member__isnull=False), name="assessed_once_by_member"
            ),
            models.UniqueConstraint(
                fields=["board", "year", "person"], condition=Q(person__isnull=False), name="assessed_once_by_person"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """What the journal calls it."""
        return f"{self.board}, {self.year}"

    @property
    def scope(self) -> Scope:
        """Whom what is written about it may be shown to."""
        return Scope(behind=frozenset({self.board.institution_id}))
