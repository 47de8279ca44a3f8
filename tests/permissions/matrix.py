"""Who gets what, for every address of the application: the declared table that the walk is held against (R1).

An address is declared once, by its name. `who` are the people whose role suffices where no record is meant; others
are refused (403), and whoever is not signed in is sent to sign in. Where a record is meant, `sees` says per kind of
record who may know of it (everybody else: 404) and `may` who of those may do it (everybody else: 403).
`told` are people whose refusal is told on an ordinary page: nothing may change for them either.
A POST that is allowed must change something, unless `changes` is False: so an empty refusal cannot pass for a yes.
"""

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from guildhall.employers.models import KeyAccount
from guildhall.engagements.models import Ask, ContactLimit, Engagement, FollowUp
from guildhall.imports.models import Batch
from guildhall.lib import clock
from tests.permissions.world import World, canary, name_of, upload

People = frozenset[str]
PerRecord = Mapping[str, People]

NOBODY: People = frozenset()
ANONYMOUS: People = frozenset({"anonymous"})
DIRECTORS: People = frozenset({"director", "second"})
ADMIN: People = frozenset({"administrator"})
MESA: People = frozenset({"mesa_admin", "mesa_wbl", "mesa_cases", "mesa_career", "mesa_jobs"})
HARBOR: People = frozenset({"harbor_wbl", "harbor_admin"})
TEACHER: People = frozenset({"mesa_teacher", "mesa_counselor", "mesa_principal"})
READERS: People = frozenset({"mesa_instructor"})
GUESTS: People = frozenset({"mesa_student", "mesa_employer"})
# Who comes in by the front door of employers: two of the shared employer, one of another; no people of the staff.
OUR_LOGINS: People = frozenset({"employer_admin", "employer_colleague"})
EMPLOYERS: People = OUR_LOGINS | {"other_employer"}
LEARNERS: People = frozenset({"mesa_learner", "harbor_learner"})  # by the front door of students
VISITORS = EMPLOYERS | LEARNERS
STAFF = DIRECTORS | ADMIN | MESA | HARBOR | TEACHER | READERS
SIGNED_IN = STAFF | GUESTS
OUTSIDE = ANONYMOUS | VISITORS  # nobody on pages of the staff
EVERYBODY = SIGNED_IN | OUTSIDE
DEVELOP = DIRECTORS | MESA | HARBOR  # the permission to enter, hold and vet new employers
EXPORT = IMPORT = DIRECTORS | ADMIN | MESA | HARBOR
WITH_FACTOR: People = DIRECTORS | ADMIN | {"mesa_admin", "harbor_admin"}  # who must sign in with one
GRANT: People = ADMIN | {"mesa_admin", "harbor_admin"}

# An employer held by the region, by one college, by the other; a shared one; one shared with the other college only.
RESTRICTED: dict[str, People] = {"region": DIRECTORS, "mesa": DIRECTORS | MESA, "harbor": DIRECTORS | HARBOR}
SEES: PerRecord = RESTRICTED | {"shared": STAFF, "exception": DIRECTORS | ADMIN | HARBOR}
EDIT: PerRecord = RESTRICTED | {"shared": DEVELOP, "exception": DIRECTORS | HARBOR}
RECORD: PerRecord = RESTRICTED | {"shared": DEVELOP | TEACHER, "exception": DIRECTORS | HARBOR}
IN_CRM: PerRecord = RESTRICTED | {"shared": DIRECTORS, "exception": DIRECTORS}  # directors keep the promoted ones
# A list is seen by those who see the employers that it becomes, and by whoever brought it: the office's administrator.
LISTS: PerRecord = RESTRICTED | {"office": DIRECTORS | ADMIN}
# Who wrote the notes of the world: the people who may change or remove them.
AUTHORS: PerRecord = dict.fromkeys(SEES, frozenset({"director"})) | {
    "mesa": frozenset({"mesa_wbl"}),
    "harbor": frozenset({"harbor_wbl"}),
}
PROMOTED: PerRecord = {"region": NOBODY, "mesa": NOBODY, "harbor": NOBODY, "shared": DIRECTORS, "exception": DIRECTORS}


PROMOTED_KINDS: PerRecord = {"shared": NOBODY, "exception": NOBODY}
MERGED_CONTACT: PerRecord = {"shared": STAFF}


def nobody(rows: PerRecord) -> PerRecord:
    """The same kinds of records, for nobody."""
    return dict.fromkeys(rows, NOBODY)


@dataclass(frozen=True)
class Page:
    """What one address promises."""

    methods: str = "GET"
    who: People = SIGNED_IN
    sees: PerRecord | None = None
    may: PerRecord | None = None  # of those who see it; None: all of them
    reads: PerRecord | None = None  # who may GET it, where that differs from `may`
    told: People = NOBODY
    changes: bool = True
    kwargs: Callable[[World, str], dict[str, Any]] = field(default=lambda world, kind: {})
    data: Callable[[World, str, str], dict[str, Any]] = field(default=lambda world, kind, name: {})
    query: str = ""
    missing: bool = False  # nobody has what it shows
    door: bool = False  # behind a front door: whoever did not come in by it is sent there
    own_options: bool = False  # a class-based view answers OPTIONS itself

    @property
    def kinds(self) -> list[str]:
        return list(self.sees) if self.sees else ["-"]

    def expected(self, name: str, method: str, kind: str) -> str:
        """ok, login, 403, 404, 405, or "told": an ordinary page, and nothing has changed."""
        asked = "GET" if method == "HEAD" else method
        if (name in OUTSIDE or self.door) and name not in self.who:
            return "login"
        if self.own_options and self.sees is not None and name not in self.sees[kind]:
            return "404"
        if asked == "OPTIONS" and self.own_options:
            return "ok"
        if asked not in self.methods.split():
            return "405"
        if self.sees is not None and name not in self.sees[kind]:
            return "404"
        if self.missing:
            return "404"
        allowed = self._allowed(asked, kind)
        if name in allowed:
            return "ok"
        return "told" if name in self.told and asked == "POST" else "403"

    def _allowed(self, method: str, kind: str) -> People:
        if method == "GET" and self.reads is not None:
            return self.reads[kind]
        if self.may is not None:
            return self.may[kind]
        return self.sees[kind] if self.sees is not None else self.who


def _employer(*ids: str) -> Callable[[World, str], dict[str, Any]]:
    def kwargs(world: World, kind: str) -> dict[str, Any]:
        record = world.records[kind]
        return {"pk": record.employer.pk} | {key: record.ids[key] for key in ids}

    return kwargs


def _former(world: World, kind: str) -> dict[str, Any]:
    record = world.records[kind]
    return {"pk": record.employer.pk, "contact": record.ids["former"]}


def _batch(world: World, kind: str) -> dict[str, Any]:
    return {"pk": world.batches[kind].pk}


def _row(world: World, kind: str) -> dict[str, Any]:
    return _batch(world, kind) | {"row": world.batches[kind].rows.filter(status="new").first().pk}


def _plan(world: World, kind: str, name: str) -> dict[str, Any]:
    return {"next_step": "another step", "version": world.records[kind].prospect.version}


def _versioned(what: str, **values: Any) -> Callable[[World, str, str], dict[str, Any]]:
    def data(world: World, kind: str, name: str) -> dict[str, Any]:
        employer = world.records[kind].employer
        related = {"site": employer.sites, "contact": employer.contacts, "note": employer.notes}.get(what)
        obj = related.get(pk=world.records[kind].ids[what]) if related else type(employer).objects.get(pk=employer.pk)
        return values | {"version": obj.version}

    return data


def _new(world: World, kind: str, name: str) -> dict[str, Any]:
    return {"name": "Quite Another Bakery", "holder": str(world.home(name).pk)}


def _hidden(world: World, kind: str, name: str) -> dict[str, Any]:
    """The name of an employer of the region, which colleges may not know of."""
    return {"name": name_of("ready"), "holder": str(world.home(name).pk)}


def _bring(world: World, kind: str, name: str) -> dict[str, Any]:
    return {"file": upload(), "kind": "employers", "entering": "prospects", "institution": str(world.home(name).pk)}


def _newcomer(world: World, kind: str) -> dict[str, Any]:
    return {"pk": world.more["newcomer"].pk}


def picture() -> SimpleUploadedFile:
    """A small picture to upload."""
    content = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(content, "PNG")
    return SimpleUploadedFile("me.png", content.getvalue(), "image/png")


def _give(world: World, kind: str, name: str) -> dict[str, Any]:
    place = world.cast.mesa if name == "administrator" else world.home(name)
    words = {"email": "new@people.example", "given_name": "Nora", "family_name": "New"}
    return words | {"role": "instructor", "institution": str(place.pk)}


def _profile(world: World, kind: str, name: str) -> dict[str, Any]:
    return {"given_name": "Robin", "family_name": "Lee", "title": "Coordinator", "language": "en", "version": 1}


def _give_many(world: World, kind: str, name: str) -> dict[str, Any]:
    return _give(world, kind, name) | {"people": "Nora New <new@people.example>", "invite": "yes"}


