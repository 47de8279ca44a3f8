"""What people type and send: scripts, formulas, foreign identifiers, odd letters, too much of it (R22–R24)."""

import csv
import io
import re
import uuid

import pytest
from openpyxl import load_workbook

from guildhall.employers.actions import editing
from guildhall.employers.models import Employer
from guildhall.engagements.actions.recording import Happening, record_engagement
from guildhall.lib import clock
from guildhall.prospects.models import Prospect
from tests.permissions.matrix import MATRIX
from tests.permissions.matrix.groups import SIGNED_IN
from tests.permissions.oracle import text_of
from tests.permissions.walk import address, app_of
from tests.permissions.world import undone
from tests.sampling import THOROUGH, drawn, taken, whole

pytestmark = pytest.mark.django_db

SCRIPT = "<script>alert(7261)</script>"
QUOTED = "\"'><img src=x onerror=alert(7261)>"
FORMULAS = [
    '=HYPERLINK("http://x.example","y")', "+1+2", "-2+3", "@SUM(A1)", "\t=1+1", "\r=1+1", "a;=1+1", "a; @SUM(A1)",
]  # fmt: skip
TALL = "n" * 10_000
ODD = [
    "a\x00b",
    TALL,
    "\u202egnp.exe",
    "\u2066x\u2069",
    "\ud800".encode("utf-8", "surrogatepass").decode("utf-8", "replace"),
    "💼" * 300,
]
FAR_DAYS = ("0001-01-01", "1999-06-01", "9999-12-31")
DIGITS = "9" * 5_000  # more than Python turns into a number
NONSENSE = [*ODD, *FAR_DAYS, DIGITS, SCRIPT, str(uuid.uuid4()), "-1", "99999999999999999999"]
FILLED = {
    "name", "domain", "street", "city", "state", "zip", "phone", "industry", "contact_given_name",
    "contact_family_name",
    "contact_title", "contact_email", "text", "summary", "body", "evidence", "next_step", "reason", "message", "answer",
    "given_name", "family_name", "title", "email", "label", "value", "tags", "query", "naics", "staff_count", "code",
    "identifiers", "known_as", "login", "password", "decision", "status", "show", "act", "kind", "version", "holder",
    "institution", "owner", "contact", "site", "audience", "institutions", "until", "next", "language", "other",
    "survivor", "travel",
    "stage", "choice", "happened_on", "next_step_on", "from_date", "to_date", "parent", "time_zone",
    "brand_hue", "form", "planned_on", "due_on", "received_on", "promise_by", "paused_from", "paused_until", "ended_on",
    "decided_on", "look_again_on", "in_force_from", "away_from", "away_to", "score", "n",
}  # fmt: skip


def _posts():
    return [name for name, page in MATRIX.items() if "POST" in page.methods]


def _is_day_or_number(value):
    return bool(re.fullmatch(r"\d{4}-\d\d-\d\d|\d+", str(value)))


def _someone(page, kind):
    """Whoever gets furthest on a page."""
    ranked = ("director", "mesa_wbl", "harbor_wbl", "administrator", "mesa_student", "anonymous")
    return next((w for w in ranked if page.expected(w, "POST", kind) == "ok"), "director")


@pytest.mark.parametrize("name", _posts())
def test_garbage_is_answered_and_never_breaks_anything(world, name):
    """Failure classes 4, 6, 14, 16: every form, empty and with nonsense in every field.

    Of a third of the forms, and of those of changed apps, more of it is sent in one run.
    """
    page = MATRIX[name]
    broken = []
    for kind in page.kinds[:1]:
        url, who = address(world, name, page, kind), _someone(page, kind)
        good = page.data(world, kind, who)
        more = taken(3, name) or whole(app_of(url))
        sent = [{}, *(dict.fromkeys(FILLED, word) for word in drawn(NONSENSE, 4 if more else 1, name))]
        odd = [good | {key: word} for key in good if key != "file" for word in ODD[:3]]
        counted = [key for key, value in good.items() if _is_day_or_number(value)]
        odd += [good | {key: word} for key in counted for word in (*FAR_DAYS, DIGITS)]
        sent += drawn(odd, 4 if more else 1, name)
        for data in sent:
            with undone():
                response = world.ask(who, "POST", url, data)
            if response.status_code >= 500:
                broken.append(f"{kind} as {who}: {response.status_code} for {str(data)[:120]!r}")
    assert not broken, f"POST {name}:\n  " + "\n  ".join(broken)


