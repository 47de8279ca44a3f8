"""A person in front of a browser: signs in, reads, types, and notes every complaint of the browser."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import BrowserContext, Error, Locator, Page, expect

from guildhall.people.models import Person

# Counts where a finger or the mouse goes down: one a tap, whatever the page makes of it.
COUNTING = """addEventListener('pointerdown', e => e.isTrusted &&
  sessionStorage.setItem('taps', Number(sessionStorage.getItem('taps')) + 1), true)"""
PASSWORD = "a sentence for the tests"
WIDE, PHONE = 1280, 390


@dataclass
class Visitor:
    """One person in a browser of their own."""

    context: BrowserContext
    page: Page
    base: str
    width: int = WIDE
    complaints: list[str] = field(default_factory=list)

    def listen(self) -> None:
        """Scripts that fail, styles that the policy refuses and files that are missing all end in the console."""
        self.page.on("console", lambda m: self.complaints.append(m.text) if m.type == "error" else None)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.add_init_script(COUNTING)

    def taps(self) -> int:
        """How often this person has clicked or tapped so far; fields are reached by the keyboard."""
        return int(self.page.evaluate("sessionStorage.getItem('taps')") or 0)

    @property
    def phone(self) -> bool:
        return self.width < 768

    def go(self, path: str) -> None:
        """Open an address; a page that renews itself in that very moment wins, and one asks again."""
        try:
            self.page.goto(self.base + path)
        except Error as error:
            if "ERR_ABORTED" not in error.message:
                raise
            self.page.goto(self.base + path)

    def sign_in(self, person: Person) -> None:
        """Through the real page; the people of the cast get their password here."""
        person.set_password(PASSWORD)
        person.save()
        self.go("/account/login/")
        self.type_password(person.email, PASSWORD)
        expect(self.page.locator("h1")).not_to_have_text("Sign in")

    def type_password(self, email: str, password: str) -> None:
        self.page.get_by_label("E-mail", exact=True).fill(email)
        self.page.get_by_label("Password", exact=True).fill(password)
        self.button("Sign in").click()

    def menu(self, label: str) -> None:
        """Choose from the main menu, which a phone keeps behind "More"."""
        if self.phone:
            self.page.locator(".dock").get_by_role("button", name="More").click()
        entry = self.entry(label)
        if not entry.is_visible():  # it lies in a folded part
            part = self.page.locator("#nav details").filter(
                has=self.page.get_by_role("link", name=label, include_hidden=True)
            )
            part.locator("summary").click()
        entry.click()

    def entry(self, label: str) -> Locator:
        return self.page.locator("#nav").get_by_role("link", name=re.compile(rf"^{re.escape(label)}"))

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("main").get_by_role("button", name=name).first

    def link(self, name: str, *, exact: bool = False) -> Locator:
        return self.page.get_by_role("main").get_by_role("link", name=name, exact=exact).first

    def choose(self, label: str, within: Any = None) -> None:
        """Choose a segment: its box lies under the words, so the words are clicked, as people do."""
        place = within or self.page.get_by_role("main")
        place.locator(".segment").filter(has_text=re.compile(rf"^\s*{re.escape(label)}\s*$")).first.click()

    def type(self, label: str, words: str, within: Any = None) -> None:
        place = within or self.page.get_by_role("main")
        place.get_by_label(re.compile(rf"^\s*{re.escape(label)}(\s*\(optional.*\))?\s*$")).first.fill(words)

    def reads(self, *words: str) -> None:
        """The words stand on the page, visibly."""
        for text in words:
            expect(self.page.get_by_role("main").get_by_text(text).filter(visible=True).first).to_be_visible()

    def heading(self, words: str) -> None:
        expect(self.page.locator("h1")).to_have_text(words)

    def does_not_read(self, *words: str) -> None:
        """Not on the page and not in its source either."""
        source = self.page.content()
        for text in words:
            assert text not in source, text

    def status_of(self, path: str) -> int:
        """What the address answers, asked with this person's session and outside the page."""
        return self.context.request.get(self.base + path, max_redirects=0).status

    def fits(self) -> None:
        """No page scrolls sideways."""
        self.page.wait_for_load_state()
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{self.page.url} is {wide} px too wide at {self.width} px"
