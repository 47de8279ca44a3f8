"""Looking at one page: what axe, the console, the policy and the width of the page say."""

from dataclasses import dataclass
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Error

DOWNLOAD = -1  # instead of a status: the address answers with a file to keep, not with a page
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_LISTEN = """window.broken = [];
addEventListener('securitypolicyviolation', e => broken.push(e.violatedDirective + ' ' + e.blockedURI))"""
_FACTS = """() => ({
  wide: document.documentElement.scrollWidth, window: innerWidth, broken: window.broken || [],
  ids: [...document.querySelectorAll('[id]')].map(e => e.id).filter((id, n, all) => all.indexOf(id) !== n),
  unknown: [...document.querySelectorAll('*')].map(e => e.localName).filter(n => n.startsWith('c-')),
  out: [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1)
    .filter(e => !e.closest('[tabindex="0"], .tabs, pre')).slice(0, 3).map(e => e.outerHTML.slice(0, 120)),
})"""


@dataclass(frozen=True)
class Look:
    """How wide a window is, in pixels, in light or dark colors, and which language its browser asks for."""

    width: int = 1280
    scheme: str = "light"
    language: str = "en"

    def __str__(self) -> str:
        return f"{self.width}-{self.scheme}-{self.language}"


class Window:
    """One window of the browser, signed in as somebody or nobody."""

    def __init__(self, browser: Any, address: str, cookies: dict[str, str], look: Look) -> None:
        self.address = address
        self.context = browser.new_context(
            viewport={"width": look.width, "height": 900}, color_scheme=look.scheme, reduced_motion="reduce",
            locale=look.language,
        )  # fmt: skip
        self.context.add_cookies([{"name": name, "value": value, "url": address} for name, value in cookies.items()])
        self.context.add_init_script(_LISTEN)
        self.page = self.context.new_page()
        self.said: list[str] = []
        self.page.on("console", lambda m: self.said.append(m.text) if m.type in ("error", "warning") else None)
        self.page.on("pageerror", lambda e: self.said.append(str(e)))

    def open(self, path: str) -> int:
        """The status of a page, or DOWNLOAD."""
        self.said.clear()
        try:
            response = self.page.goto(self.address + path, wait_until="load")
        except Error as error:
            if "Download is starting" not in error.message:
                raise
            return DOWNLOAD
        return response.status if response else 0

    def submit_empty(self) -> int:
        """Empty every field of the first form in the page and send it, as a browser without checks would."""
        self.said.clear()
        with self.page.expect_navigation(wait_until="load") as navigation:
            self.page.evaluate(
                """() => {
                  const forms = [...document.querySelectorAll('main form[method=post]')];
                  const form = forms.find(f => f.matches('.form, [data-guard]'))
                    || forms.find(f => f.querySelector('.input')) || forms[0];
                  const typed = 'input:not([type=hidden]):not([type=radio]):not([type=checkbox]), textarea';
                  for (const field of form.querySelectorAll(typed)) field.value = '';
                  for (const details of document.querySelectorAll('details')) details.open = true;
                  form.submit();
                }"""
            )
        return navigation.value.status

    def findings(self, *, axe: bool = True) -> list[str]:
        """Everything that is wrong with the page as it stands."""
        facts = self.page.evaluate(_FACTS)
        found = [f"policy: {line}" for line in facts["broken"]]
        found += [f"console: {line[:200]}" for line in self.said if "favicon" not in line]
        found += [f"id twice: {name}" for name in dict.fromkeys(facts["ids"])]
        found += [f"unknown tag: {name}" for name in dict.fromkeys(facts["unknown"])]
        if facts["wide"] > facts["window"]:
            found.append(f"{facts['wide']} px wide in a window of {facts['window']}: {facts['out']}")
        if axe:
            found += self._axe()
        return found

    def _axe(self) -> list[str]:
        options = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
        self.page.evaluate(AXE_SCRIPT)
        # The violations alone: the rest of the answer takes as long to send as the rules take to run.
        violations = self.page.evaluate("options => axe.run(options).then(found => found.violations)", options)
        return [
            f"{rule['id']} ({rule['impact']}) x{len(rule['nodes'])}: {rule['nodes'][0]['html'][:160]} "
            f"[{(rule['nodes'][0].get('any') or rule['nodes'][0].get('all') or [{}])[0].get('message', '')[:160]}]"
            for rule in violations
        ]

    def close(self) -> None:
        self.context.close()