ADDRESSES = (
    "/employers/?q=%00", "/employers/?q=" + TALL[:3000], "/employers/?after=%C2%B2", "/employers/?q=works&after=%C2%B2",
    "/employers/?place=%00", "/employers/?tag=%00", "/employers/?after=AAAA",
    "/employers/?sort=quiet&after=WyJ4IiwieSJd",
    "/employers/add/alike/?name=a%00b", "/employers/add/alike/?name=%E2%80%AEgnp", "/employers/new/?after=WyJ4IiwieSJd",
    "/activity/?after=WyJ4IiwieSJd", "/employers/?q=%27%3A%2A%20%26%20%21", "/employers/add/?name=%00x",
    f"/employers/?q=works&after={DIGITS}",
    *(f"{page}{name}={day}" for page in ("/follow-ups/?view=due&", "/follow-ups/kept/?") for name in ("from", "to")
      for day in FAR_DAYS),
)  # fmt: skip
FOR_ADMIN = (
    "/journal/?after=%C2%B2", "/journal/?after=99999999999999999999999", "/journal/?verb=%00", "/journal/?who=%00",
    "/journal/shown/?before=%C2%B2", f"/journal/?after={DIGITS}",
)  # fmt: skip
FOR_DIRECTORS = (
    "/crm/?view=%00",
    "/crm/list/?stage=%00",
    "/crm/list/?after=WyIyMDI2Iiwi4oKsIl0",
    "/duplicates/?after=WyJ4IiwieSJd",
)


@pytest.mark.parametrize(
    ("who", "url"),
    [("mesa_wbl", u) for u in ADDRESSES]
    + [("administrator", u) for u in FOR_ADMIN]
    + [("director", u) for u in FOR_DIRECTORS],
)
def test_an_odd_address_is_answered(world, who, url):
    assert world.ask(who, "GET", url).status_code < 500


def test_odd_addresses_of_records_are_answered(world):
    pk, batch = world.records["shared"].employer.pk, world.batches["mesa"].pk
    answered = {}
    for url in (
        f"/employers/{pk}/?older=%00", f"/employers/{pk}/?older=2026-01-01_%C2%B2",
    f"/employers/{pk}/?older=2026-01-01",
        f"/employers/{pk}/?kind=%00", f"/imports/{batch}/?after=%C2%B2", f"/imports/{batch}/?show=%00",
        f"/imports/{batch}/?after=99999999999999999999999",
        f"/imports/{batch}/?after={DIGITS}", "/ready/%00/", "/ready/" + "x" * 4000 + "/",
        "/institutions/%00/", f"/imports/{batch}/rows/99999999999999999999/decide/",
    ):  # fmt: skip
        answered[url] = world.ask("mesa_wbl", "GET", url).status_code
    assert not {url: status for url, status in answered.items() if status >= 500}


# ── Scripts in every field ───────────────────────────────────────────


def _spoil(world, word: str) -> None:
    """Put a word into every text field of a shared and a restricted employer, as people would."""
    for kind, by in (("shared", "director"), ("region", "director")):
        record, person = world.records[kind], world.person(by)
        employer = Employer.objects.get(pk=record.employer.pk)
        facts = {"name": f"A{word}", "industry": word[:120]}
        editing.change_employer(employer, facts, tags=[word[:60]], version=employer.version, by=person)
        editing.add_name(employer, "alias", f"B{word}", by=person)
        editing.add_identifier(employer, "license", word[:60], by=person)
        editing.save_site(employer, {"label": word, "street": word, "city": word}, by=person)
        contact = {"given_name": word, "family_name": word, "title": word}
        editing.save_contact(employer, contact, by=person)
        editing.write_note(employer, word, by=person, institution=world.cast.region)
        happening = Happening(kind="call", summary=word, body=word, themes=(word[:60],), happened_on=clock.today())
        record_engagement(employer, happening, by=person, institution=world.cast.region)
        Prospect.objects.filter(pk=employer.pk).update(next_step=word, stage_reason=word)
    world.cast.mesa.name, world.cast.mesa.code = word, word[:6]
    world.cast.mesa.save()


WHO_READS = ("director", "mesa_wbl", "administrator")


def spoilt_kinds(page):
    """The kinds of records whose texts were spoilt, and whatever is no record."""
    return [k for k in page.kinds if THOROUGH or k in ("shared", "region")] or page.kinds[:1]


def _whole_app(world, name, page):
    return whole(app_of(address(world, name, page, page.kinds[0])))


def test_no_stored_script_reaches_a_page(world):
    """Failure class 14; in one run a third of the pages and those of changed apps."""
    found, met = [], 0
    with undone():
        _spoil(world, SCRIPT + QUOTED)
        for name, page in MATRIX.items():
            in_run = "GET" in page.methods and (taken(3, "scripts", name) or _whole_app(world, name, page))
            for kind in spoilt_kinds(page) if in_run else []:
                readers = [
                    w for w in ("director", "mesa_wbl", "administrator") if page.expected(w, "GET", kind) == "ok"
                ]
                for who in drawn(readers, 1, name, kind):
                    response = world.ask(who, "GET", address(world, name, page, kind))
                    if "html" not in response.get("Content-Type", "") or response.status_code >= 400:
                        continue
                    text = text_of(response)
                    met += "alert(7261)" in text
                    if SCRIPT in text or re.search(r"<img[^>]*onerror", text) or "<c-" in text:
                        found.append(f"{name} {kind} as {who}")
    world.cast.mesa.refresh_from_db()
    assert met > 20, "the words were hardly met"
    assert not found, "\n".join(found)


