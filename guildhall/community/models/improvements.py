"""What should become better in the product, ranked by the super users; and what has (C26, C27)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from guildhall.community.querysets import StaffQuerySet
from guildhall.lib.ids import new_id
from guildhall.lib.personal import Personal, Seen
from guildhall.lib.scopes import OPEN
from guildhall.people.handing import Handed
from guildhall.people.models import Institution, Person


class SuperUser(models.Model):
    """The one person of an institution or faculty who speaks for its users, votes, and spreads what is new."""

    institution = models.OneToOneField(Institution, on_delete=models.CASCADE, related_name="super_user")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="super_user_of")
    since = models.DateField()
    version = models.IntegerField(default=1)

    objects = StaffQuerySet.as_manager()
    scope = OPEN
    handed_on = {"person": Handed(_("super user"), through="", said="institution__name")}
    personal = Personal(seen=Seen.EVERYBODY, subject="person", facts="institution since")

    class Meta:
        ordering = ["institution__name"]

    def __str__(self) -> str:
        return f"{self.person}, {self.institution}"


class Improvement(models.Model):
    """A fault, or something that would help."""

    class Kind(models.TextChoices):
        FAULT = "fault", _("something is wrong")
        WISH = "wish", _("something would help")

    class Priority(models.IntegerChoices):
        HIGH = 1, _("soon")
        MIDDLE = 2, _("in turn")
        LOW = 3, _("some day")

    class State(models.TextChoices):
        NEW = "new", _("New")
        PLANNED = "planned", _("Planned")
        UNDER_WAY = "under_way", _("Under way")
        DONE = "done", _("Done")
        DECLINED = "declined", _("Declined")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(_("what is it?"), max_length=10, choices=Kind, default=Kind.WISH)
    title = models.CharField(_("in one line"), max_length=150)
    text = models.TextField(_("what you were doing, and what would be better"), max_length=4000, blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    state = models.CharField(_("how far is it?"), max_length=10, choices=State, default=State.NEW)
    priority = models.SmallIntegerField(_("when?"), choices=Priority, default=Priority.MIDDLE)
    answer = models.CharField(_("answer"), max_length=500, blank=True)
    version = models.IntegerField(default=1)

    objects = StaffQuerySet.as_manager()
    scope = OPEN
    personal = Personal(
        seen=Seen.EVERYBODY, words="title text answer", acts="by", facts="kind institution at state priority"
    )

    class Meta:
        ordering = ["priority", "-at"]

    def __str__(self) -> str:
        return self.title


class Vote(models.Model):
    """The one vote of an institution's super user for an improvement."""

    improvement = models.ForeignKey(Improvement, on_delete=models.CASCADE, related_name="votes")
    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    scope = OPEN
    personal = Personal(seen=Seen.EVERYBODY, acts="person", facts="improvement institution at")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["improvement", "institution"], name="vote_once")]

    def __str__(self) -> str:
        return f"{self.institution}: {self.improvement}"


class NewsRead(models.Model):
    """Up to which release somebody has read what is new."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="news_read")
    release = models.CharField(max_length=60)
    points = models.SmallIntegerField()  # of that release
    at = models.DateTimeField()

    personal = Personal(seen=Seen.OWN, subject="person", facts="release points at")

    def __str__(self) -> str:
        return f"{self.person}: {self.release}"
