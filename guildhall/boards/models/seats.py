"""Seats of boards, for whom they are, and who sits on them until when (D13, D14)."""

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from guildhall.boards.models.boards import Board
from guildhall.boards.querysets import CURRENT, MemberQuerySet, OfMemberQuerySet, SeatForQuerySet, SeatQuerySet
from guildhall.employers.merge_rules import MoveUnlessThere
from guildhall.employers.models import Contact, Employer
from guildhall.lib import clock
from guildhall.lib.ids import new_id
from guildhall.lib.personal import YEAR, Kept, Personal, Seen
from guildhall.lib.scopes import OPEN, Scope
from guildhall.people.models import Person

KEPT = Kept(5 * YEAR, "ended_on")  # who sat on a board
KEPT_ANSWERS = Kept(5 * YEAR, "answered_at", "delete")


class Seat(models.Model):
    """One seat of a board: of which category, with or without a vote, and for which organizations.

    A seat for one organization is its own; one for several is a cluster of partners, which has a name (D14).
    """

    class Category(models.TextChoices):
        BUSINESS = "business", _("Business and industry")
        LABOR = "labor", _("Labor")
        WORKFORCE = "workforce", _("Workforce and economic development")
        POSTSECONDARY = "postsecondary", _("Postsecondary education")
        SECONDARY = "secondary", _("Secondary education")
        STUDENT = "student", _("Students and graduates")
        COMMUNITY = "community", _("Parents and community")
        STAFF = "staff", _("Staff of the program")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="seats")
    category = models.CharField(_("category"), max_length=13, choices=Category)
    votes = models.BooleanField(_("with a vote"), default=True)
    cluster = models.CharField(_("cluster of partners"), max_length=120, blank=True)
    removed_on = models.DateField(null=True, blank=True)
    version = models.IntegerField(default=1)

    objects = SeatQuerySet.as_manager()
    personal = Personal(seen=Seen.DIRECTORY, words="cluster", facts="board category votes removed_on")

    class Meta:
        verbose_name = _("seat on a board")
        verbose_name_plural = _("seats on boards")
        ordering = ["category", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """What the journal calls it."""
        return self.cluster or str(self.get_category_display())

    @property
    def scope(self) -> Scope:
        """Whom what is written about it may be shown to: whoever sees the organizations."""
        return Scope(about=frozenset(one.employer_id for one in self.organizations.all()))


class SeatFor(models.Model):
    """An organization for which a seat is."""

    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="organizations")
    employer = models.ForeignKey(Employer, on_delete=models.PROTECT, related_name="board_seats")

    objects = SeatForQuerySet.as_manager()
    on_merge = MoveUnlessThere(key=("seat",))
    personal = Personal(seen=Seen.DIRECTORY, facts="seat employer")

    class Meta:
        verbose_name = _("organization with a seat")
        verbose_name_plural = _("organizations with a seat")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["seat", "employer"], name="seat_for_once")]

    def __str__(self) -> str:
        return str(self.employer.name)

    @property
    def name(self) -> str:
        return str(self)

    @property
    def scope(self) -> Scope:
        """Whom what is written about it may be shown to."""
        return Scope(about=frozenset({self.employer_id}))