def _set(**values: Any) -> Callable[[World, str, str], dict[str, Any]]:
    return lambda world, kind, name: dict(values)


def _columns(world: World, kind: str, name: str) -> dict[str, Any]:
    return {"s0-c0": "name", "s0-c2": "city", "version": Batch.objects.get(pk=world.batches[kind].pk).version}


def _mended(world: World, kind: str, name: str) -> dict[str, Any]:
    return {"name": "Nova", "version": world.batches[kind].rows.filter(status="new").first().edition}


def _move(world: World, kind: str, name: str) -> dict[str, Any]:
    return {"stage": "parked", "reason": "quiet", "version": world.records[kind].prospect.version}


def _put(world: World, kind: str, name: str) -> dict[str, Any]:
    return {"stage": "contacted", "version": world.records[kind].prospect.version}


def _many(world: World, kind: str, name: str) -> dict[str, Any]:
    row = type(world.records["shared"].employer).objects.get(pk=world.records["shared"].employer.pk)
    return {"employer": f"{row.pk}:{row.version}", "add": "fair", "owner": "", "apply": "1"}


def _many_done(world: World, kind: str) -> dict[str, Any]:
    return {"pk": world.more["bulk"].pk}


def _many_prospects(world: World, kind: str, name: str) -> dict[str, Any]:
    row = world.records["region"].prospect
    return {"employer": f"{row.pk}:{row.version}", "stage": "contacted", "owner": "", "apply": "1"}


def _limited(world: World, kind: str, name: str) -> dict[str, Any]:
    places = [str(world.cast.harbor.pk)]
    return _many(world, kind, name) | {"audience": "some", "institutions": places, "reason": "a trial", "until": SOON}


def _public_list(world: World, kind: str, name: str) -> dict[str, Any]:
    text = "UNITID,INSTNM\n113980,A public college\n"
    return {"file": upload(text), "parent": str(world.cast.region.pk)}


def _institution(world: World, kind: str, name: str) -> dict[str, Any]:
    return {"name": "Mesa College", "kind": "college", "code": "MGC", "parent": str(world.cast.region.pk), "version": 1}


def _territory(world: World, kind: str, name: str) -> dict[str, Any]:
    return {"name": "Three Rivers", "time_zone": "America/Los_Angeles", "brand_hue": 120, "version": 1}


def _owner(world: World, kind: str, name: str) -> dict[str, Any]:
    """Oneself; whoever took it on already hands it to nobody."""
    person, employer = world.cast.people.get(name), world.records[kind].employer
    version = {"version": type(employer).objects.get(pk=employer.pk).version}
    return version | ({"owner": str(person.pk)} if person and person != employer.owner else {"owner": ""})


def _twin(world: World, kind: str, name: str) -> dict[str, Any]:
    """The former contact as the other record of the same person, compared just now."""
    contacts, ids = world.records[kind].employer.contacts, world.records[kind].ids
    one, other = contacts.get(pk=ids["contact"]), contacts.get(pk=ids["former"])
    return {"other": str(other.pk), "merge": "1", "version": one.version, "other_version": other.version}


def _joined(world: World, kind: str) -> dict[str, Any]:
    return {"pk": world.records[kind].employer.pk, "merge": world.more["joined"].pk}


SOON, LATELY = str(clock.today() + timedelta(90)), str(clock.today() - timedelta(9))
CALL = _set(kind="call", summary="spoke", happened_on=LATELY)
REASON = _set(reason="so that the walk has one")

# ── Nobody has to sign in ────────────────────────────────────────────
PUBLIC = {
    "health": Page(who=EVERYBODY),
    "theme": Page(who=EVERYBODY),
    "gallery": Page(who=EVERYBODY),
    "language": Page("GET POST OPTIONS", who=EVERYBODY, changes=False, data=_set(language="es")),
    "set-up": Page("GET POST", who=EVERYBODY, changes=False),  # closed: it leads to the sign-in page
    "ready-link": Page(
        "GET POST", who=EVERYBODY, kwargs=lambda w, k: {"secret": w.more["secret"]}, data=_set(name="Ada")
    ),
    "account_login": Page("GET POST", who=EVERYBODY, changes=False, own_options=True),
    "account_logout": Page("GET POST", who=EVERYBODY, changes=False, own_options=True),
    "account_inactive": Page(who=EVERYBODY, own_options=True),
    "account_reset_password": Page("GET POST", who=EVERYBODY, changes=False, own_options=True),
    "account_reset_password_done": Page(who=EVERYBODY, own_options=True),
    "account_reset_password_from_key": Page(
        "GET POST", who=EVERYBODY, changes=False, own_options=True, kwargs=lambda w, k: {"uidb36": "1", "key": "set-x"}
    ),
    "account_reset_password_from_key_done": Page(who=EVERYBODY, own_options=True),
    "mfa_authenticate": Page("GET POST", who=EVERYBODY, changes=False, own_options=True),  # leads to the sign-in page
    "mfa_trust": Page("GET POST", who=EVERYBODY, changes=False, own_options=True),
}

# ── Everybody's own account ──────────────────────────────────────────
_OWN = {"changes": False, "own_options": True}
ACCOUNT = {
    "account_reauthenticate": Page("GET POST", **_OWN),
    "account_change_password": Page("GET POST", **_OWN),
    "account_set_password": Page("GET POST", **_OWN),
    "mfa_index": Page(own_options=True),
    "mfa_reauthenticate": Page("GET POST", **_OWN),
    "mfa_activate_totp": Page("GET POST", **_OWN),
    "mfa_deactivate_totp": Page("GET POST", sees={"own": WITH_FACTOR}, **_OWN),
    "mfa_view_recovery_codes": Page(who=NOBODY, missing=True, own_options=True),  # nobody has made any yet
    "mfa_generate_recovery_codes": Page("GET POST", **_OWN),
    "mfa_download_recovery_codes": Page(sees={"own": NOBODY}, own_options=True),
    "usersessions_list": Page("GET POST", **_OWN),
}

# ── Pages without a record ───────────────────────────────────────────
PAGES = {
    "today": Page(),
    "roles": Page(),
    "institutions": Page(),
    "employers": Page(who=STAFF),
    "employers-new": Page(who=STAFF),
    "activity": Page(who=STAFF),
    "employers-export": Page("POST", who=EXPORT, changes=False, data=_set(form="csv")),
    "employers-bulk": Page("POST", who=DEVELOP, data=_many),
    "employers-bulk-done": Page(sees={"own": frozenset({"mesa_wbl"})}, kwargs=_many_done),
    "employers-bulk-undo": Page("POST", sees={"own": frozenset({"mesa_wbl"})}, kwargs=_many_done),
    "crm-bulk": Page("POST", who=DIRECTORS, data=_many_prospects),
    "crm-bulk-done": Page(sees={"own": NOBODY}, kwargs=_many_done),
    "crm-bulk-undo": Page("POST", sees={"own": NOBODY}, kwargs=_many_done),
    "known-tags": Page(who=STAFF),
    "known-industries": Page(who=STAFF),
    "known-cities": Page(who=STAFF),
    "known-themes": Page(who=DEVELOP | TEACHER),
    "log-suggest": Page(who=DEVELOP | TEACHER, query="?q=qxshared"),
    "calendar": Page("GET POST", who=STAFF, data=_set(act="renew")),
    "calendar-feed": Page(who=EVERYBODY, kwargs=lambda w, k: {"secret": w.more["calendar"]}),
    "copy-address": Page("GET POST", who=DEVELOP | TEACHER, data=_set(act="renew")),
    "copies": Page(who=DEVELOP | TEACHER),
    "copy": Page(sees={"own": frozenset({"mesa_wbl"})}, kwargs=lambda w, k: {"pk": w.more["copy"]}),
    "copy-aside": Page("POST", sees={"own": frozenset({"mesa_wbl"})}, kwargs=lambda w, k: {"pk": w.more["copy"]}),
    "copy-log": Page(
        sees={"shared": frozenset({"mesa_wbl"})},
        kwargs=lambda w, k: {"pk": w.records[k].employer.pk, "copy": w.more["copy"]},
    ),
    "follow-up-calendar": Page(sees=SEES, kwargs=lambda w, k: {"pk": w.records[k].ids["promise"]}),
    "contacts": Page(who=STAFF),
    "search": Page(who=STAFF, query="?q=qxshared"),
    "search-suggest": Page(who=STAFF, query="?q=qxshared"),
    "colleague": Page(who=STAFF, kwargs=lambda w, k: {"pk": w.person("mesa_wbl").pk}),
    "contacts-export": Page("POST", who=EXPORT, changes=False, data=_set(form="csv")),
    "filter-save": Page("POST", data=_set(name="mine", query="contact=30")),
    "employer-add": Page("GET POST", who=DEVELOP, data=_new),
    "employer-ask": Page(  # nothing is hidden from directors
        "GET POST",
        sees={"-": SIGNED_IN},
        may={"-": MESA | HARBOR},
        reads={"-": DEVELOP},
        told=DIRECTORS,
        data=_hidden,
    ),
    "employer-suggest": Page(who=DEVELOP, query="?name=qxregion"),
    "asked": Page(who=DEVELOP),
    "crm": Page(who=DIRECTORS),
    "crm-list": Page(who=DIRECTORS),
    "crm-export": Page("POST", who=DIRECTORS, changes=False, data=_set(form="csv")),
    "crm-probes": Page(who=DIRECTORS),
    "crm-requests": Page(who=DEVELOP),
    "held": Page(who=DEVELOP),
    "imports": Page("GET POST", who=IMPORT, data=_bring),
    "institution-add": Page("GET POST", who=ADMIN, data=_set(name="A new college", kind="college")),
    "institutions-load": Page("GET POST", who=ADMIN, data=_public_list),
    "institution-change": Page(
        "GET POST", who=ADMIN, kwargs=lambda w, k: {"slug": w.cast.mesa.slug}, data=_institution
    ),
    "institution-remove": Page(
        "POST", who=NOBODY, kwargs=lambda w, k: {"slug": w.cast.mesa.slug}, data=_set(version="1"), told=ADMIN
    ),
    "access": Page(who=GRANT),
    "access-give": Page("GET POST", who=GRANT, data=_give),
    "invite-many": Page("GET POST", who=GRANT, data=_give_many),
    "settings": Page("GET POST", who=ADMIN, data=_territory),
    "journal": Page(who=ADMIN),
    "accesses": Page(who=ADMIN),
    "running": Page(who=ADMIN),
    "outbox": Page(who=ADMIN),
    "outbox-test": Page("POST", who=ADMIN),
    "outbox-email": Page(who=ADMIN, kwargs=lambda w, k: {"pk": w.more["email"].pk}),
}

