"""Recipients who are no contacts of a record: members of boards and stakeholders, under the same rules (C18, D13)."""

from datetime import timedelta

import pytest

from guildhall.boards.actions import founding, serving
from guildhall.boards.actions.founding import Described
from guildhall.boards.actions.seating import Wanted, add_seat
from guildhall.boards.actions.serving import Named
from guildhall.boards.models import Member
from guildhall.engagements.actions.recording import Happening, record_engagement
from guildhall.engagements.models import Touch
from guildhall.lib import clock
from guildhall.mailings.actions import choosing, selecting, sending
from guildhall.mailings.models import Mailbox, Recipient
from guildhall.mailings.queries.offering import offers_for
from guildhall.outbox.actions import deliver
from guildhall.outbox.emails import words_of
from guildhall.outbox.models import OutgoingEmail
from guildhall.partnerships.models import Stakeholder
from tests.boards.seated import founded, program, seat, sits
from tests.mailings.written import approved, drafted, employer, fresh, monday, scheduled, told, trained
from tests.partnerships.building import sector, started

pytestmark = pytest.mark.django_db


@pytest.fixture
def board(cast):
    trained(cast)
    return founded(cast, program(cast))


def to_board(cast, board, **more):
    row = drafted(cast, topic="boards", whole=False, **more)
    selecting.add_source(row, "board", label=str(board), key=board.pk, by=row.author)
    return fresh(row)


def speaks_for(cast, board, given, *organizations):
    more = {"cluster": "Partners"} if len(organizations) > 1 else {}
    place = seat(cast, board, "business", *organizations, **more)
    named = Named(given=given, email=f"{given.lower()}@home.example", has_accepted=True)
    return serving.take_seat(place, named, by=cast.mesa_teacher)


def anew(row):
    selecting.select_recipients(fresh(row), by=row.author)
    return told(row)


def leaves(cast, row):
    scheduled(cast, row, at=monday())
    with clock.at(monday(11)):
        sending.send_due()


def test_who_sits_on_a_board_gets_it_as_what_they_are(cast, board):
    """A contact under the rules for contacts, a colleague and somebody with a name by their seat alone."""
    row = employer(cast, "Kestrel", "Contact", topics=["boards"])
    sits(cast, board, "", contact=row.contacts.get())
    sits(cast, board, "Olu Obi", email="olu@home.example")
    sits(cast, board, "", "staff", person=cast.mesa_career)
    sits(cast, board, "No Mail")
    sits(cast, board, "Not Yet", email="n@home.example", has_accepted=False)
    assert told(to_board(cast, board)) == {
        "Contact": ("included", ""),
        "Olu Obi": ("included", ""),
        str(cast.mesa_career): ("included", ""),
        "No Mail": ("excluded", "no_address"),
        "Not Yet": ("excluded", "no_consent"),
    }
    row.contacts.update(mail_topics=["events"])
    assert told(to_board(cast, board))["Contact"] == ("excluded", "topic")


def test_the_letter_says_for_which_seat_it_comes_and_its_link_holds_for_the_address(cast, board):
    sits(cast, board, "Olu Obi", email="Olu@home.example")
    row = to_board(cast, board, body="Dear {first_name},\n\nhello.")
    leaves(cast, row)
    email = OutgoingEmail.objects.get(kind="mailing")
    assert "You get this because you sit on “Nursing advisory board”." in words_of(email)[0]
    assert "Dear Olu," in words_of(email)[0]
    box = Mailbox.objects.get()
    assert box.address == "olu@home.example"
    choosing.choose(box, choosing.Choice(nothing=True), version=box.version)
    assert OutgoingEmail.objects.get(pk=email.pk).state == "suppressed", "it holds for what is queued"
    assert told(to_board(cast, board)) == {"Olu Obi": ("excluded", "opted_out")}


@pytest.mark.parametrize("change", [{"state": "ended", "ended_on": clock.today()}, {"email": "other@home.example"}])
def test_whoever_left_the_board_meanwhile_gets_nothing(cast, board, change, settings):
    """Asked when it is handed over, and once more when it leaves; the control is the one who stays."""
    settings.SMTP = None
    sits(cast, board, "Goes", email="goes@home.example")
    sits(cast, board, "Stays", email="stays@home.example")
    row = to_board(cast, board)
    leaves(cast, row)
    Member.objects.filter(given="Goes").update(**change)
    deliver()
    states = dict(OutgoingEmail.objects.filter(kind="mailing").values_list("to", "state"))
    assert states == {"goes@home.example": "held", "stays@home.example": "kept"}


def test_whoever_speaks_for_one_organization_is_under_its_budget(cast, board):
    one, two = employer(cast, "Kestrel", topics=[]), employer(cast, "Juniper", topics=[])
    speaks_for(cast, board, "Speaks", one)
    speaks_for(cast, board, "Cluster", one, two)
    row = to_board(cast, board)
    assert told(row) == {"Speaks": ("included", ""), "Cluster": ("included", "")}
    for n in range(3):
        call = Happening("call", "Hello", clock.today() - timedelta(n + 1), contact=one.contacts.get())
        record_engagement(one, call, by=cast.mesa_wbl, institution=cast.mesa)
    assert anew(row) == {"Speaks": ("held", "budget"), "Cluster": ("included", "")}