def test_a_search_word_is_escaped(world):
    for url in (f"/employers/?q={SCRIPT}", f"/employers/add/?name={QUOTED}", f"/journal/?who={SCRIPT}"):
        text = text_of(world.ask("administrator" if "journal" in url else "mesa_wbl", "GET", url))
        assert SCRIPT not in text
        assert "onerror=alert" not in text or "&lt;img" in text


def test_bidirectional_controls_do_not_break_a_page(world):
    with undone():
        _spoil(world, "abc\u202edef\u2066ghi")
        for kind in ("shared", "region"):
            response = world.ask("director", "GET", f"/employers/{world.records[kind].employer.pk}/about/")
            assert response.status_code == 200
            assert "</html>" in text_of(response)


# ── Where a page leads, and what a form may say ──────────────────────


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_nobody_is_led_away(world, target):
    """Failure class 19."""
    language = world.ask("mesa_wbl", "POST", "/language/", {"language": "es", "next": target})
    assert "evil" not in language.get("Location", "")
    assert "javascript" not in language.get("Location", "")
    page = text_of(world.ask("anonymous", "GET", "/account/login/", data={"next": target}))
    words = {"login": "mesa_wbl@people.example", "password": "a sentence for the tests", "next": target}
    signed_in = world.ask("anonymous", "POST", "/account/login/", words)
    assert signed_in.status_code == 302, page[:200]
    assert "evil" not in signed_in["Location"]
    assert "javascript" not in signed_in["Location"]
    name = world.ask("mesa_wbl", "POST", "/employers/filters/", {"name": "x", "query": f"\r\nLocation: {target}"})
    assert name["Location"].startswith("/employers/?")
    assert "\n" not in name["Location"]


def test_a_mailed_link_does_not_follow_the_host(world):
    """Failure class 20."""
    response = world.ask(
        "anonymous", "POST", "/account/password/reset/", {"email": "x@y.example"}, headers={"host": "evil.example"}
    )
    assert response.status_code == 400


# ── Files that leave ─────────────────────────────────────────────────


def test_formulas_leave_harmless(world):
    """Failure class 28, in every column that people fill."""
    with undone():
        employer = Employer.objects.get(pk=world.records["shared"].employer.pk)
        by = world.person("director")
        for n, formula in enumerate(FORMULAS):
            Employer.objects.filter(pk=employer.pk).update(name=formula, industry=formula, domain=formula)
            employer.sites.filter(main=True).update(street=formula, city=formula, phone=formula)
            employer.contacts.update(family_name=formula, given_name="")
            employer.refresh_from_db()
            editing.change_employer(employer, {}, tags=[f"={n}"], version=employer.version, by=by)
            text = text_of(world.ask("mesa_wbl", "POST", "/employers/export/", {"form": "csv"}))
            body = text[text.index("\ufeff") + 1 :]
            cells = [cell for row in list(csv.reader(io.StringIO(body)))[1:] for cell in row if cell]
            assert any(formula.strip() in cell.replace("'", "") for cell in cells)
            cells += [part.lstrip() for cell in cells for part in re.split(r"[;|\t]", cell)[1:] if part.strip()]
            bad = [c for c in cells if c[0] in "=+@\t\r" or (c[0] == "-" and not c[1:].isdigit())]
            assert not bad, bad
            response = world.ask("mesa_wbl", "POST", "/employers/export/", {"form": "xlsx"})
            sheet = load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
            assert not [c.value for row in sheet.iter_rows() for c in row if c.data_type == "f"]


def test_files_are_sent_as_files(world):
    """Failure class 15."""
    for form in ("csv", "xlsx"):
        response = world.ask("mesa_wbl", "POST", "/employers/export/", {"form": form})
        assert response["Content-Disposition"].startswith("attachment")
        assert response["X-Content-Type-Options"] == "nosniff"


def test_headers_stand_on_every_answer(world):
    """R20: pages, refusals, errors."""
    for who, url in (
        ("mesa_wbl", "/employers/"),
        ("mesa_wbl", "/crm/"),
        ("anonymous", "/nothing/"),
        ("anonymous", "/"),
        ("anonymous", "/ui/"),
    ):
        response = world.ask(who, "GET", url)
        policy = response["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "unsafe" not in policy
        assert response["X-Frame-Options"] == "DENY"
        if who in SIGNED_IN:
            assert "no-store" in response["Cache-Control"]