# ── Pages of one employer ────────────────────────────────────────────
RECORDS = {
    "employer": Page("GET POST", sees=SEES, may=RECORD, reads=SEES, told=SIGNED_IN, kwargs=_employer(), data=CALL),
    "engagement": Page(sees=SEES, kwargs=_employer("engagement")),
    "employer-contacts": Page(sees=SEES, kwargs=_employer()),
    "employer-about": Page(sees=SEES, kwargs=_employer()),
    "employer-why": Page(sees=SEES, kwargs=_employer()),
    "employer-notes": Page("GET POST", sees=SEES, may=EDIT, reads=SEES, kwargs=_employer(), data=_set(text="seen")),
    "note-change": Page(
        "GET POST", sees=SEES, may=AUTHORS, kwargs=_employer("note"), data=_versioned("note", text="seen twice")
    ),
    "note-remove": Page("POST", sees=SEES, may=AUTHORS, kwargs=_employer("note"), data=_versioned("note")),
    "note-travel": Page("POST", sees=SEES, may=AUTHORS | RESTRICTED, kwargs=_employer("note"), data=_set(travel="no")),
    "contact-add": Page("GET POST", sees=SEES, may=EDIT, kwargs=_employer(), data=_set(family_name="Nova")),
    "contact-change": Page(
        "GET POST", sees=SEES, may=EDIT, kwargs=_employer("contact"), data=_versioned("contact", family_name="Nova")
    ),
    "contact-show": Page("GET POST", sees=SEES, may=RECORD, reads=SEES, changes=False, kwargs=_employer("contact")),
    "contact-merge": Page("GET POST", sees=SEES, may=EDIT, kwargs=_employer("contact"), data=_twin),
    "contact-merge-undo": Page("POST", sees=MERGED_CONTACT, may={"shared": DEVELOP}, kwargs=_joined),
    "contact-left": Page("POST", sees=SEES, may=EDIT, kwargs=_employer("contact")),
    "employer-change": Page(
        "GET POST", sees=SEES, may=EDIT, kwargs=_employer(), data=_versioned("employer", name="Another name")
    ),
    "name-add": Page(
        "POST", sees=SEES, may=EDIT, told=SIGNED_IN, kwargs=_employer(), data=_set(kind="alias", name="Nova")
    ),
    "name-remove": Page("POST", sees=SEES, may=EDIT, kwargs=_employer("name")),
    "identifier-add": Page(
        "POST", sees=SEES, may=EDIT, told=SIGNED_IN, kwargs=_employer(), data=_set(scheme="license", value="7")
    ),
    "site-add": Page("GET POST", sees=SEES, may=EDIT, kwargs=_employer(), data=_set(city="Redstone")),
    "site-change": Page(
        "GET POST", sees=SEES, may=EDIT, kwargs=_employer("site"), data=_versioned("site", city="Redstone")
    ),
    "employer-owner": Page("GET POST", sees=SEES, may=EDIT, kwargs=_employer(), data=_owner),
}

# ── Working with employers ───────────────────────────────────────────
# Who entered what hangs on an employer of the world: its owner, and whoever planned it.
OWNERS: PerRecord = AUTHORS | {"shared": frozenset({"director"}), "exception": frozenset({"director"})}
# The employer asked: anybody else who may record says what the employer told them.
CONFIRM: PerRecord = {kind: people - OWNERS[kind] for kind, people in RECORD.items()}
# Colleagues of the institution change what one of them logged or planned; the region's staff reach all of it.
COLLEAGUES: PerRecord = RESTRICTED | {"shared": DIRECTORS, "exception": DIRECTORS}
JOINS: PerRecord = {
    "region": NOBODY, "mesa": DIRECTORS, "harbor": DIRECTORS, "shared": MESA | HARBOR | TEACHER, "exception": HARBOR,
}  # fmt: skip
HANDS: PerRecord = OWNERS


def _follow_up(which: str, **values: Any) -> dict[str, Any]:
    def data(world: World, kind: str, name: str) -> dict[str, Any]:
        row = FollowUp.objects.get(pk=world.records[kind].ids[which])
        return values | {"version": row.version}

    return {"kwargs": lambda w, k: {"pk": w.records[k].ids[which]}, "data": data}


def _ask(**values: Any) -> dict[str, Any]:
    def data(world: World, kind: str, name: str) -> dict[str, Any]:
        return values | {"version": Ask.objects.get(pk=world.records[kind].ids["ask"]).version}

    return {"kwargs": lambda w, k: {"pk": w.records[k].ids["ask"]}, "data": data}


def _engagement(world: World, kind: str, name: str) -> dict[str, Any]:
    version = Engagement.objects.get(pk=world.records[kind].ids["engagement"]).version
    return {"kind": "visit", "summary": "seen", "happened_on": LATELY, "words": "twice", "version": version}


def _limit(world: World, kind: str, name: str) -> dict[str, Any]:
    version = ContactLimit.objects.get(pk=world.records[kind].ids["limit"]).version
    return {"most": 2, "days": 30, "said": "by telephone", "words": "by telephone", "version": version}


def _later(field: str = "planned_on", days: int = 90, **values: Any) -> Callable[[World, str, str], dict[str, Any]]:
    return lambda world, kind, who: {field: (clock.today() + timedelta(days)).isoformat()} | values


def _promised(world: World, kind: str, name: str) -> dict[str, Any]:
    return {
        "what": "send it",
        "due_on": clock.today().isoformat(),
        "owner": str(getattr(world.cast.people.get(name), "pk", "")),
    }


def _handed(world: World, kind: str, name: str) -> dict[str, Any]:
    owner = {"mesa": "mesa_cases", "harbor": "harbor_admin"}.get(kind, "second")
    return _follow_up("promise")["data"](world, kind, name) | {"owner": str(world.person(owner).pk)}


def _employer_guest(world: World, kind: str) -> dict[str, Any]:
    return {"pk": world.records[kind].employer.pk, "link": world.records[kind].ids["guest"]}


def _paper(world: World, kind: str, name: str) -> dict[str, Any]:
    return {"files": SimpleUploadedFile("notes.txt", b"what was said")}


def _message(world: World, kind: str, name: str) -> dict[str, Any]:
    return {"message": SimpleUploadedFile("mail.eml", b"From: a@b.example\nSubject: tours\n\nwhat was said\n")}


