"""One table of events: whatever is told to a colleague stands in it, and whatever stands in it is told (N7, B12)."""

import ast

from guildhall.people import events
from tests.architecture.sources import CODE, modules

# Mail that no choice can turn off, or that speaks of what waits: by the function that hands it over.
NO_NOTICE = {
    "people.tell": "the one way",
    "people.access_given": "an access",
    "people.role_offered": "an access",
    "engagements._write": "to somebody without an account",
    "events._write": "to somebody without an account",
    "agreements.write": "to somebody without an account",
    "boards.invite": "to somebody without an account; to a colleague it is a notice",
    "meetings._write": "to somebody without an account; to a colleague it is a notice",
    "bookings._write": "to students and people of employers; to a colleague it is a notice",
    "bookings.ask_afterward": "to students, by a link",
    "bookings.report": "to somebody without an account",
    "bookings.ask_to_choose": "to a contact",
    "bookings.report_follows": "to somebody without an account",
    "opportunities._write": "to somebody without an account",
    "opportunities.write_fitting": "to a student, by a search of their own",
    "supervision._write": "to somebody without an account",
    "placements._write_to_student": "to somebody without an account",
    "placements.ask_employer": "to somebody without an account",
    "placements._write_to_who_was_asked": "to somebody without an account",
    "partnerships.ask_partner": "to a stakeholder, whom the link in it asks",
    "partnerships.ask_partner_to_approve": "to a stakeholder, whom the link in it asks",
    "partnerships.send_outreach": "to a stakeholder, whom the link in it answers for",
    "partnerships.send_updates": "to somebody without an account; to a colleague it is a notice",
    "partnerships.tell_withdrawn": "to somebody without an account; to a colleague it is a notice",
    "partnerships.ask_to_confirm": "to an address that wants to follow",
    "engagements.send_digest": "the morning's e-mail itself",
    "prospects.ask_readiness": "to somebody without an account",
    "prospects.remind_owner": "next steps that are due, by choice",
    "portal._write": "to somebody without an account",
    "opportunities.tell_decided": "to whoever offered it at the front door, and a notice",
    "visitors.mail_sign_in": "the way in, to whoever asked for it",
    "students.ask_for_consent": "to somebody without an account",
    "students.invite": "to somebody without an account",
    "stewardship.letter_about_data": "an answer about one's own data",
    "stewardship.send_test": "a test of the mail server",
}
WAITING = {event.name for event in events.TABLE if event.waits}


def handing_over(source):
    """The functions of a module that hand an e-mail over by themselves."""
    functions = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef)]
    return [f.name for f in functions if any(isinstance(n, ast.Name) and n.id == "hand_over" for n in ast.walk(f))]


def told(source):
    """The events of the table that a module speaks of."""
    names = {name for name in dir(events) if isinstance(getattr(events, name), events.Event)}
    nodes = list(ast.walk(ast.parse(source)))
    said = {n.attr for n in nodes if isinstance(n, ast.Attribute)} | {n.id for n in nodes if isinstance(n, ast.Name)}
    return {getattr(events, name).name for name in names & said}


def test_every_mail_to_a_colleague_is_a_notice():
    for path in modules():
        app, name = path.relative_to(CODE).parts[0], path.relative_to(CODE).as_posix()
        if app != "outbox" and not name.endswith("/views/handing.py") and not name.endswith("actions/handing.py"):
            for function in handing_over(path.read_text(encoding="utf-8")):
                assert f"{app}.{function}" in NO_NOTICE, f"{name}: {function} writes past the table of events"


def test_every_event_of_the_table_is_told():
    sources = [p.read_text(encoding="utf-8") for p in modules() if p.relative_to(CODE).parts[0] != "notices"]
    spoken = set().union(*map(told, sources))
    assert {event.name for event in events.TABLE} == spoken


def test_names_are_one_and_fit():
    names = [event.name for event in events.TABLE]
    assert len(set(names)) == len(names)
    assert all(len(name) <= 40 for name in names)


def test_a_mail_past_the_table_is_found():
    """The control."""
    assert handing_over("def tell(x):\n    hand_over(x)") == ["tell"]
    assert handing_over("def tell(x):\n    notices.tell(x)") == []
    assert told("tell(events.DECISION)") == {"decision"}
