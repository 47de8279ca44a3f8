"""What somebody wrote in a message is kept, whatever mail program sent it; the older mail below is not."""

import struct
import time

import pytest

from guildhall.engagements.message_words import from_html, own_words
from guildhall.engagements.messages import LARGEST, read

HEAD = "From: Ines <ines@harrow.example>\nTo: Teresa <teresa@mesa.example>\nSubject: {}\nDate: {}\n"
NOON = "Tue, 24 Nov 2026 12:00:00 -0800"
OLD = "our own dean does not want this"
PLAIN = "Content-Type: text/plain; charset=utf-8\n\n"


def body(text: str, subject: str = "Re: Summer") -> str:
    return read((HEAD.format(subject, NOON) + PLAIN + text).encode()).body


GMAIL = "On Tue, Nov 24, 2026 at 4:02 PM Teresa <teresa@mesa.example>\nwrote:\n\n> "
APPLE = "> On Nov 24, 2026, at 4:02 PM, Teresa <teresa@mesa.example> wrote:\n> \n> "
HEADS = "From: Ines\nSubject: Places\nDate: today\nTo: T\n"
REPLIES = {
    "gmail": f"Thursday works.\n\n{GMAIL}{OLD}\n",
    "apple": f"Thursday works.\n\n{APPLE}{OLD}\n",
    "outlook": "Thursday works.\n\n________________________________\nFrom: Teresa <teresa@mesa.example>\n"
    f"Sent: Tuesday, November 24, 2026 4:02 PM\nTo: Ines\nSubject: Summer\n\n{OLD}\n",
    "old outlook": f"Thursday works.\n\n-----Original Message-----\nFrom: Teresa\nSent: Tuesday\nTo: Ines\n\n{OLD}\n",
    "outlook in Spanish": f"Thursday works.\n\nDe: Teresa\nEnviado el: martes\nPara: Ines\nAsunto: Verano\n\n{OLD}\n",
    "gmail in Spanish": f"Thursday works.\n\nEl mar, 24 nov 2026 a las 16:02, Teresa escribió:\n> {OLD}\n",
    "bold heads": f"Thursday works.\n\n*From:* Teresa\n*Sent:* Tuesday\n*To:* Ines\n*Subject:* Summer\n\n{OLD}",
}


@pytest.mark.parametrize("program", REPLIES)
def test_older_mail_below_is_cut(program):
    assert body(REPLIES[program]) == "Thursday works."


def test_a_sentence_that_begins_like_a_head_stays():
    said = "From: the bridge you turn left.\nTo be sure, call me.\nOn Monday I wrote a letter: nobody answered."
    assert body(said) == said


def test_answers_between_quotes_stay_with_their_questions():
    text = f"On Tue, Teresa wrote:\n> {OLD}\n>\n> How many?\n\nTwo.\n\n> Paid?\n\nYes, 19.50.\n\n> Regards\n> Teresa\n"
    said = body(text)
    assert said.splitlines() == ["> How many?", "Two.", "", "> Paid?", "Yes, 19.50."]
    assert OLD not in said


FORWARDS = {
    "apple": "For the file.\n\nBegin forwarded message:\n\n> " + HEADS.replace("\n", "\n> ") + "\n> Two places.",
    "gmail": f"For the file.\n\n---------- Forwarded message ---------\n{HEADS}\nTwo places.",
    "outlook": "For the file.\n\nFrom: Ines\nSent: Tuesday\nTo: T\nSubject: Places\n\nTwo places.",
}


@pytest.mark.parametrize("program", FORWARDS)
def test_what_was_forwarded_stays_and_what_is_older_goes(program):
    older = "\n\nFrom: Teresa\nSent: Monday\nTo: Ines\nSubject: Places\n\n" + OLD
    said = body(FORWARDS[program] + older, "Fwd: Places")
    assert said.startswith("For the file.")
    assert said.endswith("Two places.")
    assert "> " not in said


def test_a_page_without_text_is_read_as_words():
    page = (
        "<html><head><style>p{}</style></head><body><p>Dear Teresa,</p><p>We take <b>two</b> students &amp; one&nbsp;"
    )
    page += f"teacher.<br>Ines</p><blockquote><p>{OLD}</p></blockquote><!-- {OLD} --></body></html>"
    message = read((HEAD.format("Re: x", NOON) + "Content-Type: text/html; charset=utf-8\n\n" + page).encode())
    assert message.body == "Dear Teresa,\n\nWe take two students & one teacher.\nInes"
    assert message.notice == ""


def test_a_quotation_in_a_page_is_one():
    assert from_html("<div>a</div><blockquote>b<blockquote>c</blockquote></blockquote>d").split("\n")[-1] == "d"
    assert "> b" in from_html("<p>a</p><blockquote>b</blockquote>")


def tnef(text: bytes) -> bytes:
    return b"\x78\x9f\x3e\x22\x01\x00" + struct.pack("<BII", 1, 0x0002800C, len(text)) + text + b"\x00\x00"


@pytest.mark.parametrize(("content", "body"), [(tnef(b"Two places.\x00"), "Two places."), (b"nothing", "")])
def test_winmail(content, body):
    wire = HEAD.format("x", NOON).encode() + b"Content-Type: application/ms-tnef; name=winmail.dat\n"
    message = read(wire + b"Content-Transfer-Encoding: 8bit\n\n" + content)
    assert message.body == body
    assert bool(message.notice) == (not body)


def test_the_day_is_that_of_the_region():
    message = read((HEAD.format("x", "Wed, 25 Nov 2026 02:40:00 +0000") + PLAIN + "Yes.").encode())
    assert (str(message.day), message.at.hour) == ("2026-11-24", 18)


@pytest.mark.parametrize("piece", ["<", "<!--", "<style>", "<a ", "<blockquote>", "&#1", "</", "<p>", "<!-- x -->"])
def test_no_page_takes_seconds(piece):
    wire = (HEAD.format("x", NOON) + "Content-Type: text/html\n\n").encode() + piece.encode() * (
        LARGEST // len(piece) // 2
    )
    begun = time.process_time()
    read(wire)
    assert time.process_time() - begun < 1.5


@pytest.mark.parametrize("line", ["On a\n", "> a\n", "From: a\n", "On " + "x" * 500 + "\n", "Sent: a\n"])
def test_no_text_takes_seconds(line):
    begun = time.process_time()
    own_words(line * 60_000)
    assert time.process_time() - begun < 1.5
