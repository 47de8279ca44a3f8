"""The first person of an empty installation: set-up, sign-in, second factor, recovery codes, Today."""

import base64
import hashlib
import hmac
import struct
import time

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
EMAIL, SENTENCE = "joan@tworivers.example.org", "seven herons on the quay"


def code_of(secret: str) -> str:
    """What an authenticator app shows now (RFC 6238)."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", int(time.time()) // 30), hashlib.sha1).digest()
    at = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[at : at + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def fill_in(first):
    first.go("/")
    first.heading("Set up Guildhall")
    first.type("Name of the territory", "Two Rivers region")
    first.type("Name of the office that convenes it", "Two Rivers Office")
    first.type("Colleges, one per line", "Mesa Grande College\nHarbor Point College")
    first.type("Your first name", "Joan")
    first.type("Your last name", "Whitcombe")
    first.type("Your e-mail", EMAIL)
    first.type("A password", SENTENCE)
    first.fits()
    first.button("Set up Guildhall").click()
    first.heading("Sign in")
    first.reads("Guildhall is set up.")


def test_the_first_person(unset, visit, width):
    first = visit(width=width)
    fill_in(first)
    first.type_password(EMAIL, SENTENCE)
    first.heading("Set up your second factor")
    expect(first.page.locator("img.qr")).to_be_visible()
    first.go("/employers/")  # no way around it
    first.heading("Set up your second factor")
    first.fits()
    first.type("Six digits from the app", code_of(first.page.locator(".secret").inner_text().strip()))
    first.button("Turn on the second factor").click()
    first.heading("Keep these recovery codes")
    expect(first.page.locator(".codes > li")).to_have_count(10)
    first.fits()
    first.link("I kept them: go to Today").click()
    first.reads("The region", "No employer is shared yet.")
    assert first.taps() <= 4  # set up, signed in, with a second factor
    first.go("/institutions/")
    first.reads("Two Rivers Office", "Mesa Grande College", "Harbor Point College")


def test_the_code_is_asked_at_the_next_sign_in(unset, visit):
    first = visit()
    fill_in(first)
    first.type_password(EMAIL, SENTENCE)
    secret = first.page.locator(".secret").inner_text().strip()
    first.type("Six digits from the app", code_of(secret))
    first.button("Turn on the second factor").click()
    codes = first.page.locator(".codes > li").all_inner_texts()

    later = visit()
    later.go("/account/login/")
    later.type_password(EMAIL, SENTENCE)
    later.heading("Your second factor")
    later.type("Six digits from the app, or a recovery code", "000000")
    later.button("Sign in").click()
    later.heading("Your second factor")
    later.type("Six digits from the app, or a recovery code", codes[0])
    later.button("Sign in").click()
    later.reads("The region")
