"""Bulk e-mail: seen by those whose role writes it there, written by the trained, approved and sent by fewer (C18)."""

from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.permissions.matrix.filling import typed
from tests.permissions.matrix.groups import DIRECTORS, EVERYBODY, HARBOR, SEES, STAFF, People, PerRecord
from tests.permissions.matrix.page import Page
from tests.permissions.world.record import World
from tests.pictures import picture

SEE_MESA: People = DIRECTORS | {"mesa_admin", "mesa_wbl", "mesa_career", "mesa_convener"}
SEE_HARBOR: People = DIRECTORS | HARBOR
WRITE_MESA: People = DIRECTORS | {"mesa_admin", "mesa_wbl", "mesa_career"}  # its convener was not trained
SEND_MESA: People = DIRECTORS | {"mesa_admin", "mesa_wbl"}
APPROVE_MESA: People = DIRECTORS | {"mesa_admin"}
OF_HARBOR: People = DIRECTORS | {"harbor_admin"}  # its coordinator was not trained
STATES = ("draft", "waiting", "approved", "scheduled", "stopped")
ALL: PerRecord = dict.fromkeys((*STATES, "students"), SEE_MESA) | {"harbor": SEE_HARBOR}
OPEN: PerRecord = dict.fromkeys(("draft", "waiting", "approved", "students"), SEE_MESA) | {"harbor": SEE_HARBOR}
TO_STUDENTS: People = frozenset({"mesa_wbl", "mesa_career"})  # they see them; directors and administrators do not
CHANGE: PerRecord = dict.fromkeys(("draft", "waiting", "approved"), WRITE_MESA) | {
    "harbor": OF_HARBOR, "students": TO_STUDENTS,
}  # fmt: skip
DRAFTS: PerRecord = {"draft": SEE_MESA, "harbor": SEE_HARBOR, "students": SEE_MESA}
BOTH: PerRecord = {"draft": SEE_MESA, "students": SEE_MESA}
MAY_TAKE_OUT: PerRecord = {"draft": WRITE_MESA, "students": TO_STUDENTS}
MAY_ASK: PerRecord = {"draft": WRITE_MESA, "harbor": OF_HARBOR, "students": TO_STUDENTS}
HOUSES: PerRecord = {"mesa": SEE_MESA, "harbor": SEE_HARBOR}
KEEP: PerRecord = {"mesa": SEND_MESA, "harbor": OF_HARBOR}
TEXT = {"topic": "events", "subject": "Another subject", "body": "Another text.", "an_hour": "100"}


def _row(world: World, kind: str) -> Any:
    return world.more["mailings"][kind]


def _of(**more: Callable[[World, str], Any]) -> Callable[[World, str], dict[str, Any]]:
    return lambda w, k: {"pk": _row(w, k).pk} | {name: read(w, k) for name, read in more.items()}


def _edition(**values: Any) -> Callable[[World, str, str], dict[str, Any]]:
    return lambda w, k, n: values | {"version": _row(w, k).version}


def _place(world: World, kind: str, name: str = "") -> Any:
    return world.cast.harbor if "harbor" in (kind, name.split("_")[0]) else world.cast.mesa


def _letter(world: World, kind: str, name: str) -> dict[str, Any]:
    house = "harbor" if _place(world, kind, name) == world.cast.harbor else "mesa"
    own = {"topic": "student_news"} if kind == "students" else {}
    values = TEXT | own | {"sender": str(world.more["mail_senders"][house].pk)}
    if kind == "-":
        return values | {"institution": str(_place(world, kind, name).pk)}
    return values | {"version": _row(world, kind).version}


def _file(world: World, kind: str, name: str) -> dict[str, Any]:
    return {"file": SimpleUploadedFile("plan.txt", b"Parking is free.\n"), "shows": ""}


def _source(world: World, kind: str, name: str) -> dict[str, Any]:
    """Recipients of the kind that a mailing is for."""
    of_students = f"caseload:{world.cast.people['mesa_wbl'].pk}"
    return {"source": of_students if kind == "students" else "opportunity:", "whom": "first"}