OPEN_TO_GUESTS: PerRecord = nobody(RESTRICTED) | {"shared": DEVELOP | TEACHER, "exception": NOBODY}
RELATIONS = {
    "employer-relationship": Page(sees=SEES, kwargs=_employer()),
    "temperature-take": Page(
        "POST",
        sees=SEES,
        may=RECORD,
        changes=False,  # the budget may be used up: that is told on the page
        kwargs=_employer(),
        data=lambda w, k, n: {"contact": str(w.records[k].ids["contact"])},
    ),
    "temperature-link": Page(
        "GET POST", who=EVERYBODY, kwargs=lambda w, k: {"secret": w.more["temperature"]}, data=_set(score="4")
    ),
    "temperatures": Page(who=STAFF),
    "relationship-end": Page(
        "GET POST",
        sees=SEES,
        may=RECORD,
        changes=False,
        kwargs=_employer(),
        data=_set(ended_on=LATELY, reason="no reply", lesson="call first"),
    ),
    "relationship-resume": Page("POST", sees=SEES, may=COLLEAGUES, kwargs=_employer("ending"), data=_set(version=1)),
    "endings": Page(who=STAFF),
    "red-tape-add": Page(
        "GET POST", sees=SEES, may=RECORD, kwargs=_employer(), data=_set(kind="transport", what="our bus", until="")
    ),
    "red-tape-change": Page(
        "GET POST",
        sees=SEES,
        may=COLLEAGUES,
        kwargs=_employer("tape"),
        data=_set(kind="safety", what="one hour", version=1),
    ),
    "red-tape-end": Page("POST", sees=SEES, may=COLLEAGUES, kwargs=_employer("tape"), data=_set(words="x", version=1)),
    "guest-add": Page(
        "GET POST",
        sees=SEES,
        may=OPEN_TO_GUESTS,
        kwargs=_employer(),
        data=_later("until", 9, name="Ada", email="ada@people.example", question="Is it safe?"),
    ),
    "engagement-guest-add": Page(
        "GET POST",
        sees=SEES,
        may=OPEN_TO_GUESTS,
        kwargs=_employer("engagement"),
        data=_later("until", 9, name="Ada", email="ada@people.example", question="Is it safe?"),
    ),
    "guest-revoke": Page("POST", sees={"shared": STAFF}, may={"shared": DIRECTORS}, kwargs=_employer_guest),
    "guest": Page("GET POST", who=EVERYBODY, kwargs=lambda w, k: {"secret": w.more["guest"]}, data=_set(text="seen")),
    "employer-pin": Page("POST", sees=SEES, kwargs=_employer(), data=_set(on="yes")),
    "next-opportunities": Page(who=STAFF),
    "kinds": Page("GET POST", who=DIRECTORS | ADMIN, data=_set(label="Lunch", icon="people", position=90)),
    "kind-change": Page(
        "GET POST",
        who=DIRECTORS | ADMIN,
        kwargs=lambda w, k: {"slug": "tour"},
        data=_set(label="Tour", icon="visit", position=90, version=1),
    ),
    "kind-retire": Page("POST", who=DIRECTORS | ADMIN, kwargs=lambda w, k: {"slug": "tour"}, data=_set(on="yes")),
}
WORKING = {
    "log": Page(who=DEVELOP | TEACHER),
    "follow-ups": Page(who=STAFF),
    "follow-ups-kept": Page(who=STAFF),
    "follow-ups-none": Page(who=STAFF),
    "notices": Page(who=STAFF),
    "notice": Page("POST", sees={"own": frozenset({"mesa_wbl"})}, kwargs=lambda w, k: {"pk": w.more["notice"]}),
    "notices-read": Page("POST", who=STAFF),
    "notice-choices": Page("GET POST", who=STAFF, data=_set(decision="weekly")),
    "follow-up-link": Page(
        "GET POST", who=EVERYBODY, kwargs=lambda w, k: {"secret": w.more["done"]}, data=_set(act="done")
    ),
    "engagement-log": Page("GET POST", sees=SEES, may=RECORD, kwargs=_employer(), data=CALL),
    "timeline-printed": Page(sees=SEES, kwargs=_employer()),
    "timeline-narrow": Page(sees=SEES, kwargs=_employer()),
    "employer-similar": Page(sees=SEES, kwargs=_employer()),
    "contact-timeline": Page(sees=SEES, kwargs=_employer("contact")),
    "engagement-change": Page("GET POST", sees=SEES, may=COLLEAGUES, kwargs=_employer("engagement"), data=_engagement),
    "engagement-remove": Page("POST", sees=SEES, may=COLLEAGUES, kwargs=_employer("engagement"), data=_engagement),
    "engagement-attach": Page("POST", sees=SEES, may=COLLEAGUES, kwargs=_employer("engagement"), data=_paper),
    "engagement-message": Page("GET POST", sees=SEES, may=RECORD, changes=False, kwargs=_employer(), data=_message),
    "attachment": Page(sees=SEES, kwargs=_employer("engagement", "attachment")),
    "attachment-remove": Page("POST", sees=SEES, may=COLLEAGUES, kwargs=_employer("engagement", "attachment")),
    "employer-follow-ups": Page("GET POST", sees=SEES, may=RECORD, reads=SEES, kwargs=_employer(), data=_promised),
    "follow-up": Page(sees=SEES, kwargs=lambda w, k: {"pk": w.records[k].ids["promise"]}),
    "follow-up-report": Page("GET POST", sees=SEES, may=OWNERS, reads=SEES, **_follow_up("promise", words="did it")),
    "follow-up-take-back": Page("GET POST", sees=SEES, may=OWNERS, reads=SEES, **_follow_up("done")),
    "follow-up-confirm": Page(
        "GET POST", sees=SEES, may=CONFIRM, reads=SEES, **_follow_up("done", words="they said so")
    ),
    "follow-up-redate": Page(
        "GET POST", sees=SEES, may=OWNERS, reads=SEES, **_follow_up("promise", words="later", due_on=SOON)
    ),
    "follow-up-hand-on": Page(
        "GET POST",
        sees=SEES,
        may=HANDS,
        reads=SEES,
        kwargs=lambda w, k: {"pk": w.records[k].ids["promise"]},
        data=_handed,
    ),
    "follow-up-cancel": Page(
        "GET POST", sees=SEES, may=OWNERS, reads=SEES, **_follow_up("promise", words="not needed")
    ),
    "follow-up-ask-employer": Page(
        "POST",
        sees=SEES,
        may=RECORD,
        kwargs=lambda w, k: {"pk": w.records[k].ids["done"]},
        data=lambda w, k, n: {"contact": str(w.records[k].ids["contact"])},
    ),
    "ask-plan": Page(
        "GET POST", sees=SEES, may=RECORD, kwargs=_employer(), data=_later(purpose="ask", kind="call", alone="1")
    ),
    "asks": Page(sees=SEES, kwargs=_employer()),
    "employer-counted": Page(sees=SEES, kwargs=_employer()),
    "ask": Page(sees=SEES, kwargs=lambda w, k: {"pk": w.records[k].ids["ask"]}),
    "ask-move": Page("GET POST", sees=SEES, may=COLLEAGUES, reads=SEES, **_ask(planned_on=SOON)),
    "ask-withdraw": Page("GET POST", sees=SEES, may=COLLEAGUES, reads=SEES, **_ask(words="no need")),
    "ask-join": Page("GET POST", sees=SEES, may=JOINS, reads=SEES, **_ask(words="tours as well")),
    "ask-done": Page("GET POST", sees=SEES, may=COLLEAGUES, **_ask(kind="call", summary="spoke", happened_on=LATELY)),
    "limit-add": Page(
        "GET POST", sees=SEES, may=EDIT, kwargs=_employer(), data=_set(most=2, days=30, said="by telephone")
    ),
    "limit-change": Page("GET POST", sees=SEES, may=EDIT, kwargs=_employer("limit"), data=_limit),
    "limit-lift": Page("POST", sees=SEES, may=EDIT, kwargs=_employer("limit"), data=_limit),
    "door-hold": Page("GET POST", sees=SEES, may=RECORD, kwargs=_employer(), data=_later("until", 20, about="tours")),
    "door-let-go": Page(
        "POST",
        sees=SEES,
        may=OWNERS,
        kwargs=lambda w, k: {"pk": w.records[k].employer.pk, "conversation": w.records[k].ids["door"]},
    ),
}

# ── Key accounts ─────────────────────────────────────────────────────
# Who answers for the key account of each kind of employer; the exception has touch points instead.
KEEPERS: PerRecord = {
    "region": DIRECTORS,
    "mesa": frozenset({"mesa_jobs", "mesa_cases"}),
    "harbor": HARBOR,
    "shared": DIRECTORS,
}
# Of those the operator and the deputy themselves.
KEEPS: PerRecord = KEEPERS | {"region": DIRECTORS, "shared": DIRECTORS}
KEPT: PerRecord = {kind: SEES[kind] for kind in KEEPERS}
CHANGE_ACCOUNT: PerRecord = {
    "region": DIRECTORS,
    "mesa": DIRECTORS | KEEPERS["mesa"] | {"mesa_admin"},
    "harbor": DIRECTORS | HARBOR,
    "shared": DIRECTORS,
}
POINTS: PerRecord = {"exception": SEES["exception"]}
# Who asked, who answers for the account, and directors.
ASKED_FIRST: PerRecord = {"shared": DIRECTORS | ADMIN | {"harbor_wbl"}}
ASKERS: PerRecord = {  # of those who may log engagements: whoever does not answer for the account, nor asked already
    "region": NOBODY,
    "mesa": (DIRECTORS | MESA) - KEEPERS["mesa"],
    "harbor": DIRECTORS,
    "shared": RECORD["shared"] - DIRECTORS - {"harbor_wbl"},
    "exception": RECORD["exception"],
}


def _account(world: World, kind: str, name: str) -> dict[str, Any]:
    person = world.cast.people.get(name)
    return {"institution": str(world.home(name).pk), "operator": str(person.pk) if person else "", "note": "call first"}


def _account_changed(world: World, kind: str, name: str) -> dict[str, Any]:
    account = KeyAccount.objects.get(pk=world.records[kind].ids["account"])
    return {"operator": str(account.operator_id), "note": "write first", "version": account.version}


