"""On a screen nobody signs a paper of which something is not filled in; lines that a text leaves empty are its own."""

import pytest

from guildhall.lib.verdicts import Refused
from guildhall.supervision.actions import linking, preparing, signing
from guildhall.supervision.actions.signing import SignedAs
from guildhall.supervision.actions.types import TypeFacts, enter_type
from tests.supervision.placed import placed, secret_in

pytestmark = pytest.mark.django_db


def made(cast, text: str):
    found = placed(cast, age=19)
    kind = enter_type(found.placement.institution, TypeFacts("Hours", text, ["student"]), by=cast.mesa_wbl)
    return found, preparing.prepare(found.placement, kind, by=cast.mesa_wbl)


def test_a_field_that_nobody_knew_is_filled_in_first(cast):
    found, paper = made(cast, "{student} works {hours} hours.")
    assert (paper.unfilled, paper.has_blanks) == (["hours"], True)
    with pytest.raises(Refused, match="not filled in yet"):
        linking.ask_to_sign(paper, "student", by=cast.mesa_wbl)
    found.placement.hours_planned = 40
    found.placement.save()
    paper = preparing.correct(paper, ["student"], "hours", version=paper.version, by=cast.mesa_wbl)
    assert paper.text == "Nia Zamora works 40 hours."
    assert_signed(cast, paper)


def test_a_printed_line_keeps_nobody_from_signing(cast):
    """An institution's own paper may end as papers do: with a line for the signature, and one for the day."""
    _found, paper = made(cast, "I come on time.\n\nSignature: ____________  Date: ________")
    assert not paper.has_blanks
    assert_signed(cast, paper)


def assert_signed(cast, paper) -> None:
    linking.ask_to_sign(paper, "student", by=cast.mesa_wbl)
    assert b"not filled in yet" not in cast.client(None).get(f"/sign/{secret_in('sign')}/").content
    assert signing.sign_by_link(secret_in("sign"), SignedAs("Nia Zamora"))
