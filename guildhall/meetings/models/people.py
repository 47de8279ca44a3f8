"""Whom a meeting is for: asked, with their role and answer, and who came (E12, E14)."""

from hashlib import sha256
from typing import Any

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from guildhall.employers.models import Contact
from guildhall.lib.ids import new_id
from guildhall.lib.personal import Personal, Seen
from guildhall.lib.scopes import OPEN, Scope
from guildhall.meetings.models.meetings import KEPT, Meeting, OfMeeting
from guildhall.meetings.querysets import ParticipantQuerySet
from guildhall.people.models import Person


class Participant(OfMeeting):
    """Somebody whom a meeting is for: a colleague, a contact of an employer, or somebody with a name and an e-mail.

    `role` are the words of what is asked of them, which they accept by the link, or by word of mouth or on paper.
    """

    class Answer(models.TextChoices):
        NONE = "", _("no answer yet")
        YES = "yes", _("comes")
        MAYBE = "maybe", _("may come")
        NO = "no", _("does not come")

    OWN_WORDS = {
        Answer.YES: _("I will come"),
        Answer.MAYBE: _("I may come"),
        Answer.NO: _("I cannot come"),
    }

    class Way(models.TextChoices):
        LINK = "link", _("by the link")
        SIGNED_IN = "signed_in", _("signed in")
        TELEPHONE = "telephone", _("by telephone")
        MAIL = "mail", _("by e-mail")
        SPOKEN = "spoken", _("face to face")
        WRITTEN = "written", _("in writing, on paper")

    class Came(models.TextChoices):
        NONE = "", _("not said")
        HAND = "hand", _("noted by hand")
        PHONE = "phone", _("by phone in the room")
        PAPER = "paper", _("by paper in the room")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="participants")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    contact = models.ForeignKey(Contact, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    given = models.CharField(_("name"), max_length=160, blank=True)
    email = models.EmailField(_("e-mail"), max_length=254, blank=True)
    affiliation = models.CharField(_("for whom they speak"), max_length=160, blank=True)
    role = models.CharField(_("what is asked of them"), max_length=500, blank=True)
    added_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    invited_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=5, choices=Answer, default=Answer.NONE, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answer_way = models.CharField(_("how they said it"), max_length=9, choices=Way, blank=True)
    answer_note = models.CharField(_("what else they said"), max_length=200, blank=True)
    noted_by = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    accepted_at = models.DateTimeField(null=True, blank=True)  # their role
    accepted_way = models.CharField(max_length=9, choices=Way, blank=True)
    accepted_by = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )  # who noted it
    came_at = models.DateTimeField(null=True, blank=True)
    came_way = models.CharField(max_length=5, choices=Came, default=Came.NONE, blank=True)
    votes = models.BooleanField(default=True)  # on motions
    links_ended = models.IntegerField(default=0)
    version = models.IntegerField(default=1)

    objects = ParticipantQuerySet.as_manager()
    personal = Personal(
        seen=Seen.INSTITUTION,
        subject="person contact email",
        identity="given affiliation",
        words="role answer_note",
        acts="added_by noted_by accepted_by",
        facts=(
            "meeting invited_at answer answered_at answer_way accepted_at accepted_way came_at came_way votes "
            "links_ended"
        ),
        kept=KEPT,
    )

    class Meta:
        verbose_name = _("participant of a meeting")
        verbose_name_plural = _("participants of meetings")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="participant_is_one", condition=Q(person=None) | Q(contact=None)),
            models.UniqueConstraint(
                fields=["meeting", "person"], condition=Q(person__isnull=False), name="participant_person_once"
            ),
            models.UniqueConstraint(
                fields=["meeting", "contact"], condition=Q(contact__isnull=False), name="participant_contact_once"
            ),
            models.UniqueConstraint("meeting", Lower("email"), condition=~Q(email=""), name="participant_email_once"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Who it is; of a contact the name in the record of the employer, which is read anew each time."""
        known: Any = self.person or self.contact
        return str(known.name) if known is not None else self.given

    @property
    def short_name(self) -> str:
        """First name and initial, for a list that people in the room choose from; of whom only a last name is known,
        nothing.
        """
        known: Any = self.person or self.contact
        if known is None:
            first, _space, last = self.given.strip().rpartition(" ")
            return f"{first} {last[:1]}." if first else last
        return f"{known.given_name} {known.family_name[:1]}." if known.given_name and known.family_name else ""

    @property
    def scope(self) -> Scope:
        """Whom what is written about it may be shown to: what speaks of a contact, whoever sees the employer."""
        return self.meeting.scope | self.scope_of_name

    @property
    def scope_of_name(self) -> Scope:
        """Whom the name may be shown to, of those who are told something of the meeting, wherever they work."""
        return self.contact.employer.scope if self.contact else OPEN

    @property
    def is_expected(self) -> bool:
        """Whether they have to hear of it when the meeting moves or is canceled."""
        return self.comes or (self.invited_at is not None and self.answer != self.Answer.NO)

    @property
    def own_words(self) -> str:
        """What they answered, as they said it themselves."""
        return str(self.OWN_WORDS.get(self.answer) or self.get_answer_display())

    @property
    def mark_of_role(self) -> str:
        """What a form carries, so that nobody accepts other words than they have read."""
        return sha256(self.role.encode()).hexdigest()[:16]

    @property
    def comes(self) -> bool:
        """Whether places, copies and food are counted for them."""
        return self.answer in (self.Answer.YES, self.Answer.MAYBE)
