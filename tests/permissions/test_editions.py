"""Two people change the same record: the second gets a comparison, and nothing is overwritten in silence (R29).

Every page that the application has is asked for its forms. A form that changes an existing record must carry the
version that its author saw; one that does not is named, unless the table below says why it overwrites nothing.
"""

from collections.abc import Iterator
from typing import Any

import pytest

from guildhall.people.models import Person
from tests.permissions.editions import ADD, CHOICES, FIELDS, NO_VERSION, ONCE
from tests.permissions.forms_of_pages import Form, forms_of
from tests.permissions.matrix import MATRIX
from tests.permissions.matrix.filling import SOON
from tests.permissions.matrix.page import Page
from tests.permissions.walk import address
from tests.permissions.world import World, undone
from tests.sampling import THOROUGH

pytestmark = pytest.mark.django_db

KINDS = ("region", "mesa", "shared", "ready")
WALKERS = ("director", "mesa_wbl", "administrator", "mesa_admin")

# Forms that people fill in without a version, each with the reason why none of them can overwrite what is saved.
NO_VERSION: dict[str, str] = {
    "approve-link": "approves a week of hours once",
    "visit-add": "adds another visit",
    "sign-link": "signs once",
    "paper-types": "takes over another starter",
    "paper-sign": "signs once",
    "paper-on-paper": "notes a signature once",
    "paper-ask": "asks once more",
    "hours-link": "logs another day",
    "evaluation-add": "adds another evaluation",
    "evaluate-link": "adds another evaluation",
    "attestation-add": "attests the figures of the moment, beside those before",
    "assessment-answer": "answers once",
    "assess-link": "answers once",
    "missed-link": "answers once",
    "feedback-link": "answers once",
    "student-afterward": "answers once",
    "door-tap": "each tap has a key of its own",
    "event-doors": "begins a list that is not there",
    "employer-sign-in": "asks for an e-mail",
    "portal-register": "registers once more",
    "portal-confirm": "confirms an address, once",
    "portal-site-add": "adds a site",
    "portal-correct": "says one more thing",
    "portal-colleagues": "lets one more colleague in",
    "portal-offer-add": "offers one more thing",
    "employer-sign-in-code": "signs in",
    "employer-sign-in-link": "signs in, once",
    "employer": "records one more engagement",
    "employer-notes": "writes one more note",
    "contact-add": "adds a contact",
    "data-request-add": "notes one more request",
    "challenge-raise": "raises one more challenge",
    "challenge": "says one more thing",
    "challenge-decide": "writes one more decision down; the version is of the discussion that was read",
    "improvement-add": "suggests one more thing",
    "improvement-vote": "a vote for or against",
    "hand-over-plan": "one's own plan",
    "hand-over-planned": "hands over once",
    "step-branches": "adds a way; one to the same step replaces words that the page shows",
    "branch-remove": "takes a way out",
    "process-connections": "adds a connection",
    "connection-remove": "takes a connection out",
    "profile-photograph": "one's own picture, chosen anew",
    "profile-photograph-remove": "one's own",
    "announcement-add": "publishes one more piece of news",
    "announcement": "passes it on once",
    "announcement-pass-on": "passes it on once",
    "super-user": "names somebody; the page shows who it is",
    "process-add": "begins one more map",
    "step-move": "moves a step by one place",
    "step-remove": "takes a step out",
    "news": "notes what was read",
    "arrange": "one's own",
    "own-data": "hands out a file",
    "own-data-link": "hands out a file",
    "site-add": "adds a site",
    "event-add": "plans one more event",
    "portal-event": "books once: the key of the form says so",
    "portal-booking-cancel": "gives back once",
    "booking-me": "books once: the key of the form says so",
    "booking-students": "books once: the key of the form says so",
    "booking-cancel": "gives back once",
    "booking-accept": "says yes once",
    "student-event-book": "books once: the key of the form says so",
    "student-booking-cancel": "gives back once",
    "student-booking-accept": "says yes once",
    "event-calendars": "brings one more calendar",
    "event-calendar-end": "ends it once",
    "event-feeds": "one's own",
    "event-employer-add": "names one more employer",
    "event-employer-came": "notes one more employer",
    "event-session-add": "adds a session",
    "event-session": "checks in or takes off once",
    "event-offer": "asks once: who is asked already is refused",
    "opportunity-add": "enters one more opportunity",
    "opportunity-ask": "asks once more",
    "opportunity-limit": "records one more exception; what stood before stays as history",
    "opportunity-lift": "ends it once, with its reason",
    "opportunity-alert": "one's own",
    "still-open": "answers once",
    "program-add": "adds a program",
    "student-add": "adds a student",
    "refer": "puts one more student forward",
    "student-refer": "puts the student forward once more",
    "placement-add": "adds a placement",
    "group-add": "counts one more group",
    "placement-question": "answers once",
    "consent-add": "adds a consent",
    "students-invite": "invites those who are not",
    "student-claim": "asks for an e-mail",
    "student-sign-in": "asks for an e-mail",
    "student-sign-in-code": "signs in once",
    "student-sign-in-link": "signs in once",
    "consent-ask": "asks one more question",
    "consent-link": "answers once",
    "guardian-add": "adds a parent or guardian",
    "people-lists": "brings another list",
    "people-list-spellings": "says once what words mean",
    "people-list-apply": "a list is applied once",
    "people-list-undo": "a list is taken back once",
    "case-take": "takes into a caseload",
    "pathway-add": "begins a pathway",
    "employers-bulk": "each record carries its own edition",
    "audience": "each record has its say, and all of it can be undone",
    "crm-bulk": "each record carries its own edition",
    "calendar": "one's own",
    "copy-address": "one's own",
    "crm-export": "takes a file away",
    "name-add": "adds a name",
    "identifier-add": "adds a number",
    "employer-add": "enters a new employer",
    "employer-ask": "sends a request",
    "employers-export": "takes a file away",
    "contacts-export": "takes a file away",
    "key-account-add": "adds a key account",
    "key-account-contest": "contests once",
    "contest-settle": "settles once",
    "exception-lift": "ends it once, with its reason",
    "key-account-end": "ends it once; the reason belongs to that act",
    "touch-point-add": "names one more person",
    "contact-follow": "enters a new position",
    "employer-follow-ups": "promises one more follow-up",
    "ask-plan": "plans one more ask",
    "ask-join": "signs once: who has signed is refused",
    "door-hold": "announces one more conversation",
    "engagement-attach": "adds a paper",
    "engagement-message": "begins a log out of a message",
    "follow-up-link": "answers once",
    "notice-choices": "one's own",
    "protocol-draft": "begins a draft",
    "guest-add": "brings one more guest in",
    "engagement-guest-add": "brings one more guest in",
    "guest": "adds a word",
    "hand-over": "an act of its own: what is handed over is gone from the list",
    "relationship-end": "notes one more ending",
    "session": "enters who came; each person's line is one act",
    "temperature-link": "answers once",
    "temperature-take": "asks once more",
    "exception": "an act of its own: one that was changed meanwhile has ended, and is refused",
    "adoption-agree": "agrees once",
    "enquiry-add": "takes one more enquiry down",
    "employer-enquiry-add": "takes one more enquiry down",
    "terms-publish": "publishes the next version",
    "liaison-ask": "sends a request",
    "liaison-answer": "answers once: a request that is answered is refused",
    "filter-save": "adds a tab of one's own",
    "imports": "brings another list",
    "import-decide": "one act on one row; a row that is applied is refused",
    "institution-add": "enters an institution",
    "institutions-load": "enters institutions",
    "access-give": "gives one more role",
    "invite-many": "gives more roles",
    "welcome": "chooses a password once",
    "hand-over-link": "makes one more link; the earlier one opens nothing any more",
    "access-end": "ends a role once; the reason belongs to that act",
    "prospect-confirm": "confirms once",
    "prospect-send-link": "sends one more link",
    "prospect-promote": "an act of its own: whoever comes second is refused",
    "prospect-park": "an act of its own: whoever comes second is refused",
    "prospect-send-back": "an act of its own: whoever comes second is refused",
    "prospect": "the reason of one of the two acts above",
    "crm-reply": "answers once: a request that is answered is refused",
    "duplicate-judge": "judges once: a pair that is judged is refused",
    "employer-merge": "an act of its own: a merged record is refused",
    "ready-link": "confirms once",
    "account_login": "one's own",
    "account_reset_password": "one's own",
    "account_reauthenticate": "one's own",
    "account_change_password": "one's own",
    "mfa_reauthenticate": "one's own",
    "mfa_deactivate_totp": "one's own",
    "mfa_activate_totp": "one's own",
    "mfa_generate_recovery_codes": "one's own",
    "gallery": "shows how forms look",
}
# Acts that carry a version and happen once: whoever comes second is told, and nothing is overwritten.
ONCE = {
    "engagement-remove", "protocol-publish", "follow-up-report", "follow-up-cancel", "follow-up-redate",
    "follow-up-hand-on", "ask-move", "ask-withdraw", "ask-done", "limit-lift", "red-tape-end",
    "data-request-send",
    "data-request-erase", "data-request-refuse", "challenge-close", "process-publish", "enquiry-hand-over",
    "enquiry-close", "opportunity-refuse", "opportunity-close", "event-publish", "event-cancel", "event-held",
    "event-attended", "event-part-came",
    "event-leave-out", "event-part-off", "event-invite", "event-opening", "event-move",
    "event-calendar-act", "placement-step", "application-step", "registration",
    "registration-refuse", "attestation-withdraw", "paper-correct", "hours-correct",
}  # fmt: skip
# Forms that add something, and share their fields with the form that changes it.
ADD = {
    "clause-add", "engagement-log", "limit-add", "red-tape-add", "point-add", "course-add", "session-add", "kinds",
    "step-add", "paper-type-add", "hours-add",
}  # fmt: skip
# What the two editors type, where the first text of the form is not the telling one.
FIELDS = {
    "clause-change": "heading",
    "step-refine": "text",
    "point-change": "deputy",
    "prospect-move": "stage",
    "institution-change": "name",
    "settings": "name",
    "import-columns": "s0-c2",
    "people-list-columns": "s0-c2",
    "funding": "funded_until",
}
CHOICES = {"prospect-move": ("contacted", "developing"), "import-columns": ("industry", "naics"),
           "people-list-columns": ("grade", "program"),
           "funding": ("2031-03-01", "2031-04-01")}  # fmt: skip