class Member(models.Model):
    """Somebody on a seat for a term: a contact of an employer, a colleague, or somebody with a name and an e-mail.

    Who has not answered yet holds the seat; who declined, or whose term ended, has left it with the reason.
    """

    class State(models.TextChoices):
        LISTED = "listed", _("Not asked yet")
        INVITED = "invited", _("Asked, no answer yet")
        SERVING = "serving", _("Serves")
        DECLINED = "declined", _("Declined")
        ENDED = "ended", _("Has left")

    class Office(models.TextChoices):
        NONE = "", _("Member")
        CHAIR = "chair", _("Chair")
        VICE_CHAIR = "vice_chair", _("Vice chair")

    class Way(models.TextChoices):
        LINK = "link", _("by the link")
        NOTED = "noted", _("noted by the staff")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="members", db_index=False)
    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="board_terms")
    contact = models.ForeignKey(Contact, on_delete=models.SET_NULL, null=True, blank=True, related_name="board_terms")
    given = models.CharField(_("name"), max_length=160, blank=True)
    email = models.EmailField(_("e-mail"), max_length=254, blank=True)
    affiliation = models.CharField(_("for whom they speak"), max_length=160, blank=True)
    office = models.CharField(_("office"), max_length=10, choices=Office, default=Office.NONE, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.LISTED)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("term until"))
    invited_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    accepted_on = models.DateField(null=True, blank=True)  # their seat: from then on they count for the quorum
    answer_way = models.CharField(max_length=5, choices=Way, blank=True)
    words = models.CharField(_("what they said"), max_length=300, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    ended_because = models.CharField(_("why they left"), max_length=300, blank=True)
    noticed_for = models.DateField(null=True, blank=True)  # of which end of the term the secretary was told
    links_ended = models.IntegerField(default=0)
    added_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    version = models.IntegerField(default=1)

    objects = MemberQuerySet.as_manager()
    personal = Personal(
        seen=Seen.DIRECTORY,
        subject="person contact email",
        identity="given affiliation",
        words="words ended_because",
        acts="added_by",
        facts=(
            "board seat office state starts_on ends_on invited_at answered_at accepted_on answer_way ended_on "
            "noticed_for links_ended"
        ),
        kept=KEPT,
    )

    class Meta:
        verbose_name = _("member of a board")
        verbose_name_plural = _("members of boards")
        ordering = ["starts_on", "pk"]
        indexes = [
            models.Index(fields=["board", "state"], name="member_of_board"),
            models.Index(fields=["ends_on"], condition=Q(state__in=CURRENT), name="member_term_ends"),
        ]
        constraints = [
            models.CheckConstraint(name="member_is_one", condition=Q(person=None) | Q(contact=None)),
            models.CheckConstraint(name="member_term", condition=Q(ends_on__gte=F("starts_on"))),
            models.CheckConstraint(
                name="member_left_on_a_day",
                condition=~Q(state__in=["declined", "ended"]) | Q(ended_on__isnull=False),
            ),
            models.UniqueConstraint(fields=["seat"], condition=Q(state__in=CURRENT), name="seat_held_once"),
            models.UniqueConstraint(
                fields=["board"], condition=Q(state__in=CURRENT, office="chair"), name="board_one_chair"
            ),
            models.UniqueConstraint(
                fields=["board", "contact"],
                condition=Q(state__in=CURRENT, contact__isnull=False),
                name="member_contact_once",
            ),
            models.UniqueConstraint(
                fields=["board", "person"],
                condition=Q(state__in=CURRENT, person__isnull=False),
                name="member_person_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Who it is; of a contact the name in the record of the employer, which is read anew each time."""
        known: Any = self.person or self.contact
        return str(known.name) if known is not None else self.given

    @property
    def place(self) -> str:
        """For whom they speak."""
        return str(self.contact.employer.name) if self.contact is not None else self.affiliation

    @property
    def scope(self) -> Scope:
        """Whom what is written about them may be shown to."""
        return self.contact.employer.scope if self.contact is not None else OPEN

    @property
    def is_current(self) -> bool:
        """Whether they hold their seat."""
        return self.state in CURRENT

    @property
    def has_gone(self) -> bool:
        """Whether they do not work there any more, as their record says."""
        if self.contact is not None:
            return not self.contact.is_current
        return self.person is not None and not self.person.is_active

    @property
    def is_over(self) -> bool:
        """Whether their term has run out."""
        return self.ends_on < clock.today()


class Interest(models.Model):
    """A conflict of interest that a member declared, or that was noted: in what, since when, and until when."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="interests")
    about = models.CharField(_("in what"), max_length=300)
    declared_on = models.DateField(_("declared on"))
    over_on = models.DateField(null=True, blank=True)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)

    objects = OfMemberQuerySet.as_manager()
    personal = Personal(seen=Seen.INSTITUTION, words="about", acts="by", facts="member declared_on over_on")

    class Meta:
        verbose_name = _("conflict of interest")
        verbose_name_plural = _("conflicts of interest")
        ordering = ["declared_on", "pk"]

    def __str__(self) -> str:
        return self.about

    @property
    def name(self) -> str:
        """What the journal calls it."""
        return self.member.name

    @property
    def scope(self) -> Scope:
        """Whom what is written about it may be shown to."""
        return Scope(behind=frozenset({self.member.board.institution_id})) | self.member.scope
