"""Agreements: drafts are read where they are kept, what is signed by whoever sees the employers in it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from guildhall.lib import clock
from tests.permissions.matrix.filling import employer_and
from tests.permissions.matrix.groups import (
    ADMIN,
    AT_MESA_OR_DIRECTORS,
    DIRECTORS,
    EMPLOYERS,
    EVERYBODY,
    HARBOR,
    NOBODY,
    OUR_LOGINS,
    RESTRICTED,
    SEES,
    STAFF,
    People,
    PerRecord,
)
from tests.permissions.matrix.page import Page
from tests.permissions.world.agreements import PDF
from tests.permissions.world.record import World

AT_MESA = AT_MESA_OR_DIRECTORS | ADMIN  # the administrator keeps agreements of the whole region
OF_MESA: People = DIRECTORS | ADMIN | {"mesa_admin", "mesa_wbl", "mesa_principal", "mesa_convener"}
KEEPERS: People = OF_MESA | HARBOR
DRAFTS: PerRecord = RESTRICTED | {"agdraft": AT_MESA}
DRAWN_BY: PerRecord = {
    "region": DIRECTORS, "mesa": DIRECTORS | {"mesa_admin", "mesa_wbl"}, "harbor": DIRECTORS | HARBOR,
    "agdraft": OF_MESA,
}  # fmt: skip
OUT: PerRecord = {"agout": AT_MESA}
STANDS: PerRecord = {"shared": STAFF, "exception": SEES["exception"]}
KEPT_BY: PerRecord = {"shared": OF_MESA, "exception": DIRECTORS | ADMIN | HARBOR}
ALL: PerRecord = DRAFTS | OUT | STANDS
KEEP_ALL: PerRecord = DRAWN_BY | {"agout": OF_MESA} | KEPT_BY
TODAY, LATER = str(clock.today()), str(clock.today() + timedelta(200))
WORDS = {"starts_on": TODAY, "ends_on": LATER, "notice_days": "30"}


def _row(world: World, kind: str) -> Any:
    return world.more["agreements"][kind]


def _revision(world: World, kind: str) -> Any:
    return _row(world, kind).revisions.get()


def _party(world: World, kind: str, side: str) -> Any:
    return _row(world, kind).parties.get(side=side)


def _of(**more: Callable[[World, str], Any]) -> Callable[[World, str], dict[str, Any]]:
    return lambda w, k: {"pk": _row(w, k).pk} | {name: read(w, k) for name, read in more.items()}


def _sent(**values: Any) -> Callable[[World, str, str], dict[str, Any]]:
    """What is sent with the version of the revision."""
    return lambda w, k, n: values | {"version": _revision(w, k).version}


def _kept(**values: Any) -> Callable[[World, str, str], dict[str, Any]]:
    """What is sent with the version of the agreement."""
    return lambda w, k, n: values | {"version": _row(w, k).version}


def _draft(data: Any, kwargs: Any = None, *, acts: bool = False) -> Page:
    """A page on what is not out for signature yet; an act says on the page that follows whether it was done."""
    more: dict[str, Any] = {"reads": DRAFTS, "told": STAFF} if acts else {}
    return Page("GET POST", sees=DRAFTS, may=DRAWN_BY, kwargs=kwargs or _of(), data=data, **more)


def _duty(world: World, kind: str, counts: str) -> Any:
    return _revision(world, kind).obligations.get(counts=counts)


def _on_duty(counts: str) -> Callable[[World, str], dict[str, Any]]:
    return lambda w, k: {"pk": _duty(w, k, counts).pk}


def _obligation(world: World, kind: str, name: str) -> dict[str, Any]:
    party = str(_party(world, kind, "theirs").pk)
    return {"party": party, "what": "teach", "wanted": "3", "counts": "by_hand", "starts_on": TODAY, "due_on": LATER}


def _drawn_up(world: World, kind: str, name: str) -> dict[str, Any]:
    return WORDS | {"kind": "mou", "title": "Together", "institution": str(world.home(name).pk), "named": "A chamber"}


def _changed(world: World, kind: str, name: str) -> dict[str, Any]:
    values = {"kind": "training", "title": "Another", "audience": "region"}
    return WORDS | values | {"version": _revision(world, kind).version}


def _scan(world: World, kind: str, name: str) -> dict[str, Any]:
    parties = [str(_party(world, kind, "theirs").pk)]
    return {"parties": parties, "name": "Ama", "scan": SimpleUploadedFile("b.pdf", PDF, "application/pdf")}


# Forms without a version, each with the reason why none of them can overwrite what is saved.
ONE_MORE_OF_AGREEMENTS = {
    "agreement-add": "draws up one more agreement",
    "agreement-party-add": "binds one more party",
    "agreement-party-employer": "binds one more party",
    "agreement-sign": "signs once",
    "agreement-sign-link": "signs once",
    "agreement-ask": "asks once more; the earlier link opens nothing any more",
    "agreement-on-paper": "notes a signature once",
    "agreement-amend": "begins an amendment, one at a time",
    "portal-agreement": "signs once",
    "employer-agreement-add": "draws up one more agreement",
}
SIGNED = {"name": "Wilma Works", "position": "Dean", "agree": "on"}
PARTY_OURS = _of(party=lambda w, k: _party(w, k, "ours").pk)
PARTY_THEIRS = _of(party=lambda w, k: _party(w, k, "theirs").pk)
TEXT = lambda w, k: {"pk": _revision(w, k).pk}  # noqa: E731
OWN_DOOR: PerRecord = {
    "shared": OUR_LOGINS,
    "agout": OUR_LOGINS,
    "agdraft": NOBODY,
    "exception": EMPLOYERS - OUR_LOGINS,
}

AGREEMENTS = {
    "agreements": Page(who=STAFF),
    "agreement-pick": Page(who=KEEPERS),
    "agreement-add": Page("GET POST", who=KEEPERS, data=_drawn_up),
    "employer-agreements": Page(sees=SEES, kwargs=employer_and()),
    "employer-agreement-add": Page(
        "GET POST", sees=SEES, may={kind: people & KEEPERS for kind, people in SEES.items()}, kwargs=employer_and(),
        data=_drawn_up,
    ),
    "agreement": Page(sees=ALL, kwargs=_of()),
    "agreement-printed": Page(sees=ALL, kwargs=_of()),
    "agreement-pdf": Page(sees=ALL, kwargs=_of()),
    "agreement-revision": Page(sees=ALL, kwargs=TEXT),
    "agreement-file": Page(sees=ALL, kwargs=TEXT),
    "agreement-scan": Page(
        sees=STANDS, kwargs=lambda w, k: TEXT(w, k) | {"signature": _revision(w, k).signatures.first().pk}
    ),
    "agreement-change": _draft(_changed),
    "agreement-party-add": _draft(_sent(side="theirs", named="Chamber of the Valley")),
    "agreement-party-employer": Page(
        "GET POST", sees={"agdraft": AT_MESA}, may={"agdraft": OF_MESA},
        kwargs=_of(employer=lambda w, k: w.records["shared"].employer.pk),
        data=_sent(does="Teach"), changes=False,
    ),
    "agreement-party": _draft(_sent(does="Something else", gains="More"), PARTY_THEIRS),
    "agreement-party-remove": _draft(_sent(), PARTY_THEIRS, acts=True),
    "agreement-duty-add": _draft(_obligation),
    "agreement-duty-change": _draft(
        lambda w, k, n: _obligation(w, k, n) | {"version": _duty(w, k, "begun").version}, _on_duty("begun")
    ),
    "agreement-duty-remove": _draft(
        lambda w, k, n: {"version": _duty(w, k, "begun").version}, _on_duty("begun"), acts=True
    ),
    "agreement-duty": Page(
        "GET POST", sees=STANDS, may=KEPT_BY, reads=STANDS, kwargs=_on_duty("by_hand"),
        data=lambda w, k, n: {"noted": "3", "note": "done", "version": _duty(w, k, "by_hand").version},
    ),
    "agreement-send": _draft(_sent(), acts=True),
    "agreement-withdraw": _draft(_sent(), acts=True),
    "agreement-recall": Page("GET POST", sees=OUT, may={"agout": OF_MESA}, reads=OUT, told=STAFF, kwargs=_of(),
                             data=_sent()),
    "agreement-sign": Page("GET POST", sees=OUT, may={"agout": OF_MESA}, kwargs=PARTY_OURS, data=_sent(**SIGNED)),
    "agreement-ask": Page(
        "GET POST", sees=OUT, may={"agout": OF_MESA}, kwargs=PARTY_THEIRS,
        data=_sent(name="Ama", email="ama@people.example"),
    ),
    "agreement-on-paper": Page("GET POST", sees=OUT, may={"agout": OF_MESA}, kwargs=_of(), data=_scan),
    "agreement-link-revoke": Page(
        "GET POST", sees=OUT, may={"agout": OF_MESA}, reads=OUT, told=STAFF,
        kwargs=_of(link=lambda w, k: w.more["signing_link"].pk),
    ),
    "agreement-amend": Page("GET POST", sees=STANDS, may=KEPT_BY, kwargs=_of(), data=_sent(reason="A year longer")),
    "agreement-renew": Page("GET POST", sees=STANDS, may=KEPT_BY, reads=STANDS, told=STAFF, kwargs=_of()),
    "agreement-end": Page("GET POST", sees=STANDS, may=KEPT_BY, kwargs=_of(), data=_kept(reason="It did not work")),
    "agreement-keeper": Page(
        "GET POST", sees=ALL, may=KEEP_ALL, kwargs=_of(),
        data=lambda w, k, n: {"keeper": str(w.person("director").pk), "version": _row(w, k).version},
        changes=False,
    ),
    "agreement-sign-link": Page(
        "GET POST", who=EVERYBODY, kwargs=lambda w, k: {"secret": w.more["agreement_secret"]},
        data=lambda w, k, n: SIGNED,
    ),
    "agreement-sign-link-file": Page(who=EVERYBODY, kwargs=lambda w, k: {"secret": w.more["agreement_secret"]}),
    "portal-agreements": Page(who=EMPLOYERS, door=True),
    "portal-agreement": Page("GET POST", who=EMPLOYERS, door=True, sees=OWN_DOOR, kwargs=_of(),
                             data=lambda w, k, n: SIGNED, changes=False),
    "portal-agreement-file": Page(who=EMPLOYERS, door=True, sees=OWN_DOOR, kwargs=_of()),
}  # fmt: skip
