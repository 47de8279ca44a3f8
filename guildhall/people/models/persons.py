from collections.abc import Sequence
from uuid import UUID

from django.apps import apps
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from guildhall.files.models import StoredFile
from guildhall.lib import clock
from guildhall.lib.ids import new_id
from guildhall.lib.personal import SELF, Personal, Seen
from guildhall.lib.scopes import OPEN
from guildhall.lib.verdicts import Verdict
from guildhall.people import earning, permissions
from guildhall.people.models.institutions import Institution
from guildhall.people.permissions import Permission, Role
from guildhall.people.querysets import MembershipQuerySet, PersonManager
from guildhall.people.surroundings import Surroundings


class Person(AbstractBaseUser):
    """Somebody who signs in. What they may do comes from their memberships alone."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField(_("e-mail"), max_length=254, unique=True)
    given_name = models.CharField(_("first name"), max_length=80)
    family_name = models.CharField(_("last name"), max_length=80)
    title = models.CharField(_("job title"), max_length=80, blank=True, default="", db_default="")
    phone = models.CharField(_("telephone at work"), max_length=40, blank=True, default="", db_default="")
    pronouns = models.CharField(_("pronouns"), max_length=30, blank=True, default="", db_default="")
    signature = models.TextField(_("signature"), max_length=400, blank=True, default="", db_default="")
    photo = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("photograph")
    )
    shortcuts = models.BooleanField(default=True, db_default=True)  # whether single keys do something
    is_active = models.BooleanField(default=True)
    demo = models.BooleanField(default=False)
    joined_at = models.DateTimeField(default=timezone.now)
    language = models.CharField(_("language"), max_length=7, blank=True, default="", db_default="")  # "": not known yet
    version = models.IntegerField(default=1)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []

    objects = PersonManager()
    scope = OPEN
    personal = Personal(
        seen=Seen.EVERYBODY,
        subject=SELF,
        identity="email given_name family_name password title phone pronouns signature photo",
        facts="shortcuts last_login is_active demo joined_at language",
    )

    class Meta:
        verbose_name_plural = "persons"
        constraints = [models.UniqueConstraint(Lower("email"), name="person_email_any_case")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """First and last name, or the e-mail address of whoever gave none."""
        return f"{self.given_name} {self.family_name}".strip() or self.email

    @property
    def initials(self) -> str:
        return (self.given_name[:1] + self.family_name[:1]).upper()

    @cached_property
    def posts(self) -> list["Membership"]:
        """This person's memberships in force with their institutions, the oldest first, read once a request."""
        factors = apps.get_model("mfa", "Authenticator").objects.filter(user=OuterRef("person"))
        rows = Membership.objects.filter(person=self.pk).in_force().annotate(has_factor=Exists(factors))
        posts = list(rows.select_related("institution").order_by("from_date", "pk"))
        for post in posts:
            post.person = self
        return posts

    @property
    def has_second_factor(self) -> bool:
        """Whether this person has set up a second factor; asked only of those who have a role."""
        return any(post.has_factor for post in self.posts)  # type: ignore[attr-defined]

    @cached_property
    def _surroundings(self) -> Surroundings:
        return Surroundings.of(self.posts)

    @cached_property
    def standing(self) -> "permissions.Standing":
        """The same as plain values: what every permission is asked of."""
        return permissions.Standing(tuple(m.post_behind(self._surroundings.gate(m)) for m in self.posts))

    @property
    def places(self) -> tuple["permissions.Place", ...]:
        """The institutions below and above this person's posts, read once a request."""
        return self._surroundings.places

    def below(self, permission: Permission) -> list[UUID]:
        """The institutions where a post grants the permission, with their subtrees."""
        posts = set(self.standing.institutions(permission))
        return [place.pk for place in self.places if posts.intersection(place.lineage)]

    def workplaces(self) -> list[Institution]:
        """Where this person works or worked as staff; of who never did, every place of a role."""
        return workplaces_of(list(self.memberships.filter(accepted=True).select_related("institution")))

    def forget_standing(self) -> None:
        """Read the memberships anew (after a grant)."""
        for name in ("posts", "standing", "_surroundings"):
            self.__dict__.pop(name, None)

    def may(self, permission: Permission, *, at: Institution | None = None) -> Verdict:
        """Whether one of this person's memberships grants `permission`, at `at` or anywhere."""
        return self.standing.may(permission, tuple(at.lineage) if at else None)


class Membership(models.Model):
    """A person's role at an institution; it reaches the institution's subtree."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(_("role"), max_length=30, choices=Role.choices())
    sectors = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    from_date = models.DateField(default=clock.today)
    to_date = models.DateField(null=True, blank=True)
    funded_until = models.DateField(_("funded until"), null=True, blank=True)  # known ahead, and ends nothing by itself
    accepted = models.BooleanField(default=True, db_default=True)  # False: offered to somebody who is here already
    version = models.IntegerField(default=1)

    objects = MembershipQuerySet.as_manager()
    scope = OPEN
    personal = Personal(
        seen=Seen.ADMINISTRATORS,
        subject="person",
        facts="institution role sectors from_date to_date funded_until accepted",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "institution", "role"],
                condition=models.Q(to_date=None),
                name="membership_once",
            ),
            models.CheckConstraint(
                name="membership_dates", condition=models.Q(to_date=None) | models.Q(to_date__gte=models.F("from_date"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {Role(self.role).label}, {self.institution}"

    def post_behind(self, gate: earning.Gate) -> "permissions.Post":
        """The same as plain values, with what stands between the role and what it grants."""
        return permissions.Post(Role(self.role), self.institution_id, tuple(self.institution.lineage), gate)


def workplaces_of(memberships: Sequence["Membership"]) -> list[Institution]:
    """The institutions of those roles that staff have; where there are none, of all."""
    staff = [row for row in memberships if Permission.SEE_DIRECTORY in permissions.GRANTS[Role(row.role)]]
    return list({row.institution_id: row.institution for row in staff or memberships}.values())