def _point(world: World, kind: str, name: str) -> dict[str, Any]:
    person = world.cast.people.get(name)
    return {"topic": "nursing", "institution": str(world.home(name).pk), "person": str(person.pk) if person else ""}


def _point_changed(world: World, kind: str, name: str) -> dict[str, Any]:
    region, second = world.cast.region, world.cast.second
    return {"topic": "robots", "institution": str(region.pk), "person": str(second.pk), "version": 1}


def _followed(world: World, kind: str, name: str) -> dict[str, Any]:
    """The employer where somebody works now: another one that the person sees."""
    home = {"mesa": "mesa", "harbor": "harbor"}.get(name.split("_")[0], "region")
    return {"other": str(world.records["shared" if kind != "shared" else home].employer.pk)}


def _first(world: World, kind: str, name: str) -> dict[str, Any]:
    return {"contact": str(world.records[kind].ids.get("star", "")), "topic": "nursing", "why": "a class visit"}


ACCOUNTS = {
    "employer-accounts": Page(sees=SEES, kwargs=_employer()),
    "key-account-add": Page("GET POST", sees=KEPT, may=EDIT, kwargs=_employer(), data=_account),
    "key-account-change": Page(
        "GET POST", sees=KEPT, may=CHANGE_ACCOUNT, kwargs=_employer("account"), data=_account_changed
    ),
    "key-account-end": Page("POST", sees=KEPT, may=CHANGE_ACCOUNT, kwargs=_employer("account"), data=REASON),
    "key-account-contest": Page(
        "POST",
        sees=KEPT,
        may={kind: EDIT[kind] - KEEPS[kind] for kind in KEPT},
        kwargs=_employer("account"),
        data=_set(why="nobody works with them"),
    ),
    "contest-settle": Page(
        "POST", sees={"mesa": KEPT["mesa"]}, may={"mesa": DIRECTORS}, kwargs=_employer("contest"), data=_set(words="no")
    ),
    "employer-doors": Page(
        "POST",
        sees=SEES,
        may=nobody(SEES) | {"exception": EDIT["exception"]},  # the others have key accounts
        kwargs=_employer(),
        data=lambda w, k, n: {"many": "no" if k == "exception" else "yes"},
    ),
    "employer-shown": Page(sees=SEES, may={k: DIRECTORS | KEEPERS.get(k, NOBODY) for k in SEES}, kwargs=_employer()),
    "touch-point-add": Page("GET POST", sees=POINTS, may=EDIT, kwargs=_employer(), data=_point),
    "touch-point-change": Page(
        "GET POST", sees=POINTS, may={"exception": DIRECTORS}, kwargs=_employer("point"), data=_point_changed
    ),
    "touch-point-end": Page("POST", sees=POINTS, may={"exception": DIRECTORS}, kwargs=_employer("point")),
    "contact-primary": Page("POST", sees=SEES, may=EDIT, kwargs=_employer("contact")),
    "contact-follow": Page("GET POST", sees=SEES, may=EDIT, kwargs=_former, data=_followed),
    "liaison-ask": Page(
        "GET POST",
        sees=SEES,
        may=ASKERS,
        reads=RECORD,
        told=DIRECTORS | HARBOR | KEEPERS["mesa"],
        kwargs=_employer(),
        data=_first,
    ),
    "liaisons": Page(who=STAFF),
    "liaison": Page(sees=ASKED_FIRST, kwargs=lambda w, k: {"pk": w.more["liaison"].pk}),
    "liaison-answer": Page(
        "GET POST",
        sees=ASKED_FIRST,
        may={"shared": DIRECTORS},
        reads=ASKED_FIRST,
        kwargs=lambda w, k: {"pk": w.more["liaison"].pk},
        data=_set(act="agree", period="30"),
    ),
}

# ── Vetting ──────────────────────────────────────────────────────────
# Who vetted an employer does not confirm it.
CONFIRMS: PerRecord = {
    "region": DIRECTORS - {"director"},
    "mesa": (DIRECTORS | MESA) - {"mesa_wbl"},
    "harbor": (DIRECTORS | HARBOR) - {"harbor_wbl"},
    "shared": DIRECTORS - {"director"},
    "exception": DIRECTORS - {"director"},
}
VETTING = {
    "prospect": Page(sees=IN_CRM, kwargs=_employer()),
    "prospect-answer": Page(
        "GET POST",
        sees=IN_CRM,
        kwargs=_employer("criterion"),
        data=_set(choice="yes", evidence="seen again", version=1),
    ),
    "prospect-plan": Page("GET POST", sees=IN_CRM, kwargs=_employer(), data=_plan),
    "prospect-move": Page("GET POST", sees=IN_CRM, kwargs=_employer(), data=_move),
    "crm-drop": Page(  # a shared one stands on no column of the board
        "POST", sees=IN_CRM, may=RESTRICTED | PROMOTED_KINDS, told=DIRECTORS, kwargs=_employer(), data=_put
    ),
    "prospect-confirm": Page("POST", sees=IN_CRM, may=CONFIRMS, kwargs=_employer()),
    "prospect-send-link": Page(
        "GET POST", sees=IN_CRM, kwargs=_employer(), data=lambda w, k, n: {"contact": str(w.records[k].ids["contact"])}
    ),
    "prospect-promote": Page(
        "GET POST",
        sees=IN_CRM | {"ready": DIRECTORS},
        may=nobody(IN_CRM) | {"ready": DIRECTORS},  # the others are not ready, or shared already
        reads=IN_CRM | {"ready": DIRECTORS},
        told=SIGNED_IN,
        kwargs=_employer(),
        data=_set(audience="all"),
    ),
    "prospect-undo": Page("POST", sees=PROMOTED, kwargs=_employer()),
    "prospect-park": Page("GET POST", sees=IN_CRM, may=PROMOTED, reads=IN_CRM, kwargs=_employer(), data=REASON),
    "prospect-send-back": Page("GET POST", sees=IN_CRM, kwargs=_employer(), data=REASON),
    "exceptions": Page(who=STAFF),
    "audience": Page("POST", who=DIRECTORS, data=_limited),
    "audience-done": Page(sees={"own": NOBODY}, kwargs=_many_done),
    "audience-undo": Page("POST", sees={"own": NOBODY}, kwargs=_many_done),
    "exception": Page(
        "GET POST",
        sees={"exception": SEES["exception"]},
        may={"exception": DIRECTORS},
        kwargs=lambda w, k: {"pk": w.more["designation"]},
        data=lambda w, k, n: {"institutions": [str(w.cast.harbor.pk)], "reason": "another one", "until": SOON},
    ),
    "exception-lift": Page(
        "POST",
        sees={"exception": SEES["exception"]},
        may={"exception": DIRECTORS},
        kwargs=lambda w, k: {"pk": w.more["designation"]},
        data=REASON,
    ),
    "crm-reply": Page(
        "POST",
        sees={"region": DIRECTORS, "mesa": DIRECTORS | MESA, "shared": DIRECTORS},
        kwargs=lambda w, k: {"pk": w.requests[k].pk},
        data=_set(act="accept", answer="welcome"),
    ),
}

# ── Lists ────────────────────────────────────────────────────────────
IMPORTS = {
    "import": Page(sees=LISTS, kwargs=_batch),
    "import-grid": Page(sees=LISTS, kwargs=_batch),
    "import-blank": Page(who=IMPORT, kwargs=lambda w, k: {"kind": "engagements"}),
    "import-columns": Page("GET POST", sees=LISTS, kwargs=_batch, data=_columns),
    "import-decide": Page("POST", sees=LISTS, kwargs=_row, data=_set(decision="skip")),
    "import-decide-many": Page("POST", sees=LISTS, kwargs=_batch, data=_set(status="new", decision="skip")),
    "import-mend": Page("GET POST", sees=LISTS, kwargs=_row, data=_mended),
    "import-apply": Page("POST", sees=LISTS, kwargs=_batch),
    "import-undo": Page("POST", sees=LISTS, may=nobody(LISTS), kwargs=_batch),  # nothing of them has been applied
}

# ── Duplicates: only who may merge knows that there is a queue ───────
DUPLICATES = {
    "duplicates": Page(who=DIRECTORS),
    "duplicates-find": Page("POST", who=DIRECTORS),
    "duplicate": Page(who=DIRECTORS, kwargs=lambda w, k: {"pk": w.more["pair"].pk}),
    "duplicate-judge": Page(
        "POST", who=DIRECTORS, kwargs=lambda w, k: {"pk": w.more["pair"].pk}, data=_set(act="different")
    ),
    "merge-undo": Page("POST", who=DIRECTORS, kwargs=lambda w, k: {"pk": w.more["merge"].pk}),
    "employer-merge": Page(
        "GET POST",
        who=DIRECTORS,
        kwargs=lambda w, k: {"pk": w.records["region"].employer.pk},
        data=lambda w, k, n: {"other": str(w.records["shared"].employer.pk)},
    ),
}

# ── Protocols: drafts are known to those who may write them ──────────
AGREE: People = DIRECTORS | ADMIN | {"mesa_admin", "harbor_admin"}
DRAFTS: PerRecord = {
    "region": DIRECTORS | ADMIN,
    "mesa": DIRECTORS | ADMIN | {"mesa_admin"},
    "harbor": DIRECTORS | ADMIN | {"harbor_admin"},
}
VERSIONS: PerRecord = {"agreed": SIGNED_IN} | DRAFTS


