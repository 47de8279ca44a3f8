"""How often each page asks the database: a figure a page that is not passed, whatever the number of rows (R17)."""

import io
from typing import Any

import pytest
from django.db import connection
from django.db.models import Count
from django.test.utils import CaptureQueriesContext

from guildhall.employers.actions import editing
from guildhall.engagements.actions.recording import Happening, record_engagement
from guildhall.imports.actions import reading
from guildhall.lib import clock
from guildhall.people.permissions import Role
from guildhall.prospects import queries
from tests.permissions.matrix import MATRIX
from tests.permissions.walk import address
from tests.permissions.world import World, bring, undone
from tests.sampling import THOROUGH, drawn, taken

pytestmark = pytest.mark.django_db

# The homes and the record of a student gather what every app above has: one statement or two from each.
# A promotion of this day that the reader may undo is asked for on the page of its employer (13).
MOST, MOST_OF_AN_EMPLOYER = 24, 13
FEW, MANY = (10, 30) if THOROUGH else (3, 21)  # beyond a page of search results
READERS = ("director", "mesa_wbl", "administrator", "mesa_student", "anonymous", "employer_admin", "mesa_learner")
A_KIND_EACH = "own-data"  # everything about one person: one statement for each kind of record that holds something

# How often the lists and the pages of one employer ask, by whom they are asked: lower a figure when a page gets
# better; raise one only with its reason. Seven are the sign-in, the territory, the roles, what surrounds them,
# the menu.
LISTS: dict[str, dict[str, int]] = {
    "mesa_wbl": {
        "/": 19, "/employers/": 13, "/employers/?tag=tag+1": 13, "/employers/new/": 8, "/activity/": 9,
        "/vetting/": 8, "/imports/": 10, "/institutions/": 10, "/protocols/": 9, "/employers/asked/": 10,
        "/employers/?q=": 15, "employer /": 12, "employer /contacts/": 10, "employer /notes/": 9,
        "employer /about/": 12, "employer /why/": 11, "import new": 14, "import duplicate": 21,
    },
    "director": {
        "/": 20, "/crm/": 13, "/crm/?view=all": 13, "/crm/list/?view=all": 15, "/crm/requests/": 13,
        "/crm/checks/": 10, "/duplicates/": 12, "employer /": 13, "employer /contacts/": 10, "employer /notes/": 9,
        "employer /about/": 12, "employer /why/": 11, "import new": 14, "import duplicate": 21, "prospect": 21,
    },
    "administrator": {
        "/": 17, "/access/": 10, "/journal/": 11, "/journal/shown/": 10, "/outbox/": 17, "/institutions/": 10,
        "/settings/": 8,
    },
}  # fmt: skip

