"""E-mail of unknown fate stands first in the ledger, and one click decides about it (R8)."""

from time import sleep

import pytest

from guildhall.audit.models import Entry
from guildhall.lib.scopes import OPEN
from guildhall.outbox import actions
from guildhall.outbox.models import OutgoingEmail
from tests.prove.catcher import Catcher

pytestmark = pytest.mark.django_db


@pytest.fixture
def unknown(cast):
    pk = actions.queue_email("ada@mail.example", "Career day", "Hello.", kind="x", scope=OPEN)
    OutgoingEmail.objects.filter(pk=pk).update(state="unknown", attempts=1)
    return OutgoingEmail.objects.get(pk=pk)


def decide(cast, email, again, who="administrator"):
    return cast.client(cast.people[who]).post(f"/outbox/{email.pk}/decide/", {"again": again}, follow=True)


def test_it_is_sent_again_under_the_same_message_id(cast, unknown, settings):
    catcher = Catcher(pace=0)
    settings.SMTP = {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": catcher.port}
    assert actions.deliver() == 0, "never by itself"
    assert "It is sent again" in decide(cast, unknown, "yes").content.decode()
    assert actions.deliver() == 1
    catcher.close()
    assert list(catcher.identifiers) == [f"<{unknown.pk}@localhost>"]
    assert Entry.objects.get(verb="send again").actor == cast.people["administrator"].pk


def test_it_counts_as_sent(cast, unknown):
    page = decide(cast, unknown, "no").content.decode()
    assert "counts as sent" in page
    unknown.refresh_from_db()
    assert unknown.state == "sent"


def test_two_people_decide_once(cast, unknown):
    decide(cast, unknown, "no")
    assert "decided this already" in decide(cast, unknown, "yes").content.decode()
    unknown.refresh_from_db()
    assert unknown.state == "sent"


def test_nobody_else_decides(cast, unknown):
    assert decide(cast, unknown, "yes", "mesa_wbl").status_code == 403
    unknown.refresh_from_db()
    assert unknown.state == "unknown"


def test_the_ledger_is_paged_and_unknown_ones_stand_first(cast, unknown, monkeypatch):
    monkeypatch.setattr("guildhall.stewardship.views.lines.SHOWN", 3)
    for n in range(5):
        actions.queue_email(f"n{n}@mail.example", f"Letter {n}", "Hello.", kind="x", scope=OPEN)
        sleep(0.002)  # within a thousandth of a second their order is left to chance
    client = cast.client(cast.people["administrator"])
    first = client.get("/outbox/")
    text = first.content.decode()
    assert text.index("Career day") < text.index("Letter 4") and "Letter 1" not in text
    second = client.get(f"/outbox/?after={first.context['page'].next}").content.decode()
    assert "Letter 1" in second and "Letter 4" not in second and "Career day" not in second


@pytest.mark.parametrize("state", ["unknown", "bounced", "queued", "nonsense"])
def test_the_ledger_is_narrowed_to_a_state(cast, unknown, state):
    actions.queue_email("bo@mail.example", "Waiting one", "Hello.", kind="x", scope=OPEN)
    page = cast.client(cast.people["administrator"]).get(f"/outbox/?state={state}").content.decode()
    assert ("Career day" in page) is (state in ("unknown", "nonsense"))
    assert ("Waiting one" in page) is (state in ("queued", "nonsense"))