def _version(world: World, kind: str) -> dict[str, Any]:
    return {"pk": (world.cast.protocol if kind == "agreed" else world.more["drafts"][kind]).pk}


def _clause(world: World, kind: str) -> dict[str, Any]:
    found = world.more["drafts"][kind].clauses.order_by("position").first()
    return {"pk": world.more["drafts"][kind].pk, "clause": found.pk}


def _draft(**values: Any) -> Callable[[World, str, str], dict[str, Any]]:
    return lambda world, kind, name: values | {"version": world.more["drafts"][kind].version}


def _written(**values: Any) -> Callable[[World, str, str], dict[str, Any]]:
    return _draft(number="9.9", heading="A heading", text="Agreed.", **values)


PROTOCOLS = {
    "protocols": Page(),
    "protocol": Page(sees=VERSIONS, kwargs=_version),
    "protocol-changes": Page(sees=VERSIONS, kwargs=_version),
    "protocol-readers": Page(sees=VERSIONS, may={"agreed": DIRECTORS | ADMIN} | DRAFTS, kwargs=_version),
    "protocol-accept": Page(
        "POST", sees=VERSIONS, may={"agreed": STAFF} | nobody(DRAFTS), kwargs=_version
    ),
    "protocol-draft": Page(
        "GET POST", who=AGREE,
        data=lambda w, k, n: {"what": "new", "title": f"Rules of {n}", "institution": str(w.home(n).pk)},
    ),
    "protocol-introduction": Page(
        "GET POST", sees=VERSIONS, may={"agreed": NOBODY} | DRAFTS, kwargs=_version,
        data=lambda w, k, n: _draft(text="Agreed in May.")(w, k, n) if k in DRAFTS else {},
    ),
    "protocol-publish": Page(
        "GET POST", sees=DRAFTS, kwargs=_version, data=_draft(in_force_from="2099-01-01"),
    ),
    "protocol-withdraw": Page("POST", sees=VERSIONS, may={"agreed": NOBODY} | DRAFTS, kwargs=_version),
    "protocol-simulation": Page(sees=VERSIONS, may={"agreed": NOBODY} | DRAFTS, kwargs=_version),
    "clause-add": Page("GET POST", sees=DRAFTS, kwargs=_version, query="?subject=other", data=_written()),
    "clause-change": Page("GET POST", sees=DRAFTS, kwargs=_clause, data=_written(p_again_days=300)),
    "clause-remove": Page("POST", sees=DRAFTS, kwargs=_clause),
    "clause-criteria": Page(
        "GET POST", sees={"region": DRAFTS["region"]}, kwargs=_clause,
        data=_draft(question_1="Is it registered and active?", question_2="Is it safe?"),
    ),
}  # fmt: skip

# ── Handing over ─────────────────────────────────────────────────────
HANDOVER = {
    "handovers": Page(who=GRANT),
    "continuity": Page(who=GRANT),
    "hand-over": Page(
        "GET POST",
        sees={"mesa": ADMIN | {"mesa_admin"}, "harbor": ADMIN | {"harbor_admin"}},
        kwargs=lambda w, k: {"person": w.person({"mesa": "mesa_wbl", "harbor": "harbor_wbl"}[k]).pk},
        data=lambda w, k, n: {"everything": str(w.person({"mesa": "mesa_cases", "harbor": "harbor_admin"}[k]).pk)},
    ),
    "hand-over-plan": Page(
        "GET POST",
        sees={"mesa": ADMIN | {"mesa_admin"}, "harbor": ADMIN | {"harbor_admin"}},
        kwargs=lambda w, k: {"person": w.person({"mesa": "mesa_wbl", "harbor": "harbor_wbl"}[k]).pk},
        data=lambda w, k, n: {"everything": str(w.person({"mesa": "mesa_cases", "harbor": "harbor_admin"}[k]).pk)},
    ),
    "hand-over-planned": Page(
        "POST",
        sees={"mesa": ADMIN | {"mesa_admin"}, "harbor": ADMIN | {"harbor_admin"}},
        kwargs=lambda w, k: {"person": w.person({"mesa": "mesa_wbl", "harbor": "harbor_wbl"}[k]).pk},
        changes=False,  # nobody is chosen yet: that is said on the plan
        data=_set(end="on"),
    ),
    "handover": Page(
        sees={"own": frozenset({"mesa_admin", "mesa_jobs"})}, kwargs=lambda w, k: {"pk": w.more["handover"]}
    ),
}

# ── Personal data ────────────────────────────────────────────────────
PERSONAL = {
    "inventory": Page(who=SIGNED_IN),
    "own-data": Page("GET POST", who=SIGNED_IN, changes=False),
    "welcome": Page(
        "GET POST",
        who=EVERYBODY,
        kwargs=lambda w, k: {"secret": w.more["welcome"]},
        data=_set(password="A sentence that is long"),
    ),
    "own-data-link": Page("GET POST", who=EVERYBODY, kwargs=lambda w, k: {"secret": w.more["own_data"]}, changes=False),
    "data-requests": Page(who=ADMIN),
    "data-request-add": Page(
        "GET POST", who=ADMIN, data=_set(address="ada@people.example", kind="access", received_on=LATELY)
    ),
    "data-request": Page(who=ADMIN, kwargs=lambda w, k: {"pk": w.more["data_requests"]["access"]}),
    "data-request-send": Page(
        "POST", who=ADMIN, kwargs=lambda w, k: {"pk": w.more["data_requests"]["access"]}, data=_set(version=1)
    ),
    "data-request-erase": Page(
        "GET POST",
        who=ADMIN,
        kwargs=lambda w, k: {"pk": w.more["data_requests"]["erasure"]},
        data=_set(version=1, again="shy@people.example"),
    ),
    "data-request-refuse": Page(
        "GET POST",
        who=ADMIN,
        kwargs=lambda w, k: {"pk": w.more["data_requests"]["access"]},
        data=_set(version=1, because="It was not you."),
    ),
}

# ── The community of practice ────────────────────────────────────────
AGREE = DIRECTORS | ADMIN | {"mesa_admin", "harbor_admin"}
MAPS: PerRecord = {"office": STAFF, "mesa": STAFF, "draft": DIRECTORS | ADMIN | {"mesa_admin"}}
WRITE_MAPS: PerRecord = {
    "office": DIRECTORS | ADMIN,
    "mesa": DIRECTORS | ADMIN | {"mesa_admin"},
    "draft": DIRECTORS | ADMIN | {"mesa_admin"},
}


def _of_map(*more: str) -> Any:
    """Keys of a map, and of its step where `more` names it."""
    return lambda w, k: {"pk": w.more["maps"][k]} | dict.fromkeys(more, w.more["steps"][k])


def _told(*names: str, **fixed: Any) -> Any:
    """Keys out of the world's own names."""
    return lambda w, k: {name.split("=")[0]: w.more[name.split("=")[1]] for name in names} | fixed