# How often every page asks at most, over all kinds of records and the roles that read it.
PAGES: dict[str, int] = {
    "employer-sign-in": 4, "employer-sign-in-code": 4, "employer-sign-in-link": 9, "portal": 24,
    "portal-register": 4, "portal-registered": 4, "portal-confirm": 9,
    "portal-colleague-link": 9, "offer-link": 13, "portal-record": 18, "portal-profile": 10,
    "portal-site-add": 8, "portal-site": 8, "portal-contact": 8, "portal-limits": 13, "portal-correct": 10,
    "portal-colleagues": 9, "portal-offers": 8, "portal-offer-add": 12, "portal-offer": 11, "portal-offer-change": 12,
    "portal-expect": 9, "from-employers": 12, "registration": 11, "expectations": 10, "expectation": 11,
    "agreements": 16, "agreement-pick": 10, "agreement-add": 12, "employer-agreements": 16,
    "employer-agreement-add": 14, "agreement": 20, "agreement-printed": 16, "agreement-pdf": 16,
    "agreement-revision": 12, "agreement-file": 10, "agreement-scan": 12, "agreement-change": 12,
    "agreement-party-add": 14, "agreement-party-employer": 12, "agreement-party": 12, "agreement-duty-add": 12,
    "agreement-duty-change": 12, "agreement-duty": 14, "agreement-sign": 12, "agreement-ask": 12,
    "agreement-on-paper": 12, "agreement-amend": 12, "agreement-end": 10, "agreement-keeper": 12,
    "agreement-sign-link": 10, "agreement-sign-link-file": 10,
    "portal-agreement-file": 16, "portal-agreements": 14, "portal-agreement": 16, "papers": 14, "paper-types": 10,
    "skills-chosen": 11,
    "paper-type-add": 9, "paper-type-change": 8, "paper": 12, "paper-sign": 8,
    "paper-ask": 8, "paper-on-paper": 9, "paper-correct": 8, "paper-scan": 8, "placement-papers": 14,
    "placement-plan": 8, "placement-hours": 10, "hours-add": 8, "hours-correct": 9, "placement-visits": 10,
    "visit-add": 8, "evaluation-add": 9, "placement-printed": 16, "placement-pdf": 15, "assessments": 11,
    "assessment-answer": 8, "sign-link": 12, "hours-link": 11, "approve-link": 12, "evaluate-link": 12,
    "assess-link": 9,
    "event-doors": 10, "door": 22, "door-printed": 16, "door-code": 14, "attendance": 22, "attendance-report": 20,
    "door-worker": 9, "door-feedback": 11, "door-feedback-link": 8, "interviews-choose": 16, "door-offline": 7,
    "bookings-missed": 12, "missed-link": 10, "feedback-link": 10, "student-afterward": 10,
    "students": 10, "students-mine": 10, "counselors": 13,
    "student": 23, "student-add": 13, "student-change": 14, "student-opt-out": 21, "consent-add": 9,
    "consent-ask": 10, "consents-asked": 9, "consent-link": 9,
    "guardian-add": 9, "guardian-change": 9, "people-lists": 11, "people-list": 14,
    "students-invite": 10, "student-sign-in": 5,
    "student-sign-in-code": 4, "student-sign-in-link": 9, "student-claim": 4, "student-home": 18,
    "student-record": 12, "student-reach": 7, "student-opportunities": 12, "student-opportunities-map": 13,
    "student-opportunity": 16, "student-searches": 11, "student-search-keep": 6, "student-search-change": 7,
    "stop-search": 8, "student-places": 15, "student-application": 11, "student-placement": 17,
    "student-paper": 9, "student-hours": 9, "student-reflect": 9, "student-consent": 8,
    "portal-students": 12, "portal-application": 14, "portal-placement": 20, "portal-evaluate": 14, "portal-paper": 12,
    "portal-assess": 8,
    "people-list-columns": 9, "people-list-apply": 9, "people-list-undo": 9,
    "caseload": 11, "case-take": 10, "case-change": 11,
    "placements": 10, "placement-turns": 10, "placement-figures": 20, "applications": 10,
    "groups": 10, "group-students": 12, "application": 18,
    "placement": 23, "placement-change": 16, "opportunity-placements": 14, "refer": 12,
    "student-refer": 12, "placement-pick": 12, "placement-add": 16,
    "employer-placements": 19, "group-add": 14, "duty-add": 14, "duty": 14, "placement-internships": 10,
    "placement-question": 10,
    "accomplishments": 11, "accomplishments-csv": 7, "experiences": 8,
    "events": 15, "event-gaps": 12, "event-openings": 11, "event-add": 15, "employer-events": 12, "event": 21,
    "event-change": 20, "event-publish": 18, "event-move": 18, "event-held": 11, "event-employers": 12,
    "event-attended": 11, "event-time": 11, "event-time-add": 11, "event-session-change": 13, "event-employer-came": 16,
    "event-time-change": 11, "event-employer-add": 14,
    "event-session-add": 11, "event-part": 14, "event-invite": 13, "event-offer": 11,
    "event-opening": 11, "event-slots-add": 11, "events-public": 5, "event-public": 5,
    "attestations": 10, "terms-due": 16, "same-people": 11,
    "attestation-add": 9, "attestation": 15, "attestation-withdraw": 9, "hosts": 10, "host": 12,
    "event-feeds": 9, "events-published": 12, "event-feed": 13, "events-public-feed": 7, "event-ics": 10,
    "event-calendars": 11, "event-calendar": 9,
    "bookings": 17, "booking-students": 15, "booking-terms": 13, "booking": 8, "booking-others": 16,
    "booking-rebook": 20,
    "student-events": 9, "student-event": 21, "student-booking": 4, "student-booking-entry": 4,
    "portal-events": 5, "portal-event": 13, "portal-interviews": 13, "interviews-link": 8, "booking-link": 8,
    "student-calendar": 5, "portal-calendar": 5, "student-feed": 12, "portal-feed": 12,
    "programs": 10, "program-add": 11, "program": 11, "program-change": 12, "pathways": 9, "pathway-add": 10,
    "pathway": 10, "pathway-change": 11, "known-occupations": 8, "known-programs-of-cip": 8, "known-programs": 8,
    "opportunities": 14, "opportunities-map": 15, "opportunities-approval": 9, "opportunities-ours": 9,
    "opportunities-limited": 10, "opportunity-pick": 9, "employer-opportunities": 11, "opportunity-add": 16,
    "opportunity": 22, "opportunity-change": 18, "opportunity-limit": 11, "opportunity-public": 9,
    "refusal-reasons": 10, "refusal-reason-change": 9,
    "opportunities-open": 10, "sitemap": 9, "sitemap-part": 9, "robots": 6, "still-open": 9,
    "health": 4, "theme": 4, "gallery": 7, "ready-link": 9, "account_login": 1, "account_logout": 7,
    "account_inactive": 7, "account_reset_password": 7, "account_reset_password_done": 7,
    "account_reset_password_from_key": 7, "account_reset_password_from_key_done": 7, "account_reauthenticate": 13,
    "account_change_password": 7, "mfa_index": 9, "mfa_reauthenticate": 13, "usersessions_list": 11, "today": 20,
    "roles": 7, "protocols": 9, "institutions": 10, "protocol": 12, "employers": 13, "contacts": 12,
    "employers-bulk-done": 9, "calendar": 11, "calendar-feed": 13, "follow-up-calendar": 8,
    "copy-address": 9, "copies": 11, "copy": 12, "copy-log": 18, "known-tags": 8,
    "known-industries": 8, "known-cities": 8, "known-themes": 8, "log-suggest": 14, "contact-merge": 13,
    "search": 19, "search-suggest": 19, "colleague": 12,
    "employers-new": 8,
    "activity": 8, "employer-add": 9, "employer-suggest": 14, "asked": 10, "crm": 13, "crm-list": 15,
    "crm-probes": 10, "crm-requests": 13, "held": 8, "imports": 10, "institution-add": 8,
    "institutions-load": 9, "institution-change": 12,
    "access": 10, "access-give": 8, "invite-many": 8, "hand-over-link": 9, "welcome": 9,
    "settings": 8, "journal": 12, "accesses": 9, "running": 11,
    "outbox": 17, "outbox-email": 16, "employer": 13, "engagement": 15, "employer-contacts": 10, "employer-about": 12,
    "employer-why": 12,
    "employer-notes": 9, "note-change": 10, "contact-add": 9, "employer-change": 9, "site-add": 8, "site-change": 9,
    "employer-owner": 9, "prospect": 21, "prospect-promote": 18, "import": 21, "import-blank": 6,
    "import-grid": 8, "import-columns": 8,
    "duplicates": 12, "duplicate": 17, "employer-merge": 8,
    "protocol-changes": 13, "protocol-readers": 13, "protocol-draft": 10, "protocol-introduction": 8,
    "protocol-publish": 11, "protocol-simulation": 19, "clause-add": 8, "clause-change": 9, "clause-criteria": 10,
    "profile": 8, "profile-photograph": 8,
    "your-access": 9, "terms-list": 8, "terms": 9, "terms-publish": 10, "points-of-contact": 9, "point-add": 10,
    "point-change": 10, "trainings": 10, "course-add": 9, "course-change": 9, "session-add": 10, "session": 9,
    "session-change": 9,
    "log": 9, "follow-ups": 9, "follow-ups-kept": 16, "follow-ups-none": 8, "notices": 10, "notice-choices": 8,
    "follow-up-link": 9,
    "engagement-log": 17,  # with the budget and the usual day of a follow-up, as the protocol says
    "timeline-printed": 10, "timeline-narrow": 11, "employer-similar": 15,
    "contact-timeline": 18, "engagement-change": 17, "attachment": 10, "employer-follow-ups": 16, "follow-up": 13,
    "ask-plan": 13, "asks": 15, "employer-counted": 13, "ask": 10, "ask-done": 16, "limit-add": 9,
    "limit-change": 10, "door-hold": 8,
    "employer-relationship": 14, "temperature-link": 9, "temperatures": 9, "relationship-end": 8, "endings": 8,
    "red-tape-add": 8, "red-tape-change": 10,
    "guest-add": 8, "engagement-guest-add": 10, "guest": 11, "next-opportunities": 16, "kinds": 8, "kind-change": 9,
    "participation": 14, "coverage": 16, "adoption": 13, "adoption-of": 13, "adoption-agree": 9,
    "adoption-clause": 10,
    "exceptions": 10, "exception": 12,
    "enquiries": 10, "enquiries-kept": 10, "enquiry-pick": 9, "enquiry-add": 10, "employer-enquiries": 9,
    "employer-enquiry-add": 12, "enquiry": 17, "enquiry-change": 10,
    "handovers": 12, "continuity": 16, "funding": 10, "hand-over": 14,
    "hand-over-plan": 16,
    "employer-accounts": 13, "key-account-add": 15, "key-account-change": 13,
    "employer-shown": 12, "touch-point-add": 13, "touch-point-change": 14, "contact-follow": 9, "liaison-ask": 11,
    "liaisons": 10, "liaison": 10,
    "arrange": 8, "contact-load": 12, "burden": 9,
    "contacts-avoided": 8, "challenges": 8, "challenge-raise": 7, "challenge": 11,
    "challenge-change": 8, "challenge-decide": 8, "decision": 10, "processes": 8, "process-add": 10,
    "process": 16, "process-version": 14,
    "process-connections": 12, "step-branches": 11,
    "process-change": 9, "step-add": 8, "step-change": 10, "step-refine": 11, "improvements": 9,
    "improvement-add": 7, "improvement": 11, "super-users": 9, "super-user": 10, "news": 8,
    "announcements": 9, "announcement": 11, "announcement-add": 9, "announcement-change": 8,
    "meetings": 8, "meeting-add": 8, "meeting-tasks": 8, "meeting": 19, "meeting-change": 10, "meeting-cancel": 10,
    "meeting-organizers": 13, "meeting-paper": 10, "meeting-line-add": 13, "meeting-definitions": 10,
    "meeting-people": 13, "meeting-people-add": 11, "meeting-participant": 13, "meeting-room": 17,
    "meeting-projector": 14, "meeting-projector-now": 13, "meeting-said": 17, "meeting-ballots": 12,
    "meeting-tally": 16, "meeting-tally-file": 11, "meeting-outcome": 18, "meeting-minutes": 10, "meeting-link": 12,
    "room-code": 7, "room": 10, "room-now": 9, "meeting-line": 13,
    "inventory": 7, "own-data": 116, "own-data-link": 9, "data-requests": 9, "data-request-add": 7,
    "data-request": 11,  # with how well the address is known
}  # fmt: skip


