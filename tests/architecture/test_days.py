"""A moment becomes a day in one place, `lib.clock`: everywhere else it would be the day of the server, or of London.

Held by the words of the code: what could take the day of a moment is named here, and the three modules that may.
"""

import ast
import re
from collections.abc import Iterator
from functools import cache

import pytest
from django.apps import apps as registry
from django.db.models import DateField, DateTimeField

from tests.architecture.sources import modules, short, templates

HOMES = {
    "guildhall/lib/clock.py",  # the one place
    "guildhall/ui/dates.py",  # days and moments in words
    "guildhall/ui/templatetags/ui.py",  # the filters of these words
    "guildhall/store/days.py",  # days of moments inside statements
}
# Other people's files hold days and times without a zone, which are what they are.
WITHOUT_ZONE = {
    "guildhall/imports/readers/values.py": {".date()", ".strftime()"},
    "guildhall/events/parsing.py": {".combine()", ".astimezone()"},  # each event has a zone of its own
    "guildhall/events/exports.py": {".date()", ".astimezone()"},
    "guildhall/events/views/acts.py": {".date()"},  # the form begins with the time in the zone of the event
    "guildhall/events/repeating.py": {".replace(hour=…)", ".astimezone()"},
}

METHODS = {"date", "strftime", "astimezone", "timetz", "combine", "dates", "datetimes"}
FUNCTIONS = {"localtime", "localdate", "make_aware", "make_naive", "date_format", "time_format", "template_localtime"}
DAY_PARTS = {"year", "month", "day", "weekday", "isoweekday", "isocalendar", "toordinal"}
PARTS = {"date", "year", "iso_year", "quarter", "month", "week", "week_day", "iso_week_day", "day", "hour"}
STATEMENT = re.compile(
    r"::\s*date\b|\bdate_trunc\(|\bdate_part\(|\bto_char\(|\bextract\(|at time zone|\bcast\([^)]* as date\)"
    r"|\bcurrent_date\b|\blocaltimestamp\b|\bnow\(\)|\bcurrent_timestamp\b",  # the clock of another machine
    re.IGNORECASE,
)
IN_TEMPLATES = re.compile(r"\{% *now |\{% *localtime|\{% *timezone|\|(?:localtime|utc|timezone)\b")


@cache
def moments() -> set[str]:
    """The names of columns that hold moments and never days; names end in `_at` or say so otherwise."""
    fields = [f for model in registry.get_models() for f in model._meta.concrete_fields]
    days = {f.name for f in fields if isinstance(f, DateField) and not isinstance(f, DateTimeField)}
    return {f.name for f in fields if isinstance(f, DateTimeField)} - days


def name_of(node: ast.AST) -> str:
    """The last part of a name: `posted_at` of `employer.posted_at`, `now` of `clock.now()`."""
    node = node.func if isinstance(node, ast.Call) else node
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def is_moment(node: ast.AST) -> bool:
    if isinstance(node, ast.BinOp):
        return is_moment(node.left)
    return name_of(node) in moments() or name_of(node) == "now"


def offences(source: str) -> Iterator[str]:
    """What in a module takes the day of a moment past the clock, as short words."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from _of_call(node)
        elif isinstance(node, ast.Attribute) and node.attr in DAY_PARTS and is_moment(node.value):
            yield f"{name_of(node.value)}.{node.attr}"
        elif isinstance(node, ast.FormattedValue) and node.format_spec and re.search("%-?[A-Za-z]", _spec(node)):
            yield "a format of days in an f-string"
        elif isinstance(node, ast.FormattedValue) and is_moment(node.value):
            yield f"{name_of(node.value)} in an f-string"
        elif isinstance(node, ast.Subscript) and ast.unparse(node.slice) == ":10":
            yield from _of_beginning(node.value)
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            yield from (n.name for n in node.names if re.match(r"(Trunc|Extract)[A-Z]|Now$", n.name))
        elif isinstance(node, ast.keyword) and node.arg:
            yield from _of_lookup(node.arg)
    words = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr)}  # docstrings
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in words:
            yield from _of_text(node.value)


def _of_call(node: ast.Call) -> Iterator[str]:
    name = name_of(node)
    if isinstance(node.func, ast.Attribute) and name in METHODS and not _of_the_clock(node.func):
        yield f".{name}()"
    elif name in FUNCTIONS or ast.unparse(node.func) in ("date.today", "datetime.today", "date.fromtimestamp"):
        yield f"{name}()"
    elif name == "Cast" and any(name_of(arg) == "DateField" for arg in node.args):
        yield "Cast(…, DateField())"
    elif name == "replace" and isinstance(node.func, ast.Attribute):
        yield from (f".replace({k.arg}=…)" for k in node.keywords if k.arg == "hour")
    elif name == "format" and re.search("%-?(?!s)[A-Za-z]", " ".join(ast.unparse(arg) for arg in node.args[1:])):
        yield "format() of a day"


def _of_beginning(node: ast.expr) -> Iterator[str]:
    """The first ten signs of a moment's text are a day, too."""
    if isinstance(node, ast.Call) and name_of(node) in ("isoformat", "str"):
        yield f"{name_of(node)}()[:10]"


def _of_the_clock(node: ast.Attribute) -> bool:
    return isinstance(node.value, ast.Name) and node.value.id == "clock"


