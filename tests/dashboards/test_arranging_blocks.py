"""Which blocks a person may arrange: those that can ever say something to them."""

import pytest

pytestmark = pytest.mark.django_db
DIRECTORS_ALONE = "Colleges that ask to join"


def test_nobody_arranges_blocks_that_they_never_have(cast):
    assert DIRECTORS_ALONE not in cast.client(cast.mesa_wbl).get("/arrange/").content.decode()
    assert DIRECTORS_ALONE in cast.client(cast.director).get("/arrange/").content.decode(), "the control"
    instructors = cast.client(cast.mesa_instructor).get("/arrange/").content.decode()
    assert "Next steps" not in instructors and "Follow-ups" in instructors
