"""No canary crosses: every page, search, export, list and error as everybody (R3, A1, A6, G1)."""

from collections.abc import Iterator

import pytest
from django.db.models import Q
from django.urls import reverse

from guildhall.audit.models import Access, Entry
from guildhall.employers.actions import editing
from guildhall.employers.models import Employer
from guildhall.employers.queries.sight import Sight
from guildhall.employers.querysets import EmployerQuerySet
from guildhall.imports.querysets import BatchQuerySet
from guildhall.outbox.models import OutgoingEmail
from guildhall.stewardship.queries import lines as journal
from tests.permissions.matrix import MATRIX
from tests.permissions.matrix.groups import RECORD
from tests.permissions.oracle import crossed, met, text_of, typed
from tests.permissions.probing import probes
from tests.permissions.walk import address
from tests.permissions.world import EMPLOYERS, PHONES, World, canary, name_of, undone
from tests.sampling import THOROUGH, drawn

pytestmark = pytest.mark.django_db

Call = tuple[str, str, str, dict, set[str]]  # (page, method, address, data, canaries that the asker typed)
TELLING = {"employer", "employer-about", "employer-contacts", "employer-notes", "engagement", "prospect", "today"}
FIELDS = ("name", "family", "city", "domain", "tag", "staying_note", "typed")


def calls(world: World, who: str, *, every: bool = False) -> Iterator[Call]:
    """Everything that is asked as one person: every page, and every door beside the pages.

    What `test_matrix` asks is looked through there. So the pages asked here in one run are those that show most of an
    employer, as the director, for each kind of record; with `every` all pages.
    """
    for name, page in MATRIX.items():
        if "GET" in page.methods and (every or THOROUGH or (who == "director" and name in TELLING)):
            for kind in page.kinds:
                yield name, "GET", address(world, name, page, kind), {}, typed(page.query)
    for kind in EMPLOYERS:
        for field in drawn(FIELDS, 2, who, kind):
            word = canary(kind, field)
            yield "employers", "GET", f"/employers/?q={word}", {}, typed(word)
        word = canary(kind, "name")
        yield "employer-suggest", "GET", f"/employers/add/alike/?name={word}+Works", {}, typed(word)
        yield "employers", "GET", f"/employers/?q={word[:-4]}", {}, typed(word)
        yield "employers", "GET", f"/employers/?tag={canary(kind, 'tag')}", {}, typed(canary(kind, "tag"))
        yield "employers", "GET", f"/employers/?place={canary(kind, 'city')}", {}, typed(canary(kind, "city"))
        for door in ("/search/?q=", "/search/suggest/?q="):
            yield "search", "GET", f"{door}{word}", {}, typed(word)
            yield "search", "GET", f"{door}{word[:-4]}", {}, typed(word)
        for door in ("/contacts/?standing=all&q=", "/contacts/?standing=all&position="):
            yield "contacts", "GET", f"{door}{word}", {}, typed(word)
        new = {"name": name_of(kind), "holder": str(world.home(who).pk)}
        yield "employer-add", "POST", "/employers/add/", new, typed(word)
        yield "employer-ask", "POST", "/employers/add/ask/", new | {"message": "hello"}, typed(word)
        pk = world.records[kind].employer.pk
        for url in (f"/employers/{pk}/?older=2030-01-01_x", f"/employers/{pk}/?kind=call", f"/employers/{pk}/nothing/"):
            yield "employer", "GET", url, {}, set()
        yield "engagement", "GET", f"/employers/{pk}/engagements/{world.records[kind].ids['kept']}/", {}, set()
    for form in ("csv", "xlsx"):
        for query in ("", "?sort=quiet", "?contact=never", f"?q={canary('region', 'name')}"):
            yield "employers-export", "POST", f"/employers/export/{query}", {"form": form}, typed(query)
        yield "contacts-export", "POST", "/contacts/export/?standing=all", {"form": form}, set()
    for view in ("mine", "all", "overdue", "untouched", "parked"):
        yield "crm", "GET", f"/crm/?view={view}", {}, set()
        yield "crm-list", "GET", f"/crm/list/?view={view}", {}, set()
        yield "crm-export", "POST", f"/crm/list/export/?view={view}", {"form": "csv"}, set()
    for batch in world.batches.values():
        for tab in ("new", "duplicate", "invalid", "repeated", "decided", "skipped", "applied"):
            yield "import", "GET", f"/imports/{batch.pk}/?show={tab}", {}, set()
    for email in OutgoingEmail.objects.all():
        yield "outbox-email", "GET", f"/outbox/{email.pk}/", {}, set()
    for older in range(Entry.objects.latest("id").pk, Entry.objects.earliest("id").pk, -50):
        yield "journal", "GET", f"/journal/?after={older}", {}, set()
    yield "journal", "GET", "/journal/?verb=promote", {}, set()
    yield from probes(world, FIELDS)
    yield "", "GET", "/no/such/page/", {}, set()
    yield "", "POST", "/employers/", {"x": "y"}, set()


def crossings(world: World, who: str, *, only: str = "", seen: set[str] | None = None) -> tuple[list[str], int]:
    """The canaries that somebody meets without being entitled to, and how many answers were read; `seen` gets all."""
    found, count = [], 0
    for page, method, url, data, known in calls(world, who, every=bool(only)):
        if only and page != only:
            continue
        with undone():
            response = world.ask(who, method, url, data)
            text = text_of(response)
        count += 1
        if seen is not None:
            seen |= met(text) - known
        assert response.status_code < 500, f"{method} {url} as {who}: {response.status_code}"
        found += [f"{word} as {who}: {method} {url}" for word in crossed(page, who, text, known)]
    return found, count