TOGETHER = {
    "arrange": Page("GET POST", who=STAFF, data=_set(act="up:recent")),
    "contact-load": Page(who=STAFF),
    "burden": Page(who=STAFF),
    "coverage": Page(who=STAFF),
    "burden-file": Page("POST", who=EXPORT, changes=False),
    "contacts-avoided": Page(who=STAFF),
    "challenges": Page(who=STAFF),
    "challenge-raise": Page("GET POST", who=STAFF, data=_set(title="Nobody answers", text="For weeks.")),
    "challenge": Page(
        "GET POST",
        sees={"-": STAFF, "internal": MESA | TEACHER | READERS},
        kwargs=lambda w, k: {"pk": w.more["internal" if k == "internal" else "challenge"]},
        data=_set(text="The same here."),
    ),
    "participation": Page(who=STAFF),
    "adoption": Page(who=STAFF),
    "adoption-of": Page(who=STAFF, kwargs=lambda w, k: {"slug": w.cast.mesa.slug}),
    "adoption-agree": Page(
        "GET POST",
        who=STAFF,
        may={"-": DIRECTORS | ADMIN | {"mesa_admin"}},
        kwargs=lambda w, k: {"slug": w.cast.mesa.slug, "pk": w.cast.protocol.pk},
        data=_set(signed_by="Dr. Reyes, president", agreed_on=LATELY),
    ),
    "adoption-clause": Page(
        "GET POST",
        who=STAFF,
        may={"-": DIRECTORS | ADMIN | {"mesa_admin"}},
        kwargs=lambda w, k: {"slug": w.cast.mesa.slug, "clause": w.more["principle"]},
        data=_set(state="adopted", version=1),
    ),
    "challenge-change": Page(
        "GET POST",
        sees={"-": STAFF},
        may={"-": AGREE | {"mesa_wbl"}},
        kwargs=_told("pk=challenge"),
        data=lambda w, k, n: {"title": "Other words", "version": w.more["challenge_version"]},
    ),
    "challenge-close": Page(
        "GET POST",
        sees={"-": STAFF},
        may={"-": AGREE | {"mesa_wbl"}},
        reads={"-": STAFF},
        changes=False,  # it is decided: that is told on the page
        kwargs=_told("pk=challenge"),
        data=lambda w, k, n: {"because": "settled", "version": w.more["challenge_version"]},
    ),
    "contribution": Page(
        "GET POST",
        sees={"-": STAFF},
        may={"-": frozenset({"harbor_wbl"})},
        kwargs=_told("pk=challenge", "said=contribution"),
        data=_set(text="In other words.", version=1),
    ),
    "challenge-decide": Page(
        "GET POST",
        sees={"-": STAFF},
        may={"-": AGREE},
        kwargs=_told("pk=challenge"),
        data=lambda w, k, n: {
            "text": "We call less.",
            "decided_by": "All",
            "decided_on": LATELY,
            "version": w.more["challenge_version"],
        },
    ),
    "decision": Page(
        "GET POST",
        sees={"-": STAFF},
        may={"-": AGREE},
        kwargs=_told("pk=challenge", "made=decision"),
        data=_set(outcome="Fewer calls.", version=1),
    ),
    "processes": Page(who=STAFF),
    "process-add": Page(
        "GET POST",
        who=AGREE,
        changes=False,  # the harbor's administrator cannot begin one for Mesa
        data=lambda w, k, n: {"institution": str(w.home(n).pk), "title": "Placing students", "purpose": ""},
    ),
    "process": Page(sees=MAPS, kwargs=_of_map()),
    "process-change": Page(
        "GET POST",
        sees=MAPS,
        may=WRITE_MAPS,
        kwargs=_of_map(),
        data=lambda w, k, n: {"title": "Other", "version": w.more["map_versions"][k]},
    ),
    "process-publish": Page(
        "POST",
        sees=MAPS,
        may=WRITE_MAPS,
        kwargs=_of_map(),
        data=lambda w, k, n: {"on": "yes", "version": w.more["map_versions"][k]},
    ),
    "process-version": Page(
        sees={"office": MAPS["office"], "mesa": MAPS["mesa"]},
        kwargs=lambda w, k: {"pk": w.more["maps"][k], "number": 1},
    ),
    "process-connections": Page(
        "GET POST",
        sees=MAPS,
        may=WRITE_MAPS,
        kwargs=_of_map(),
        data=_set(source="paper", target="Guildhall", carries="names"),
    ),
    "connection-remove": Page(
        "POST",
        sees=MAPS,
        may=WRITE_MAPS,
        kwargs=lambda w, k: {"pk": w.more["maps"][k], "connection": w.more["connections"][k]},
    ),
    "step-branches": Page(
        "GET POST",
        sees=MAPS,
        may=WRITE_MAPS,
        kwargs=_of_map("step"),
        data=lambda w, k, n: {"to": str(w.more["second_steps"][k]), "condition": "late"},
    ),
    "branch-remove": Page(
        "POST",
        sees=MAPS,
        may=WRITE_MAPS,
        kwargs=lambda w, k: _of_map("step")(w, k) | {"branch": w.more["branches"][k]},
    ),
    "step-add": Page("GET POST", sees=MAPS, may=WRITE_MAPS, kwargs=_of_map(), data=_set(title="And then")),
    "step-change": Page(
        "GET POST", sees=MAPS, may=WRITE_MAPS, kwargs=_of_map("step"), data=_set(title="Otherwise", version=1)
    ),
    "step-move": Page("POST", sees=MAPS, may=WRITE_MAPS, kwargs=_of_map("step"), data=_set(to="down")),
    "step-remove": Page("POST", sees=MAPS, may=WRITE_MAPS, kwargs=_of_map("step")),
    "step-refine": Page(
        "GET POST",
        sees={"office": DIRECTORS | ADMIN | {"mesa_admin"}},
        kwargs=lambda w, k: {"pk": w.more["maps"][k], "step": w.more["steps"][k], "slug": w.cast.mesa.slug},
        data=_set(text="With two people.", version=0),
    ),
    "improvements": Page(who=STAFF),
    "improvement-add": Page("GET POST", who=STAFF, data=_set(kind="wish", title="A larger button")),
    "improvement": Page(
        "GET POST",
        sees={"-": STAFF},
        may={"-": ADMIN | {"mesa_cases"}},
        reads={"-": STAFF},
        kwargs=_told("pk=improvement"),
        data=_set(state="planned", priority="1", version=1),
    ),
    "improvement-vote": Page(
        "POST",
        sees={"-": STAFF},
        may={"-": frozenset({"mesa_cases"})},
        kwargs=_told("pk=improvement"),
        data=_set(on="yes"),
    ),
    "super-users": Page(who=STAFF),
    "super-user": Page(
        "GET POST",
        sees={"-": STAFF},
        may={"-": ADMIN | {"mesa_admin"}},
        kwargs=lambda w, k: {"slug": w.cast.mesa.slug},
        data=lambda w, k, n: {"person": str(w.person("mesa_jobs").pk)},
    ),
    "news": Page("GET POST", who=SIGNED_IN),
    "announcements": Page(who=STAFF),
    "announcement": Page(sees={"-": STAFF}, kwargs=_told("pk=news")),
    "announcement-add": Page(
        "GET POST",
        who=DIRECTORS | ADMIN,
        data=lambda w, k, n: {"institution": str(w.cast.region.pk), "title": "A fair", "text": "In May."},
    ),
    "announcement-change": Page(
        "GET POST",
        sees={"-": STAFF},
        may={"-": DIRECTORS | ADMIN},
        kwargs=_told("pk=news"),
        data=_set(title="Another fair", text="In June.", version=1),
    ),
    "announcement-pass-on": Page(
        "POST",
        sees={"-": STAFF},
        may={"-": frozenset({"mesa_cases"})},
        kwargs=_told("pk=news", "delivery=delivery"),
        data=_set(words="Read this."),
    ),
}

# ── Access that is earned ────────────────────────────────────────────
HOLD: PerRecord = {
    "office": DIRECTORS | ADMIN,
    "mesa": DIRECTORS | ADMIN | {"mesa_admin"},
    "harbor": DIRECTORS | ADMIN | {"harbor_admin"},
}
BOUND: PerRecord = {  # whom the region's and Mesa's terms and courses concern
    "office": SIGNED_IN,
    "mesa": MESA | TEACHER | READERS | GUESTS | DIRECTORS | ADMIN,
    "harbor": HARBOR | DIRECTORS | ADMIN,
}
AT_MESA: People = MESA | TEACHER | READERS


def _of(what: str) -> Callable[[World, str], dict[str, Any]]:
    return lambda world, kind: {"pk": world.more[what][kind].pk}


def _held_by(name: str) -> str:
    """The kind of course that somebody may plan sessions of."""
    return {"mesa_admin": "mesa", "harbor_admin": "harbor"}.get(name, "office")


NAMING: PerRecord = {"mesa": ADMIN | {"mesa_admin"}, "harbor": ADMIN | {"harbor_admin"}}
NAMED: PerRecord = dict.fromkeys(NAMING, STAFF)
CONFIRMING: PerRecord = {kind: people | {f"{kind}_wbl"} for kind, people in NAMING.items()}


def _named(world: World, kind: str, name: str) -> dict[str, Any]:
    person = world.person(f"{kind}_admin")
    return {"person": str(person.pk), "version": world.more["points"][kind].version}


COURSE = {"title": "Another course", "unlocks": ["BULK_MAIL"], "valid_months": "12", "required_from": "2099-01-01"}
SESSION = {"day": "2099-01-01", "time": "10:00", "place": "Room 4"}


def _offer(world: World, kind: str) -> dict[str, Any]:
    return {"pk": world.more["offer"]}


