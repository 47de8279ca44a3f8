"""Many e-mails with the same words at once: queued once each, filled, asked about again, taken back (R8, C18, C19)."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from guildhall.lib.scopes import OPEN
from guildhall.outbox import actions, queries
from guildhall.outbox.actions.queueing import Addressed, queue_email, queue_many, withhold
from guildhall.outbox.emails import message, written
from guildhall.outbox.models import Content, OutgoingEmail, Suppression
from tests.prove.catcher import Catcher

pytestmark = pytest.mark.django_db
SENDING = uuid4()
CLICK = "https://guildhall.example/stop/abc/"


@pytest.fixture
def catcher(settings):
    found = Catcher(pace=0)
    settings.SMTP = {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": found.port}
    yield found
    found.close()


@pytest.fixture
def content():
    return Content(
        sender="Mesa College <office@mesa.example>",
        reply_to="rosa@mesa.example",
        subject="Career day, {{name}}",
        text="Hello {{ name }},\ncome at {{time}}.\n",
        html="<p>Hello {{name}}, come at {{time}}.</p>",
    )


@pytest.fixture
def rules(monkeypatch):
    found = {}
    monkeypatch.setattr(queries, "_rules", found)
    return found


def to(name, **more):
    return Addressed(f"{name}@mail.example", f"one:{name}", {"name": name.title(), "time": "9:00"}, **more)


def queue(content, *rows):
    return queue_many(content, rows, kind="sending", reference=SENDING)


def states():
    return dict(OutgoingEmail.objects.values_list("to", "state"))


def test_each_recipient_is_queued_once(content, catcher):
    assert queue(content, to("ada"), to("bo"), to("ada")) == 2
    assert queue(content, to("ada"), to("cy")) == 1
    assert actions.deliver() == 3
    assert set(catcher.identifiers.values()) == {1}
    assert queries.counts_for("sending", [SENDING, uuid4()]) == {SENDING: {"sent": 3}}
    assert queries.sent_for("sending", SENDING).count() == 3
    assert queries.sent_for("other", SENDING).count() == 0


def test_nobody_is_nobody(content):
    assert queue(content) == 0
    assert not OutgoingEmail.objects.exists()


def test_a_value_that_is_missing_queues_nothing(content):
    with pytest.raises(KeyError, match="time"):
        queue(content, to("ada"), Addressed("bo@mail.example", "one:bo", {"name": "Bo"}))
    assert not OutgoingEmail.objects.exists()


def test_words_are_filled_for_each_reader(content):
    queue(content, Addressed("a@mail.example", "a", {"name": "Ada <b>", "time": "{{name}} {% now 'Y' %}"}))
    mail = message(OutgoingEmail.objects.get())
    assert mail["Subject"] == "Career day, Ada <b>"
    assert mail["From"] == "Mesa College <office@mesa.example>"
    assert mail["Reply-To"] == "rosa@mesa.example"
    text, html = (mail.get_body([kind]).get_content() for kind in ("plain", "html"))
    assert text.split("\r\n") == ["Hello Ada <b>,", "come at {{name}} {% now 'Y' %}.", ""], "a value has no slots"
    assert "Hello Ada &lt;b&gt;, come at" in html and "<b>" not in html


def test_a_letter_whose_values_were_erased_is_still_read(content, cast):
    queue(content, to("ada"))
    OutgoingEmail.objects.update(values={}, state="sent", about=[], behind=[])
    email = OutgoingEmail.objects.get()
    page = cast.client(cast.people["administrator"]).get(f"/outbox/{email.pk}/")
    assert page.status_code == 200
    assert "Hello …" in page.content.decode()


def test_one_click_unsubscribes(content):
    queue(content, to("ada", unsubscribe=CLICK), to("bo"))
    one, other = (message(row) for row in OutgoingEmail.objects.order_by("to"))
    assert one["List-Unsubscribe"] == f"<{CLICK}>"
    assert one["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert other["List-Unsubscribe"] is None


@pytest.mark.parametrize("typed", ["\r\nBcc: evil@x.example", "x>\r\n\r\nBcc: e@x.example", "\u2028Bcc: e@x.example"])
@pytest.mark.parametrize("where", ["name", "unsubscribe", "sender"])
def test_what_is_typed_adds_no_header(content, typed, where):
    if where == "sender":
        content.sender = f"Mesa {typed} <office@mesa.example>"
    row = Addressed(
        "ada@mail.example", "ada", {"name": f"Ada {typed}" if where == "name" else "Ada", "time": "9"},
        f"https://x.example/{typed}" if where == "unsubscribe" else "",
    )  # fmt: skip
    queue(content, row)
    email = OutgoingEmail.objects.get()
    try:
        assert message(email)["Bcc"] is None
        assert b"\r\nBcc" not in written(email).partition(b"\r\n\r\n")[0]
    except Exception as error:
        assert type(error).__name__ == "Unwritable"


def test_nothing_leaves_before_its_time(content, catcher):
    later = timezone.now() + timedelta(hours=1)
    queue(content, to("ada", not_before=later), to("bo"))
    assert actions.deliver() == 1
    assert states() == {"ada@mail.example": "queued", "bo@mail.example": "sent"}


def test_rules_are_asked_again_when_it_leaves(content, catcher, rules):
    rules["sending"] = lambda rows: {row.pk: "the touch budget is spent" for row in rows if row.to.startswith("bo")}
    queue(content, to("ada"), to("bo"))
    queue_email("bo@other.example", "x", "x", kind="notice", scope=OPEN)
    assert actions.deliver() == 2
    held = OutgoingEmail.objects.get(to="bo@mail.example")
    assert (held.state, held.error) == ("held", "the touch budget is spent")
    assert catcher.taken["bo@mail.example"] == 0


def test_rules_that_fail_let_nothing_leave(content, catcher, rules):
    def fail(_rows):
        raise LookupError

    rules["sending"] = fail
    queue(content, to("ada"))
    with pytest.raises(LookupError):
        actions.deliver()
    assert states() == {"ada@mail.example": "queued"}
    assert OutgoingEmail.objects.get().leased_by is None
    assert not catcher.taken


def test_who_opts_out_gets_none_of_what_waits(content, catcher):
    queue(content, to("ada"), to("bo"), to("cy"))
    queue_email("ada@mail.example", "Your code", "x", kind="account", scope=OPEN)
    assert withhold(kind="sending", to=["Ada@mail.example"], reason="unsubscribed") == 1
    Suppression.objects.create(address="CY@mail.example", reason="asked")
    actions.deliver()
    assert dict(OutgoingEmail.objects.filter(kind="sending").values_list("to", "state")) == {
        "ada@mail.example": "suppressed",
        "bo@mail.example": "sent",
        "cy@mail.example": "suppressed",
    }
    assert catcher.taken["ada@mail.example"] == 1, "what she has to get she gets"


def test_a_sending_is_stopped_whole(content):
    queue(content, to("ada"), to("bo"))
    assert withhold(kind="sending") == 0
    assert withhold(kind="other", reference=SENDING) == 0
    assert withhold(kind="sending", reference=SENDING, reason="its author lost the right") == 2
    assert set(states().values()) == {"held"}


def test_where_no_mail_leaves_it_is_kept_under_the_same_rules(content, settings, rules):
    settings.SMTP = None
    rules["sending"] = lambda rows: {row.pk: "no" for row in rows if row.to.startswith("bo")}
    queue(content, to("ada"), to("bo"), to("cy"))
    Suppression.objects.create(address="cy@mail.example", reason="asked")
    assert actions.deliver() == 0
    assert states() == {"ada@mail.example": "kept", "bo@mail.example": "held", "cy@mail.example": "suppressed"}


def test_thousands_cost_few_statements(content, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        assert queue(content, *(to(f"n{n}") for n in range(4_000))) == 4_000


def test_the_state_of_many_sendings_is_one_statement(content, django_assert_num_queries):
    queue(content, to("ada"))
    with django_assert_num_queries(1):
        queries.counts_for("sending", [SENDING, *(uuid4() for _ in range(50))])
    assert connection.vendor == "postgresql"
