"""Who a copy is from: what the border of the mail vouches for (D4)."""

import pytest

from guildhall.engagements.border import proven_sender
from tests.engagements.test_copies import BORDER, FROM, PASS

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "results",
    [
        "dmarc=pass header.from=people.example",
        "dmarc=pass (p=none dis=none) header.from=PEOPLE.example; spf=fail smtp.mailfrom=x.example",
        "dkim=pass (2048-bit key) header.d=people.example header.s=one header.b=abc/+=",
        "dkim=fail header.d=people.example; dkim=pass header.i=@people.example",
        "dmarc=none header.from=people.example; spf=pass smtp.mailfrom=bounce@people.example",
    ],
)
def test_the_border_vouches_for_a_sender(results):
    content = f"Authentication-Results: {BORDER.upper()} 1;\n {results}\n{FROM}\n".encode()
    assert proven_sender(content, BORDER) == "mesa_wbl@people.example"


@pytest.mark.parametrize(
    "results",
    [
        "none",
        "dmarc=fail header.from=people.example",
        "dmarc=pass",
        "dmarc=pass header.from=other.example",
        "dmarc=pass header.from=people.example header.from=other.example",
        "dmarc=pass header.from=people.example; dmarc=fail header.from=people.example",
        "dmarc=fail header.from=people.example; dkim=pass header.d=people.example",
        "dmarc=fail (dmarc=pass header.from=people.example) header.from=people.example",
        'dmarc=fail reason="dmarc=pass header.from=people.example" header.from=people.example',
        "dkim=pass header.d=example",
        "dkim=pass header.d=notpeople.example",
        "spf=pass smtp.mailfrom=mesa_wbl@people.example.other.example",
        "spf=pass smtp.helo=people.example",
        "x-other=pass header.from=people.example",
        "spf=pass (((((" * 2_000,
        "dmarc=pass header.from=people.example; x=" + "y" * 5_000,
    ],
)
def test_what_the_border_does_not_vouch_for_is_nobodys(results):
    assert proven_sender(f"Authentication-Results: {BORDER}; {results}\n{FROM}\n".encode(), BORDER) == ""


def test_results_that_came_with_the_message_do_not_count():
    fail = f"Authentication-Results: {BORDER}; dmarc=fail header.from=people.example\n"
    other = PASS.replace(BORDER, "mx.other.example")
    assert proven_sender((fail + PASS + FROM + "\n").encode(), BORDER) == "", "the topmost of the border counts alone"
    assert proven_sender((other + FROM + "\n").encode(), BORDER) == ""
    assert proven_sender((PASS.replace(BORDER, f"{BORDER}.evil.example") + FROM + "\n").encode(), BORDER) == ""
    assert proven_sender((PASS.replace("-Results", "-Results-Original") + FROM + "\n").encode(), BORDER) == ""
    assert proven_sender((FROM + "\n" + PASS).encode(), BORDER) == "", "what stands in the body is no header"
    assert proven_sender((PASS + FROM + "\n").encode(), "") == ""
    assert proven_sender((other + PASS + fail + FROM + "\n").encode(), BORDER) == "mesa_wbl@people.example"  # control


@pytest.mark.parametrize(
    "sender",
    [
        'From: "mesa_wbl@people.example" <other@people.example>\n',
        "From: mesa_wbl@people.example <other@people.example>\n",
        "From: other@people.example, mesa_wbl@people.example\n",
        "From: mesa_wbl@people.example\nFrom: other@people.example\n",
        "From: other@people.example\nFrom: mesa_wbl@people.example\n",
        "From: Group: mesa_wbl@people.example;\n",
        "From: <mesa_wbl@people.example> <other@people.example>\n",
        "From: =?utf-8?q?mesa=5Fwbl=40people=2Eexample?=\n",
        'From: "mesa_wbl"@people.example\n',
        "From: mesa_wbl@people.example\x00@other.example\n",
        "From: mesa_wbl@people.example(other)@other.example\n",
        "From: \n",
        "",
        "Sender: mesa_wbl@people.example\n",
    ],
)
def test_a_sender_who_is_several_or_doubtful_is_not_the_person(sender):
    assert proven_sender((PASS + sender + "\n").encode(), BORDER) != "mesa_wbl@people.example"


def test_a_head_without_end_is_not_read():
    assert proven_sender(PASS.encode() + FROM.encode() + b"X: y\n" * 100_000, BORDER) == ""
