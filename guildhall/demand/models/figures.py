"""Published figures of the labor market: of which area, which release, which occupation; cells kept as such (D5)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from guildhall.demand.querysets import AreaQuerySet, FigureQuerySet, ReleaseQuerySet, SourceQuerySet
from guildhall.lib.ids import new_id
from guildhall.lib.personal import Personal, Seen
from guildhall.lib.scopes import OPEN
from guildhall.people.models import Institution, Person


class Kind(models.TextChoices):
    """What a file of figures holds."""

    WAGES = "wages", _("Employment and wages")
    PROJECTIONS = "projections", _("Projections")


class Area(models.Model):
    """An area of the labor market as the statistics cut it; its code is text."""

    class Kind(models.TextChoices):
        NATION = "N", _("nation")
        STATE = "S", _("state")
        LOCAL = "M", _("local area")

    code = models.CharField(primary_key=True, max_length=12)
    kind = models.CharField(max_length=1, choices=Kind)
    state = models.CharField(max_length=2, blank=True)  # the state's own number; of an area in several, the first
    name = models.CharField(max_length=160)

    objects = AreaQuerySet.as_manager()
    scope = OPEN
    personal = Personal(seen=Seen.EVERYBODY, facts="code kind state name")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class AreaServed(models.Model):
    """Whose figures an institution, and all below it that name no other, reads as those of its own area."""

    institution = models.OneToOneField(Institution, on_delete=models.CASCADE, related_name="+")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="served", verbose_name=_("labor market area"))
    version = models.IntegerField(default=1)

    scope = OPEN
    personal = Personal(seen=Seen.EVERYBODY, facts="institution area")

    class Meta:
        verbose_name = _("labor market area of an institution")
        verbose_name_plural = _("labor market areas of institutions")

    def __str__(self) -> str:
        return str(self.area)

    @property
    def name(self) -> str:
        """What the journal calls it."""
        return str(self.institution.name)


class Source(models.Model):
    """How the files of one publisher are laid out: which heading holds what. Saved once, read by it ever after."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(_("what it is called"), max_length=80, unique=True)
    kind = models.CharField(_("what it holds"), max_length=12, choices=Kind)
    columns = models.JSONField(_("which heading holds what"), default=dict)
    area = models.ForeignKey(
        Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False,
        verbose_name=_("the area it is of, where no column says it"),
    )  # fmt: skip
    thousands = models.BooleanField(_("employment and openings are in thousands"), default=False)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    version = models.IntegerField(default=1)

    objects = SourceQuerySet.as_manager()
    scope = OPEN
    personal = Personal(seen=Seen.EVERYBODY, words="name", acts="by", facts="kind columns area thousands")

    class Meta:
        verbose_name = _("source of figures")
        verbose_name_plural = _("sources of figures")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Release(models.Model):
    """One release of a source's figures: earlier ones stay, and what was decided by them can be read again."""

    Kind = Kind

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(_("what it holds"), max_length=12, choices=Kind)
    publisher = models.CharField(_("publisher"), max_length=80)
    period = models.CharField(_("period"), max_length=20)  # as the publisher says it: May 2025, 2024–2034
    as_of = models.DateField(_("as of"))  # by which releases follow one another
    made_up = models.BooleanField(default=False)  # figures of a demonstration
    digest = models.CharField(max_length=64, blank=True)  # of the file that was read last
    rows = models.IntegerField(default=0)
    loaded_at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)

    objects = ReleaseQuerySet.as_manager()
    scope = OPEN
    personal = Personal(
        seen=Seen.EVERYBODY, words="publisher period", acts="by", facts="kind as_of made_up digest rows loaded_at"
    )

    class Meta:
        verbose_name = _("release of figures")
        verbose_name_plural = _("releases of figures")
        ordering = ["-as_of", "kind", "publisher"]
        constraints = [models.UniqueConstraint(fields=["kind", "publisher", "period"], name="release_once")]

    def __str__(self) -> str:
        return f"{self.publisher}, {self.period}"

    @property
    def name(self) -> str:
        """What the journal calls it."""
        return str(self)


class Figure(models.Model):
    """One line of a file of figures. `marks` says of a cell without a number why: `*` and `**` were not released,
    `#` is as high as the survey counts or higher, `—` does not apply.
    """

    soc = models.CharField(max_length=7)
    soc_version = models.CharField(max_length=8, default="2018")
    title = models.CharField(max_length=250)
    marks = models.JSONField(default=dict)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.soc} {self.title}"


class WageFigure(Figure):
    """How many work in an occupation in an area, and what they earn (OEWS)."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="wages", db_index=False)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    employment = models.IntegerField(null=True)
    quotient = models.DecimalField(max_digits=7, decimal_places=2, null=True)
    hourly_10 = models.DecimalField(max_digits=7, decimal_places=2, null=True)
    hourly_25 = models.DecimalField(max_digits=7, decimal_places=2, null=True)
    hourly_50 = models.DecimalField(max_digits=7, decimal_places=2, null=True)
    hourly_75 = models.DecimalField(max_digits=7, decimal_places=2, null=True)
    hourly_90 = models.DecimalField(max_digits=7, decimal_places=2, null=True)
    annual_10 = models.IntegerField(null=True)
    annual_25 = models.IntegerField(null=True)
    annual_50 = models.IntegerField(null=True)
    annual_75 = models.IntegerField(null=True)
    annual_90 = models.IntegerField(null=True)

    objects = FigureQuerySet.as_manager()
    personal = Personal(
        seen=Seen.EVERYBODY,
        facts=(
            "release area soc soc_version title marks employment quotient hourly_10 hourly_25 hourly_50 hourly_75 "
            "hourly_90 annual_10 annual_25 annual_50 annual_75 annual_90"
        ),
    )

    class Meta:
        ordering = ["soc"]
        constraints = [models.UniqueConstraint(fields=["release", "area", "soc"], name="wage_figure_once")]


class Projection(Figure):
    """How an occupation is expected to grow in an area, how many openings it has a year, and what it takes to enter."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="projections", db_index=False)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    employment = models.IntegerField(null=True)
    expected = models.IntegerField(null=True)
    growth = models.DecimalField(max_digits=6, decimal_places=1, null=True)  # percent over the whole period
    openings = models.IntegerField(null=True)  # a year
    exits = models.IntegerField(null=True)  # of them, because somebody leaves the labor force (table 1.10)
    transfers = models.IntegerField(null=True)  # of them, because somebody changes to another occupation
    education = models.CharField(max_length=40, blank=True)
    experience = models.CharField(max_length=40, blank=True)
    training = models.CharField(max_length=60, blank=True)

    objects = FigureQuerySet.as_manager()
    personal = Personal(
        seen=Seen.EVERYBODY,
        facts=(
            "release area soc soc_version title marks employment expected growth openings exits transfers education "
            "experience training"
        ),
    )

    class Meta:
        ordering = ["soc"]
        constraints = [models.UniqueConstraint(fields=["release", "area", "soc"], name="projection_once")]