def fill(world: World, start: int, count: int) -> None:
    """More of everything that pages list."""
    cast, director, mesa = world.cast, world.person("director"), world.person("mesa_wbl")
    shared = world.records["shared"].employer
    for n in range(start, start + count):
        cast.shared(
            f"Shared number {n} Works", city=f"Town {n}", tags=[f"tag {n}"], contact={"family_name": f"Person {n}"}
        )
        prospect = cast.prospect(f"Lead number {n} Works", industry="robots")
        prospect.owner, prospect.next_step, prospect.next_step_on = director, "call", "2026-01-01"
        prospect.save()
        cast.prospect(f"Held number {n} Works", holder=cast.mesa, by=mesa)
        editing.save_contact(shared, {"family_name": f"Contact {n}", "email": f"c{n}@x.example"}, by=director)
        editing.write_note(shared, f"note {n}", by=mesa, institution=cast.mesa)
        happening = Happening(kind="call", summary=f"call {n}", happened_on=clock.today())
        record_engagement(shared, happening, by=mesa, institution=cast.mesa)
        reading.start_import(io.BytesIO(b"Employer\nX\n"), f"list {n}.csv", by=mesa, institution=cast.mesa)
        cast.add(f"extra{n}", Role.INSTRUCTOR, cast.mesa)
        world.ask("mesa_wbl", "POST", f"/employers/{shared.pk}/contacts/{world.records['shared'].ids['contact']}/show/")