@dataclass
class Form:
    """A form as a browser has it: where it goes and what it would send."""

    action: str
    method: str
    values: dict[str, str] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)
    choices: dict[str, list[str]] = field(default_factory=dict)
    visible: set[str] = field(default_factory=set)

    @property
    def name(self) -> str:
        return resolve(urlsplit(self.action).path).url_name or ""


class Reader(HTMLParser):
    """The forms of a page."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.url, self.found = url, list[Form]()
        self.form: Form | None = None
        self.select = self.area = ""

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        a = {k: v or "" for k, v in attrs}
        if tag == "form":
            self.form = Form(a.get("action") or self.url, a.get("method", "get").lower())
            self.found.append(self.form)
        elif self.form is None:
            return
        elif tag in ("input", "select", "textarea") and a.get("name"):
            self._control(tag, a)
        elif tag == "option" and self.select:
            self.form.choices[self.select].append(a.get("value", ""))
            if "selected" in a:
                self.form.values[self.select] = a.get("value", "")

    def _control(self, tag: str, a: dict[str, str]) -> None:
        form, name, kind = self.form, a["name"], a.get("type", "text") if tag == "input" else tag
        assert form
        if kind not in ("hidden", "submit", "button"):
            form.visible.add(name)
        if kind == "select":
            self.select, form.choices[name] = name, []
            form.values.setdefault(name, "")
        elif kind == "textarea":
            self.area, form.values[name] = name, ""
            form.texts.append(name)
        elif kind in ("radio", "checkbox"):
            form.choices.setdefault(name, []).append(a.get("value", "on"))
            if "checked" in a:
                form.values[name] = a.get("value", "on")
        else:
            form.values[name] = a.get("value", "")
            if kind == "text":
                form.texts.append(name)

    def handle_data(self, data: str) -> None:
        if self.form and self.area:
            self.form.values[self.area] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.form = None
        elif tag == "select":
            self.select = ""
        elif tag == "textarea":
            if self.form and self.area:  # the line break that every textarea begins with is none
                self.form.values[self.area] = self.form.values[self.area].removeprefix("\n")
            self.area = ""


def forms_of(response: Any, url: str) -> list[Form]:
    reader = Reader(url)
    reader.feed(response.content.decode())
    return reader.found


def pages(world: World) -> Iterator[tuple[str, str, str, str, Any]]:
    """The pages that somebody may open: (its name, by whom, of which kind of record, its address, what to send).

    One run takes of each page and kind of record the first walker who may change something, else the first reader.
    """
    for name, page in MATRIX.items():
        for kind in page.kinds if len(page.kinds) < 3 else [k for k in page.kinds if k in KINDS]:
            for who in _walkers(page, kind):
                if "GET" in page.methods and page.expected(who, "GET", kind) == "ok":
                    yield name, who, kind, address(world, name, page, kind), None
                if name == "import" and page.expected(who, "GET", kind) == "ok":
                    yield name, who, kind, address(world, name, page, kind) + "?show=invalid", None
                if name == "contact-change" and page.expected(who, "POST", kind) == "ok":
                    yield name, who, kind, address(world, name, page, kind), {"open": "1"}


def _walkers(page: Page, kind: str) -> list[str]:
    readers = [who for who in WALKERS if "GET" in page.methods and page.expected(who, "GET", kind) == "ok"]
    if THOROUGH:
        return readers
    changers = [who for who in readers if page.expected(who, "POST", kind) == "ok"]
    return (changers or readers)[:1]


def changing_forms(world: World, only: str = "") -> dict[str, tuple[str, str, Any, Form]]:
    """The forms that people fill in, by where they lead: (by whom, page, how it opens, the form)."""
    found: dict[str, tuple[str, str, Any, Form]] = {}
    for name, who, _kind, url, sent in pages(world):
        if only not in ("", name):
            continue
        with undone():
            response = world.ask(who, "POST" if sent else "GET", url, sent)
        assert response.status_code < 500, f"{url} as {who}"
        if response.status_code != 200 or "html" not in response.get("Content-Type", ""):
            continue
        for form in forms_of(response, url):
            if form.method == "post" and form.visible:
                found.setdefault(form.name, (who, url, sent, form))
    return found


@pytest.fixture(scope="module")
def forms(world) -> dict[str, tuple[str, str, Any, Form]]:
    """The forms of the world as it is."""
    return changing_forms(world)


def unversioned(forms: dict[str, tuple[str, str, Any, Form]]) -> list[str]:
    """The forms that change something and carry no version."""
    return sorted(
        f"{name}, on {url}: a form on an existing record carries its version (ui.editing.VersionedForm), "
        "or NO_VERSION says why it overwrites nothing"
        for name, (_who, url, _sent, form) in forms.items()
        if "version" not in form.values and name not in NO_VERSION
    )


def test_every_form_that_changes_a_record_carries_its_version(forms):
    assert len(forms) > 25, "the walk finds the forms"
    assert not (wrong := unversioned(forms)), "\n".join(wrong)
    assert not (gone := [n for n in NO_VERSION if n not in forms and n not in MATRIX]), gone


def test_a_form_without_a_version_is_named(world, monkeypatch):
    """The control: the same form with its version left out."""
    from guildhall.employers.forms.records import OwnerForm

    monkeypatch.setattr(OwnerForm, "__getitem__", lambda self, name: "" if name == "version" else _field(self, name))
    found = unversioned(changing_forms(world, "employer-owner"))
    assert [line.split(",")[0] for line in found] == ["employer-owner"]


def _field(form: Any, name: str) -> Any:
    from django.forms import BaseForm

    return BaseForm.__getitem__(form, name)


def test_acts_that_happen_once_say_so_to_whoever_comes_second(world, forms):
    data = {"words": "seen", "due_on": SOON, "planned_on": SOON, "in_force_from": SOON}
    wrong = []
    for name in sorted(ONCE & set(forms)):
        who, _url, _sent, form = forms[name]
        with undone():
            answers = [world.ask(who, "POST", form.action, form.values | data).status_code for _turn in range(2)]
        if answers[1] not in (200, 403, 404, 409, 422):
            wrong.append(f"{name}: {answers}")
    assert not wrong, wrong


# ── Two editors ──────────────────────────────────────────────────────


def edits(name: str, form: Form) -> tuple[str, str, str]:
    """Which field the two change, to what the first one, to what the second one."""
    key = FIELDS.get(name) or next(iter(form.texts), "")
    if name in CHOICES:
        return (key, *CHOICES[name])
    if key and key not in form.choices:
        return key, "Saved by the first", "Typed by the second"
    more = (k for k, options in form.choices.items() if len([o for o in options if o != form.values.get(k)]) > 1)
    key = key or next(more, "")
    assert key, f"{name}: nothing that two could change; name a field in FIELDS"
    first, second = [o for o in form.choices[key] if o != form.values.get(key)][:2]
    return key, first, second


def collide(world: World, name: str, who: str, url: str, sent: Any, form: Form) -> list[str]:
    """Two editors open a form; both change it; what the second one meets, and what is wrong with it."""
    key, first, second = edits(name, form)
    data = form.values | ({"choice": "no"} if name == "prospect-answer" else {})
    with undone():
        saved = world.ask(who, "POST", form.action, data | {key: first})
        if saved.status_code != 302:
            return [f"{name}: the first editor could not save ({saved.status_code})"]
        late = world.ask(who, "POST", form.action, data | {key: second})
        if late.status_code != 200:
            return [f"{name}: the second editor got {late.status_code}, not a comparison"]
        text = late.content.decode()
        again = next((f for f in forms_of(late, form.action) if f.name == form.name and "version" in f.values), None)
    wrong = []
    if "Somebody saved this while your form was open" not in text:
        wrong.append(f"{name}: no comparison")
    if again is None or again.values.get(key) != second:
        wrong.append(f"{name}: what was typed is not kept ({again and again.values.get(key)})")
    if again is not None and again.values["version"] == form.values["version"]:
        wrong.append(f"{name}: the form cannot be sent again")
    rows = [row for row in text.split("<tr>") if "<td>" in row]
    shown = _words(world, name, form, key, first), _words(world, name, form, key, second)
    if not any(all(word in row for word in shown) for row in rows):
        wrong.append(f"{name}: not both values are shown: {shown}")
    return wrong


def _words(world: World, name: str, form: Form, key: str, value: str) -> str:
    """A value as a page shows it."""
    if name in ("employer-owner", "point-change"):
        person = Person.objects.filter(pk=value).first() if value else None
        return person.name if person else "—"
    return {
        "contacted": "Contacted",
        "developing": "Developing",
        "industry": "Industry",
        "naics": "NAICS code",
        "grade": "Grade",
        "program": "Program of study",
    }.get(value, value)


def colliding(world: World, forms: dict[str, tuple[str, str, Any, Form]]) -> dict[str, list[str]]:
    """For every form with a version: what is wrong when two change the same."""
    return {
        name: collide(world, name, *parts)
        for name, parts in forms.items()
        if "version" in parts[3].values and name not in NO_VERSION.keys() | ONCE | ADD
    }


def test_the_second_editor_compares_and_nothing_is_overwritten(world, forms):
    found = colliding(world, forms)
    assert {"contact-change", "employer-owner", "import-columns", "import-mend", "prospect-plan"} <= set(found)
    wrong = [line for lines in found.values() for line in lines]
    assert not wrong, "\n".join(wrong)


def test_an_editor_who_overwrites_is_found(world, forms, monkeypatch):
    """The control: an action that compares no versions."""
    from guildhall.employers.actions import editing

    whole = editing.locked_to_edit
    monkeypatch.setattr(editing, "locked_to_edit", lambda employer, by, version=None: whole(employer, by))
    wrong = {line.split(":")[0] for lines in colliding(world, forms).values() for line in lines}
    assert wrong == {"employer-change", "employer-owner"}
