"""Every e-mail that the world holds goes over the wire as RFC 5322 has it, and its reader gets its words."""

import pytest

from guildhall.outbox.emails import words_of
from guildhall.outbox.models import OutgoingEmail
from tests.outbox.reading import lines, read

pytestmark = pytest.mark.django_db


def test_every_e_mail_of_the_world_is_read_as_it_was_written(world):
    rows = list(OutgoingEmail.objects.select_related("content"))
    assert len({row.kind for row in rows}) > 25, "the world writes e-mails of many kinds"
    for row in rows:
        found = read(row)
        assert found["Subject"] == row.subject.replace("=?", "= ?")
        assert lines(found.get_body(["plain"]).get_content()) == lines(words_of(row)[0]), row.kind
        if row.calendar:
            (entry,) = found.iter_attachments()
            assert entry.get_content_type() == "text/calendar"
            assert lines(entry.get_content()) == lines(row.calendar)