CAST = (
    "director", "second", "administrator", "mesa_admin", "mesa_wbl", "mesa_cases", "mesa_career", "mesa_jobs",
    "mesa_instructor", "mesa_teacher", "mesa_counselor", "mesa_principal", "mesa_convener",
    "mesa_student", "mesa_employer",
    "harbor_wbl", "harbor_admin",
)  # fmt: skip
READERS = (  # beside the director, who may read almost everything
    "mesa_wbl", "harbor_wbl", "administrator", "mesa_instructor", "mesa_student", "anonymous",
)  # fmt: skip


@pytest.mark.parametrize("who", [*CAST, "anonymous"] if THOROUGH else ["director", *drawn(READERS, 2, "canaries")])
def test_no_canary_crosses(world, record_property, who):
    """Nobody meets what is not theirs; and whoever is entitled does meet it: an empty page proves nothing."""
    seen: set[str] = set()
    found, total = crossings(world, who, seen=seen)
    record_property("answers", total)
    assert not found, f"{len(found)} canaries crossed:\n  " + "\n  ".join(found[:80])
    assert total > 200, f"only {total} answers were read"
    if who == "director":  # who may read them all
        _meets_them_all(seen)


def _meets_them_all(seen: set[str]) -> None:
    for kind in ("region", "mesa", "harbor", "shared", "exception"):
        for field in (
            "name",
            "trading",
            "license",
            "street",
            "given",
            "title",
            "note",
            "staying_note",
            "summary",
            "body",
        ):
            assert canary(kind, field)[2:-2] in seen, f"{kind} {field}"
        assert canary(kind, "next_step")[2:-2] in seen
        assert canary(kind, "evidence")[2:-2] in seen


@pytest.mark.always
def test_an_open_wall_is_found(world, monkeypatch):
    """The control: restricted employers in everybody's sight."""
    monkeypatch.setattr(EmployerQuerySet, "restricted_condition", staticmethod(lambda person: Q(posted_at=None)))
    found, _count = crossings(world, "mesa_wbl", only="employer-about")
    assert any("regionlicense" in line for line in found)


@pytest.mark.always
def test_a_note_that_stays_is_found_when_it_does_not(world):
    """The control for what stays in the CRM."""
    with undone():
        for record in world.records.values():
            record.employer.notes.update(stays_with=None)
        found, _count = crossings(world, "mesa_instructor", only="employer-notes")
    assert [line.split()[0] for line in found] == ["sharedstayingnote"]


@pytest.mark.always
@pytest.mark.parametrize("door", ["journal", "accesses", "outbox", "outbox-email"])
def test_a_journal_that_shows_everything_is_found(world, monkeypatch, door):
    """The control for what an administrator reads."""
    monkeypatch.setattr(Sight, "opens", lambda sight, about, behind: True)
    with undone():
        record = world.records["region"]
        world.ask("director", "POST", reverse("contact-show", args=[record.employer.pk, record.ids["contact"]]))
        found, _count = crossings(world, "administrator", only=door)
    assert any("region" in line for line in found), door


@pytest.mark.always
def test_a_contact_address_in_the_journal_is_found(world, monkeypatch):
    """The control for addresses, which stand in no entry of a shared employer either."""
    shared = world.records["shared"].employer
    contact = {"family_name": "Nova", "email": f"{canary('shared', 'oldmail')}@canary.example"}
    with undone():
        editing.save_contact(Employer.objects.get(pk=shared.pk), contact, by=world.person("mesa_wbl"))
        assert crossings(world, "administrator", only="journal")[0] == []
        monkeypatch.setattr(journal, "ADDRESSES", {})
        found, _count = crossings(world, "administrator", only="journal")
    assert any("sharedoldmail" in line for line in found)


@pytest.mark.always
def test_lists_of_others_are_found_when_they_are_open(world, monkeypatch):
    """The control for lists of names that are not shared yet."""
    monkeypatch.setattr(BatchQuerySet, "visible_to", lambda rows, person: rows.all())
    found, _count = crossings(world, "administrator", only="import")
    assert any("mesarow" in line for line in found)


# ── Addresses of contacts ────────────────────────────────────────────


@pytest.mark.parametrize("kind", ["region", "mesa", "harbor", "shared", "exception"])
def test_an_address_is_shown_one_at_a_time_and_written_down(world, kind):
    record = world.records[kind]
    url = reverse("contact-show", args=[record.employer.pk, record.ids["contact"]])
    for who in world.names:
        with undone():
            before = Access.objects.count()
            text = text_of(world.ask(who, "POST", url))
            rows = list(Access.objects.order_by("-id")[: Access.objects.count() - before])
        shown = canary(kind, "email") in text and PHONES[kind] in text
        assert shown == (who in RECORD[kind]), f"{who}"
        assert len(rows) == int(shown), who
        if rows:
            assert rows[0].person == world.person(who).pk
            assert rows[0].object_id == str(record.ids["contact"])


def test_no_export_holds_an_address(world):
    for who in ("director", "administrator", "mesa_wbl", "harbor_admin"):
        for form in ("csv", "xlsx"):
            with undone():
                before = Access.objects.count()
                text = text_of(world.ask(who, "POST", "/employers/export/", {"form": form}))
                assert Access.objects.count() == before + 1
            assert canary("shared", "name") in text
            for address_of in (canary("shared", "email"), canary("shared", "oldmail"), PHONES["shared"]):
                assert address_of not in text