def asked(world: World, who: str, url: str) -> int:
    """How many queries one page takes, savepoints apart."""
    world.ask(who, "GET", url)  # whatever is read once a process is read now
    with CaptureQueriesContext(connection) as captured:
        assert world.ask(who, "GET", url).status_code == 200, url
    return sum(1 for q in captured.captured_queries if "SAVEPOINT" not in q["sql"])


def addresses(world: World) -> dict[tuple[str, str], str]:
    """The pages whose rows grow: (what it is, by whom) and its address."""
    shared, batch = world.records["shared"].employer.pk, world.more["batch"].pk
    plain = {
        "mesa_wbl": (
            "/", "/employers/", "/employers/?tag=tag+1", "/employers/new/", "/activity/", "/vetting/", "/imports/",
            "/institutions/", "/protocols/", "/employers/asked/",
        ),
        "director": (
            "/", "/crm/", "/crm/?view=all", "/crm/list/?view=all", "/crm/requests/", "/crm/checks/", "/duplicates/",
        ),
        "administrator": ("/", "/access/", "/journal/", "/journal/shown/", "/outbox/", "/institutions/", "/settings/"),
    }  # fmt: skip
    found = {(url, who): url for who, urls in plain.items() for url in urls}
    found["/employers/?q=", "mesa_wbl"] = "/employers/?q=works"
    for who in ("mesa_wbl", "director"):
        for tab in ("", "contacts/", "notes/", "about/", "why/"):
            found[f"employer /{tab}", who] = f"/employers/{shared}/{tab}"
        for tab in ("new", "duplicate"):
            found[f"import {tab}", who] = f"/imports/{batch}/?show={tab}"
    found["prospect", "director"] = f"/vetting/{shared}/"
    return found