def _act(sees: PerRecord, may: PerRecord, kwargs: Any = None, data: Any = None, **more: Any) -> Page:
    """A button: a GET leads to the page of the mailing, a refusal is told there."""
    data = data or _edition()
    return Page("GET POST", sees=sees, may=may, reads=sees, told=STAFF, kwargs=kwargs or _of(), data=data, **more)


def _one(kind: str, people: People) -> PerRecord:
    return {kind: people}


def _house(values: dict[str, Any], table: str) -> Callable[[World, str, str], dict[str, Any]]:
    def data(world: World, kind: str, name: str) -> dict[str, Any]:
        if kind == "-":
            return values | {"institution": str(_place(world, kind, name).pk)}
        return values | {"version": world.more[table][kind].version}

    return data


def _kept(table: str) -> Callable[[World, str], dict[str, Any]]:
    return lambda w, k: {"pk": w.more[table][k].pk}


SENDER = {"title": "Registrar", "reply_to": "r@mesa.example", "postal_address": "2 College Way"}
TEMPLATE = {"title": "Every term", "subject": "Hello", "body": "Dear {first_name|colleague}"}
HOLDERS = SEE_MESA | SEE_HARBOR
RECIPIENT = _of(recipient=lambda w, k: w.more["mail_recipients"][k])
OFFERED = _of(other=lambda w, k: w.more["mailings"]["merging"].pk)
MAILINGS = {
    "mailings": Page(who=HOLDERS),
    "mailing-add": Page("GET POST", who=WRITE_MESA | OF_HARBOR, data=_letter),
    "mail-senders": Page(who=HOLDERS),
    "mail-sender-add": Page("GET POST", who=SEND_MESA | OF_HARBOR, data=_house(SENDER, "mail_senders")),
    "mail-sender": Page("GET POST", sees=HOUSES, may=KEEP, kwargs=_kept("mail_senders"),
                        data=_house(SENDER, "mail_senders")),
    "mail-sender-retire": Page("GET POST", sees=HOUSES, may=KEEP, told=STAFF, kwargs=_kept("mail_senders"),
                               data=_house({}, "mail_senders")),
    "mail-templates": Page(who=HOLDERS),
    "mail-template-add": Page("GET POST", who=SEND_MESA | OF_HARBOR, data=_house(TEMPLATE, "mail_templates")),
    "mail-template": Page("GET POST", sees=HOUSES, may=KEEP, kwargs=_kept("mail_templates"),
                          data=_house(TEMPLATE, "mail_templates")),
    "mail-template-retire": Page("GET POST", sees=HOUSES, may=KEEP, told=STAFF, kwargs=_kept("mail_templates"),
                                 data=_house({}, "mail_templates")),
    "mail-template-picture-add": Page("GET POST", sees=HOUSES, may=KEEP, kwargs=_kept("mail_templates"),
                                      data=lambda w, k, n: {"file": picture(), "shows": "The hall"}),
    "mail-template-picture-remove": _act({"mesa": SEE_MESA}, {"mesa": SEND_MESA}, kwargs=lambda w, k: {
        "pk": w.more["mail_templates"]["mesa"].pk, "picture": w.more["mail_picture"]}, data=typed()),
    "mailing": Page(sees=ALL, kwargs=_of()),
    "mailing-change": Page("GET POST", sees=OPEN, may=CHANGE, kwargs=_of(), data=_letter),
    "mailing-test": _act(ALL, {k: OF_HARBOR if k == "harbor" else WRITE_MESA for k in ALL}, data=typed()),
    "mailing-links": _act(ALL, {k: OF_HARBOR if k == "harbor" else WRITE_MESA for k in ALL}, data=typed(),
                          changes=False),  # the text of the world has no links
    "mailing-recipients": Page(sees=ALL, kwargs=_of()),
    "mailing-source-add": Page("GET POST", sees=OPEN, may=CHANGE, kwargs=_of(),
                               data=_source),
    "mailing-select": _act(OPEN, CHANGE, data=typed()),
    "mailing-ask-held": Page("GET POST", sees=_one("draft", SEE_MESA), may=_one("draft", WRITE_MESA), kwargs=_of(),
                             data=typed(why="Our fair is near."), changes=False),  # only its author asks
    "mailing-read": Page(sees=ALL | {"students": TO_STUDENTS}, kwargs=RECIPIENT),
    "mailing-recipient-out": _act(BOTH, MAY_TAKE_OUT, RECIPIENT, typed()),
    "mailing-recipient-back": _act(BOTH, MAY_TAKE_OUT, RECIPIENT, typed(),
                                   changes=False),  # nobody was taken out by hand
    "mailing-source-remove": _act(OPEN, CHANGE, _of(source=lambda w, k: w.more["mail_sources"][k]), typed()),
    "mailing-submit": Page("GET POST", sees=DRAFTS, may=MAY_ASK, kwargs=_of(),
                           data=_edition(anyway="")),
    "mailing-file-add": Page("GET POST", sees=OPEN, may=CHANGE, kwargs=_of(), data=_file),
    "mailing-file-remove": _act(_one("draft", SEE_MESA), _one("draft", WRITE_MESA),
                                _of(attachment=lambda w, k: w.more["mail_file"][0]), typed()),
    "mail-file": Page(who=EVERYBODY, kwargs=lambda w, k: {"secret": w.more["mail_file"][1]}),
    "mailing-approve": _act(_one("waiting", SEE_MESA), _one("waiting", APPROVE_MESA)),
    "mailing-return": Page("GET POST", sees=_one("waiting", SEE_MESA), may=_one("waiting", APPROVE_MESA), kwargs=_of(),
                           data=_edition(because="Shorter, please.")),
    "mailing-schedule": Page("GET POST", sees=_one("approved", SEE_MESA), may=_one("approved", SEND_MESA),
                             kwargs=_of(), data=_edition()),
    "mailing-stop": Page("GET POST", sees=_one("scheduled", SEE_MESA), may=_one("scheduled", WRITE_MESA), kwargs=_of(),
                         data=_edition(because="The fair moved.")),
    "mailing-take-up": _act(_one("stopped", SEE_MESA), _one("stopped", WRITE_MESA)),
    "mailing-together": Page(sees=ALL, kwargs=_of()),
    "mailing-merge": _act(_one("draft", SEE_MESA), _one("draft", WRITE_MESA),
                          data=lambda w, k, n: {"into": str(_row(w, "scheduled").pk), "version": _row(w, k).version},
                          changes=False),  # no contact gets both; tests/mailings/test_together.py has some who do
    "mailing-merge-accept": _act(_one("scheduled", SEE_MESA), _one("scheduled", SEND_MESA), OFFERED,
                                 lambda w, k, n: {"version": _row(w, "merging").version}),
    "mailing-merge-end": _act(_one("scheduled", SEE_MESA), _one("scheduled", WRITE_MESA), OFFERED,
                              lambda w, k, n: {"version": _row(w, "merging").version}),
    "mailing-carry": _act(OPEN, CHANGE, data=lambda w, k, n: {"what": f"event:{w.more['events']['public'].pk}"},
                          changes=False),  # the draft of the world carries it already
    "mailing-carry-drop": _act(_one("draft", SEE_MESA), _one("draft", WRITE_MESA),
                               _of(carried=lambda w, k: w.more["mail_carried"]), typed()),
    "employer-chart": Page(sees=SEES, kwargs=lambda w, k: {"pk": w.records[k].employer.pk}),
    "mail-chart": Page(who=STAFF),
    "mail-chart-rows": Page(who=STAFF),
    "mail-choices": Page("GET POST", who=EVERYBODY, kwargs=lambda w, k: {"secret": w.more["mail_choices"]},
                         data=typed(nothing="on", version=1)),
}  # fmt: skip