def test_a_letter_to_them_is_a_touch_of_their_organization_once(cast, board):
    one = employer(cast, "Kestrel", topics=[])
    speaks_for(cast, board, "Speaks", one)
    row = to_board(cast, board)
    leaves(cast, row)
    assert list(Touch.objects.filter(occasion=row.pk).values_list("employer", "contact")) == [(one.pk, None)]
    assert one.engagements.filter(kind="email").count() == 1


def test_whoever_speaks_for_none_gets_no_more_than_the_budget_allows(cast, board):
    """By the address, on whichever boards they sit; who is on none of the lists is the control."""
    other = founded(cast, program(cast, "Welding"), name="Welding board")
    sits(cast, board, "Olu Obi", email="olu@home.example")
    sits(cast, other, "Olu Obi", email="OLU@home.example")
    sits(cast, other, "Ada", email="ada@home.example")
    row = to_board(cast, board)
    gone = Recipient.objects.get(mailing=row)
    for _n in range(3):
        past = to_board(cast, board)
        Recipient.objects.filter(mailing=past).update(
            state="sent", email=gone.pk, at=clock.now() - timedelta(days=2), reason=""
        )
    assert told(to_board(cast, other)) == {"Olu Obi": ("held", "budget"), "Ada": ("included", "")}
    assert (
        "Mailings that they got lately: 3" in Recipient.objects.get(mailing__sources__key=other.pk, state="held").detail
    )


def test_another_mailing_in_the_same_days_holds_the_later_one_by_the_address(cast, board):
    other = founded(cast, program(cast, "Welding"), name="Welding board")
    sits(cast, board, "Olu Obi", email="olu@home.example")
    sits(cast, other, "Olu Obi", email="OLU@home.example")
    scheduled(cast, to_board(cast, board, subject="First"), at=monday())
    assert told(to_board(cast, other, subject="Second")) == {"Olu Obi": ("held", "other")}


def test_the_address_of_a_contact_is_written_to_by_the_rules_for_contacts(cast, board):
    row = employer(cast, "Kestrel", topics=[])
    hidden = cast.prospect("Hidden Works", contact={"family_name": "Secret", "email": "s@hidden.example"})
    assert hidden
    for name, email in (("Twin", row.contacts.get().email.upper()), ("Guessed", "s@hidden.example")):
        Member.objects.filter(pk=sits(cast, board, name, email=f"{name}@home.example").pk).update(email=email)
    found = told(to_board(cast, board))
    assert found == {"Twin": ("excluded", "no_consent"), "Guessed": ("included", "")}, "the wall tells nothing"


def test_boards_of_others_are_neither_offered_nor_reached(cast, board):
    theirs = founding.found_board(
        Described("Harbor board"), [], institution=cast.harbor, secretary=cast.harbor_admin, by=cast.harbor_admin
    )
    place = add_seat(theirs, Wanted("labor"), by=cast.harbor_admin)
    facts = {"given": "Far", "email": "f@home.example", "state": "serving", "starts_on": clock.today(),
             "ends_on": clock.today() + timedelta(99), "accepted_on": clock.today()}  # fmt: skip
    Member.objects.create(board=theirs, seat=place, **facts)
    assert told(to_board(cast, theirs)) == {}
    offered = {one.key for one in offers_for(cast.mesa_wbl)}
    assert board.pk in offered and theirs.pk not in offered
    assert told(to_board(cast, theirs, by=cast.harbor_admin, place=cast.harbor)) == {"Far": ("included", "")}


def test_a_closed_board_has_no_recipients(cast, board):
    sits(cast, board, "Olu Obi", email="olu@home.example")
    row = to_board(cast, board)
    type(board).objects.update(closed_on=clock.today(), closed_because="Over")
    assert anew(row) == {}


def test_approval_and_the_rest_go_as_for_contacts(cast, board):
    sits(cast, board, "Olu Obi", email="olu@home.example")
    assert approved(cast, to_board(cast, board)).state == "approved"


def test_a_stakeholder_with_the_address_of_a_contact_is_written_to_as_the_contact(cast, board):
    row = employer(cast, "Kestrel", topics=[])
    cause = started(cast)
    facts = {"initiative": cause, "employer": row, "category": sector("Postsecondary"), "added_by": cast.mesa_wbl}
    for name, email in (("Twin", row.contacts.get().email), ("Other", "other@kestrel.example")):
        Stakeholder.objects.create(**facts, name=name, email=email, state="accepted", added_at=clock.now(),
                                   answered_on=clock.today(), answered_how="spoken")  # fmt: skip
    mailing = drafted(cast, whole=False)
    selecting.add_source(mailing, "initiative", label="All", key=cause.pk, by=cast.mesa_wbl)
    assert told(mailing) == {"Twin": ("excluded", "no_consent"), "Other": ("included", "")}


def test_the_touch_of_a_letter_that_failed_is_taken_back_also_without_a_contact(cast, board):
    """Of two who speak for two organizations one is not reached: the other’s touch stays."""
    one, two = employer(cast, "Kestrel", topics=[]), employer(cast, "Juniper", topics=[])
    speaks_for(cast, board, "Speaks", one)
    speaks_for(cast, board, "Other", two)
    row = to_board(cast, board)
    leaves(cast, row)
    assert Touch.objects.filter(occasion=row.pk).count() == 2
    OutgoingEmail.objects.filter(to="speaks@home.example").update(state="bounced")
    sending.settle_failed()
    assert told(row)["Speaks"] == ("failed", "")
    assert list(Touch.objects.filter(occasion=row.pk).values_list("employer", flat=True)) == [two.pk]
    assert not one.engagements.filter(kind="email", removed_at=None).exists()