def _list(world: World, rows: int) -> None:
    lines = "\n".join(
        [f"Fresh bakery {n} of town" for n in range(rows)] + [f"Shared number {n} Works" for n in range(min(rows, 19))]
    )
    world.more["batch"] = bring(world.cast, "mesa_wbl", world.cast.mesa, f"Employer\n{lines}\n", f"many {rows}.csv")


def _beyond(found: dict[Any, int], known: dict[Any, int]) -> list[str]:
    """Where a page asks more often than its figure, or has none."""
    wrong = [f"{what}: {n}, its figure is {known.get(what)}" for what, n in found.items() if n > known.get(what, -1)]
    return wrong + [f"{what} is no page any more" for what in known.keys() - found.keys()]


def test_lists_ask_as_often_for_many_rows_as_for_few(world):
    with undone():
        fill(world, 0, FEW)
        _list(world, FEW)
        few = {key: asked(world, key[1], url) for key, url in addresses(world).items()}
        fill(world, FEW, MANY - FEW)
        _list(world, MANY)
        many = {key: asked(world, key[1], url) for key, url in addresses(world).items()}
    growing = [f"{what}: {few[what]}, then {n}" for what, n in many.items() if n > few[what]]
    assert not growing, "Queries grow with the rows:\n  " + "\n  ".join(growing)
    figures = {(what, who): n for who, told in LISTS.items() for what, n in told.items()}
    assert not (wrong := _beyond(many, figures)), "More queries than before:\n  " + "\n  ".join(wrong)


def _kinds(page: Any) -> list[str]:
    """The kinds of records that a page is asked for: all, or the two whose pages are the fullest."""
    kinds = list(page.kinds)
    return kinds if THOROUGH or len(kinds) < 3 else [k for k in kinds if k in ("shared", "region")] or kinds


def test_no_page_asks_more_often_than_its_figure(world):
    found: dict[str, int] = {}
    walked = {name: page for name, page in MATRIX.items() if taken(4, "figures", name)}
    for name, page in walked.items():
        for kind in _kinds(page) if "GET" in page.methods else ():
            readers = [who for who in READERS if page.expected(who, "GET", kind) == "ok"]
            for who in drawn(readers, 1, name, kind) + readers:  # one who is not led on to another page
                url = address(world, name, page, kind)
                if world.ask(who, "GET", url).status_code == 200:
                    found[name] = max(found.get(name, 0), asked(world, who, url))
                    if not THOROUGH:
                        break
    figures = {name: n for name, n in PAGES.items() if name in walked or name not in MATRIX}
    assert not (wrong := _beyond(found, figures)), "More queries than before:\n  " + "\n  ".join(wrong)


def test_the_figures_are_within_what_was_promised():
    lists = [(what, n) for told in LISTS.values() for what, n in told.items()]
    assert max(n for what, n in [*lists, *PAGES.items()] if what != A_KIND_EACH) <= MOST
    assert max(n for what, n in lists if what.startswith("employer /")) <= MOST_OF_AN_EMPLOYER


@pytest.mark.always
def test_a_query_for_each_row_is_found(world, monkeypatch):
    """The control: a list whose rows fetch what they show one by one."""
    usual = asked(world, "director", "/crm/list/?view=all")
    monkeypatch.setattr(queries, "with_progress", lambda rows: rows.annotate(answered=Count("answers")))
    assert asked(world, "director", "/crm/list/?view=all") > usual + 2


@pytest.mark.always
def test_a_page_beyond_its_figure_is_found():
    """The control of the figures."""
    assert _beyond({"today": 21}, {"today": 20}) == ["today: 21, its figure is 20"]
    assert _beyond({"new page": 3}, {}) == ["new page: 3, its figure is None"]