EARNING = {
    "profile": Page("GET POST", who=SIGNED_IN, data=_profile),
    "profile-photograph": Page("GET POST", who=SIGNED_IN, data=lambda w, k, n: {"photo": picture()}),
    "profile-photograph-remove": Page("POST", who=SIGNED_IN, changes=False),  # there is none
    "photograph": Page(who=SIGNED_IN, missing=True, kwargs=lambda w, k: {"pk": w.person("mesa_wbl").pk}),
    "your-access": Page(),
    "role-accept": Page("POST", sees={"offer": frozenset({"mesa_instructor"})}, kwargs=_offer),
    "role-decline": Page("POST", sees={"offer": frozenset({"mesa_instructor"})}, kwargs=_offer),
    "terms-list": Page(),
    "terms": Page(sees=BOUND, kwargs=_of("terms")),
    "terms-accept": Page("POST", sees=BOUND, 
        may={"office": SIGNED_IN, "mesa": AT_MESA | GUESTS, "harbor": HARBOR}, kwargs=_of("terms")),
    "terms-publish": Page(
        "GET POST", who=AGREE,
        data=lambda w, k, n: {"institution": str(w.home(n).pk), "text": "Ours.", "in_force_from": "2099-01-01"},
    ),
    "points-of-contact": Page(who=STAFF),
    "point-add": Page(
        "GET POST", who=ADMIN | {"mesa_admin"}, kwargs=lambda w, k: {"slug": w.cast.mesa.slug, "kind": "directors"},
        data=lambda w, k, n: {"person": str(w.person("mesa_wbl").pk)},
    ),
    "point-change": Page("GET POST", sees=NAMED, may=NAMING, kwargs=_of("points"), data=_named),
    "point-confirm": Page("POST", sees=NAMED, may=CONFIRMING, kwargs=_of("points")),
    "point-remove": Page("POST", sees=NAMED, may=NAMING, kwargs=_of("points")),
    "trainings": Page(who=STAFF),
    "course-add": Page("GET POST", who=AGREE, data=lambda w, k, n: COURSE | {"institution": str(w.home(n).pk)}),
    "course-change": Page(
        "GET POST", sees=BOUND, may=HOLD, kwargs=_of("courses"),
        data=lambda w, k, n: COURSE | {"version": w.more["courses"][k].version},
    ),
    "course-close": Page("POST", sees=BOUND, may=HOLD, kwargs=_of("courses")),
    "session-add": Page(
        "GET POST", who=AGREE,
        data=lambda w, k, n: SESSION | {"course": str(w.more["courses"][_held_by(n)].pk)},
    ),
    "session": Page(
        "GET POST", sees=BOUND, may=HOLD, kwargs=_of("held"),
        data=lambda w, k, n: {"others": f"{'harbor_wbl' if k == 'harbor' else 'mesa_teacher'}@people.example"},
    ),
    "session-change": Page(
        "GET POST", sees=BOUND, may=HOLD, kwargs=_of("sessions"),
        data=lambda w, k, n: SESSION | {"version": w.more["sessions"][k].version},
    ),
    "session-cancel": Page("POST", sees=BOUND, may=HOLD, kwargs=_of("sessions")),
    "session-book": Page(
        "POST", sees=BOUND, may={"office": STAFF, "mesa": AT_MESA, "harbor": HARBOR}, kwargs=_of("free"),
    ),
    "session-give-back": Page(
        "POST", sees=BOUND, may=nobody(BOUND) | {"office": frozenset({"mesa_cases"})}, kwargs=_of("sessions"),
    ),
}  # fmt: skip

# ── Enquiries ────────────────────────────────────────────────────────
# What was taken down under a name: the institution that took it, and the directors.
AT_MESA_OR_DIRECTORS: People = MESA | TEACHER | READERS | DIRECTORS
ENQUIRIES: PerRecord = SEES | {"unknown": AT_MESA_OR_DIRECTORS}
ANSWERS: PerRecord = COLLEAGUES | {"unknown": MESA | TEACHER | DIRECTORS}
UNKNOWN: PerRecord = {"unknown": AT_MESA_OR_DIRECTORS}


def _enquiry(**values: Any) -> dict[str, Any]:
    def data(world: World, kind: str, name: str) -> dict[str, Any]:
        return values | {"version": world.more["enquiries"][kind].version}

    return {"kwargs": lambda w, k: {"pk": w.more["enquiries"][k].pk}, "data": data}


def _called(world: World, kind: str, name: str) -> dict[str, Any]:
    to = str(world.records[kind].employer.holder_id if kind in RESTRICTED else world.home(name).pk)
    return {"kind": "call", "wants": "A tour", "named": "Somebody", "came_on": LATELY, "to": to}


def _handed_enquiry(world: World, kind: str, name: str) -> dict[str, Any]:
    heir = {"mesa": "mesa_cases", "harbor": "harbor_admin", "unknown": "mesa_cases"}.get(kind, "administrator")
    heir = {"region": "second", "shared": "second", "exception": "second"}.get(kind, heir)
    row = world.more["enquiries"][kind]
    person = world.person("director" if row.holder_id == world.person(heir).pk else heir)
    return {"to": str(row.institution_id), "person": str(person.pk), "version": row.version}


def _which(world: World, kind: str, name: str) -> dict[str, Any]:
    return {"employer": str(world.records["shared"].employer.pk), "version": world.more["enquiries"][kind].version}


CALLING = {
    "enquiries": Page(who=STAFF),
    "enquiries-kept": Page(who=STAFF),
    "enquiry-pick": Page(who=STAFF),
    "enquiry-add": Page("GET POST", who=STAFF, data=_called),
    "employer-enquiries": Page(sees=SEES, kwargs=_employer()),
    "employer-enquiry-add": Page("GET POST", sees=SEES, kwargs=_employer(), data=_called),
    "enquiry": Page(sees=ENQUIRIES, kwargs=lambda w, k: {"pk": w.more["enquiries"][k].pk}),
    "enquiry-change": Page("GET POST", sees=ENQUIRIES, may=ANSWERS, **_enquiry(kind="visit", wants="Two tours")),
    "enquiry-answer": Page(
        "GET POST", sees=ENQUIRIES, may=ANSWERS, reads=ENQUIRIES, **_enquiry(kind="call", answer="Come on Friday")
    ),
    "enquiry-hand-over": Page(
        "GET POST",
        sees=ENQUIRIES,
        may=ANSWERS,
        reads=ENQUIRIES,
        kwargs=lambda w, k: {"pk": w.more["enquiries"][k].pk},
        data=_handed_enquiry,
    ),
    "enquiry-close": Page("GET POST", sees=ENQUIRIES, may=ANSWERS, reads=ENQUIRIES, **_enquiry(words="settled")),
    "enquiry-reopen": Page(
        "GET POST",
        sees={"closed": AT_MESA_OR_DIRECTORS},
        may={"closed": MESA | TEACHER | DIRECTORS},
        reads={"closed": AT_MESA_OR_DIRECTORS},
        **_enquiry(),
    ),
    "enquiry-show": Page("GET POST", sees=ENQUIRIES, may=ANSWERS, reads=ENQUIRIES, changes=False, **_enquiry()),
    "enquiry-name": Page(
        "GET POST",
        sees=UNKNOWN,
        may={"unknown": MESA | TEACHER | DIRECTORS},
        reads=UNKNOWN,
        kwargs=lambda w, k: {"pk": w.more["enquiries"][k].pk},
        data=_which,
    ),
    "enquiry-lead": Page("GET POST", sees=UNKNOWN, may={"unknown": MESA | DIRECTORS}, reads=UNKNOWN, **_enquiry()),
}

# ── One person's own, and access ─────────────────────────────────────
OTHERS = {
    "filter-drop": Page("POST", sees={"own": frozenset({"mesa_wbl"})}, kwargs=lambda w, k: {"pk": w.more["filter"].pk}),
    "invite-again": Page(  # in a world from which no mail leaves
        "POST", sees={"mesa": ADMIN | {"mesa_admin"}}, may=nobody({"mesa": ADMIN}), kwargs=_newcomer
    ),
    "hand-over-link": Page("GET POST", sees={"mesa": ADMIN | {"mesa_admin"}}, kwargs=_newcomer),
    "funding": Page(
        "GET POST",
        sees={"mesa": ADMIN | {"mesa_admin"}, "harbor": ADMIN | {"harbor_admin"}, "region": ADMIN},
        kwargs=lambda w, k: {"pk": w.more["memberships"][k].pk},
        data=_set(funded_until="2031-03-01", version=1),
    ),
    "access-end": Page(
        "POST",
        sees={"mesa": ADMIN | {"mesa_admin"}, "harbor": ADMIN | {"harbor_admin"}, "region": ADMIN},
        kwargs=lambda w, k: {"pk": w.more["memberships"][k].pk},
    ),
}

# Newer apps declare their addresses in a file of their own, with what stands above.
from tests.permissions.matrix_of_attendance import ATTENDANCE  # noqa: E402
from tests.permissions.matrix_of_bookings import BOOKINGS  # noqa: E402
from tests.permissions.matrix_of_events import EVENTS  # noqa: E402
from tests.permissions.matrix_of_numbers import NUMBERS  # noqa: E402
from tests.permissions.matrix_of_opportunities import OPPORTUNITIES  # noqa: E402
from tests.permissions.matrix_of_pathways import PATHWAYS  # noqa: E402
from tests.permissions.matrix_of_placements import PLACEMENTS  # noqa: E402
from tests.permissions.matrix_of_portal import PORTAL  # noqa: E402
from tests.permissions.matrix_of_students import STUDENTS  # noqa: E402
from tests.permissions.matrix_of_supervision import SUPERVISION  # noqa: E402

MATRIX: dict[str, Page] = {
    **PUBLIC,
    **ACCOUNT,
    **PAGES,
    **RECORDS,
    **ACCOUNTS,
    **VETTING,
    **IMPORTS,
    **DUPLICATES,
    **PROTOCOLS,
    **EARNING,
    **OTHERS,
    **WORKING,
    **RELATIONS,
    **HANDOVER,
    **PERSONAL,
    **TOGETHER,
    **CALLING,
    **PATHWAYS,
    **OPPORTUNITIES,
    **BOOKINGS,
    **EVENTS,
    **ATTENDANCE,
    **NUMBERS,
    **STUDENTS,
    **PLACEMENTS,
    **PORTAL,
    **SUPERVISION,
}
__all__ = ["MATRIX", "Page", "canary"]