def _spec(node: ast.FormattedValue) -> str:
    return ast.unparse(node.format_spec) if node.format_spec else ""


def _of_lookup(text: str) -> Iterator[str]:
    for path in re.findall(r"\w+__\w+", text):
        parts = path.split("__")
        if any(one in moments() and other in PARTS for one, other in zip(parts, parts[1:], strict=False)):
            yield path


def _of_text(text: str) -> Iterator[str]:
    yield from _of_lookup(text)
    yield from (match.group() for match in STATEMENT.finditer(text))
    if re.search(r"\{[^{}]*:[^{}]*%-?[A-Za-z]", text):
        yield "a format of days in a text"


def offences_in_template(source: str) -> Iterator[str]:
    """What in a template shows a moment by another clock than the region's: bare, or by Django's own zone."""
    yield from (match.group() for match in IN_TEMPLATES.finditer(source))
    for shown in re.findall(r"\{\{ *(\w+\.[\w.]+) *\}\}|\{% *blocktranslate [^%]*?=(\w+\.[\w.]+)[\s%]", source):
        name = "".join(shown).rpartition(".")[2]
        if name in moments():
            yield f"{''.join(shown)} without a filter"


def test_only_the_clock_takes_the_day_of_a_moment():
    wrong = {}
    for path in modules():
        allowed = WITHOUT_ZONE.get(short(path), set())
        if short(path) not in HOMES and (found := set(offences(path.read_text())) - allowed):
            wrong[short(path)] = found
    assert wrong == {}, "Use lib.clock (day_of, local, moment_of), ui.dates (in_words) or store.days (region_day)"


def test_templates_show_moments_by_the_clock():
    assert {short(p): found for p in templates() if (found := list(offences_in_template(p.read_text())))} == {}


@pytest.mark.parametrize(
    "planted",
    [
        "since = employer.posted_at.strftime('%-d %b %Y')",
        "day = employer.last_engaged_at.date().isoformat()",
        "again = (clock.now() + ATTESTED_FOR).date()",
        "words = f'asked on {found.asked_at:%B %-d}'",
        "words = 'asked on {:%B %-d}'.format(found.asked_at)",
        "words = f'asked at {found.asked_at}'",
        "day = found.asked_at.isoformat()[:10]",
        "day = str(found.asked_at)[:10]",
        "refuse('{day:%-d %b %Y} is too early', day=day)",
        "words = format(found.asked_at, '%d.%m.')",
        "words = date_format(employer.posted_at, 'j M')",
        "day = timezone.localtime(employer.posted_at)",
        "day = datetime.now(UTC).astimezone().date()",
        "day = date.today()",
        "at = datetime.combine(day, time(12), UTC)",
        "year = clock.now().year",
        "week = employer.posted_at.isocalendar()",
        "midnight = clock.now().replace(hour=0, minute=0)",
        "rows.filter(posted_at__date=day)",
        "rows.filter(employer__posted_at__year=2026)",
        "rows.filter(Q(**{'posted_at__month__gte': 3}))",
        "rows.dates('posted_at', 'month')",
        "from django.db.models.functions import TruncDate",
        "from django.db.models.functions import ExtractYear as Y",
        "ends = Cast(F('designated_at'), DateField())",
        "cursor.execute('SELECT posted_at::date FROM employers_employer')",
        "cursor.execute('SELECT date_trunc(%s, posted_at)', ['day'])",
        "cursor.execute(\"SELECT to_char(posted_at, 'YYYY-MM-DD')\")",
        "cursor.execute('SELECT CAST(posted_at AS date)')",
        "cursor.execute('DELETE FROM x WHERE day < CURRENT_DATE')",
        "cursor.execute('DELETE FROM x WHERE at < now()')",
    ],
)
def test_what_is_planted_is_caught(planted):
    assert list(offences(planted))


@pytest.mark.parametrize(
    "harmless",
    [
        "day = clock.day_of(employer.posted_at)",
        "at = clock.moment_of(day, time(9))",
        "words = f'{share:.0%} of {count:,} on {clock.today()}'",
        "rows.filter(happened_on__year=2026, posted_at__gte=since)",
        "year = row.happened_on.year",
        "words = '100 % of {name}'",
        '"""A docstring may speak of posted_at::date and date_trunc(x)."""',
    ],
)
def test_what_is_harmless_is_left_alone(harmless):
    assert list(offences(harmless)) == []


@pytest.mark.parametrize(
    ("planted", "caught"),
    [
        ("{{ employer.posted_at }}", True),
        ("{% blocktranslate with day=employer.posted_at %}since {{ day }}{% endblocktranslate %}", True),
        ("{% now 'j M' %}", True),
        ("{{ employer.posted_at|localtime|day }}", True),
        ("{{ employer.posted_at|day }} {{ row.due_on }} {{ at|date:'long' }}", False),
    ],
)
def test_what_is_planted_in_a_template_is_caught(planted, caught):
    assert bool(list(offences_in_template(planted))) is caught


def test_names_say_what_is_a_moment_and_what_a_day():
    """What the search goes by: a column's name tells it."""
    assert {"posted_at", "last_engaged_at", "asked_at", "recorded_at"} <= moments()
    assert not {name for name in moments() if name.endswith("_on")}
    days = {f.name for m in registry.get_models() for f in m._meta.concrete_fields if type(f) is DateField}
    assert not {name for name in days if name.endswith("_at")}
