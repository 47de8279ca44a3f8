"""Every page in a browser: no rule of axe is broken, the policy refuses nothing, nothing is cut off (R18, R20)."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser.looking import DOWNLOAD, Look
from tests.permissions.matrix import MATRIX
from tests.permissions.matrix.page import Page
from tests.permissions.walk import address, app_of, resolves
from tests.permissions.world import canary
from tests.sampling import THOROUGH, drawn, taken, whole

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

# Windows of a desk and of a phone, and the narrowest that is promised, with the longer words of Spanish.
LOOKS = [Look(1280, "light"), Look(390, "dark"), Look(320, "light", "es")]
# Answers without a page of their own, and addresses that only lead on.
NO_PAGE = {
    "health",
    "theme",
    "language",
    "employer-suggest",
    "search-suggest",
    "calendar-feed",
    "follow-up-calendar",
    "log-suggest",
    "door-worker",
    "known-tags",
    "known-industries",
    "known-cities",
    "known-themes",
    "known-occupations",
    "known-programs",
    "known-programs-of-cip",
    "known-certifications",
    "known-areas",
    "known-courses",
    "known-event-employers",
    "mfa_download_recovery_codes",
    "mfa_trust",
    "set-up",
    "contact-change",
    "attachment",
    "import-blank",
    "sitemap",
    "sitemap-part",
    "robots",
    "board-meeting-now",
    "meeting-projector-now",
    "room-now",
}
LEADS_ON = {
    "mfa_authenticate", "account_set_password", "mfa_activate_totp", "mfa_deactivate_totp",
    "mfa_generate_recovery_codes",
    "mfa_reauthenticate", "account_reauthenticate",
}  # fmt: skip
ENTRANCES = {"account_login", "account_reset_password", "account_reset_password_done",
    "account_reset_password_from_key",
             "account_reset_password_from_key_done", "account_inactive", "ready-link"}  # fmt: skip
ROLES = ("director", "mesa_wbl", "administrator", "mesa_student", "anonymous", "employer_admin", "mesa_learner")


def _who(name: str, page: Page, kind: str) -> str | None:
    """The first of a few roles that may read a page."""
    if name in ENTRANCES:
        return "anonymous"
    return next((who for who in ROLES if page.expected(who, "GET", kind) == "ok"), None)


def pages(world: Any) -> Iterator[tuple[str, str, int]]:
    """Every page as somebody who may read it, full and empty, and the refusals: (who, path, status)."""
    for name, page in MATRIX.items():
        if "GET" in page.methods and name not in NO_PAGE | LEADS_ON:
            full = ("-", "region", "shared", "ready", "mesa") if THOROUGH else ("-", "shared")
            kinds = [k for k in page.kinds if k in full] or page.kinds[:1]
            for kind in kinds:
                if who := _who(name, page, kind):
                    yield who, address(world, name, page, kind), 200
    for who in ("mesa_wbl", "mesa_instructor", "administrator", "mesa_student"):
        yield who, "/", 200
    shared, region = world.records["shared"].employer.pk, world.records["region"].employer.pk
    batch = world.batches["mesa"].pk
    yield "mesa_instructor", f"/employers/{shared}/", 200
    yield "mesa_instructor", f"/employers/{shared}/contacts/", 200
    yield "mesa_wbl", f"/employers/{shared}/?log", 200
    yield "mesa_wbl", f"/employers/?q={canary('shared', 'name')}&contact=never", 200
    for who, path in (
        ("mesa_wbl", "/employers/?q=nothingfitsthis"), ("director", "/crm/?view=parked"),
        ("director", "/crm/?view=all"),
        ("director", "/crm/list/?view=parked"), ("administrator", "/journal/?verb=nothing"),
        ("mesa_teacher", "/activity/"),
        ("mesa_wbl", f"/imports/{batch}/?show=applied"), ("mesa_wbl", f"/imports/{batch}/?show=duplicate"),
        ("director", "/duplicates/?show=possible"), ("director", f"/employers/{region}/merge/?q=qx"),
    ):  # fmt: skip
        yield who, path, 200
    yield "mesa_wbl", f"/vetting/{region}/", 404
    yield "mesa_wbl", "/crm/", 403
    yield "anonymous", "/ready/no-such-secret/", 404


def forms(world: Any) -> list[tuple[str, str]]:
    """The pages whose form is sent empty: (who, path)."""
    shared, region, ready = (world.records[k].employer.pk for k in ("shared", "region", "ready"))
    return [
        ("mesa_wbl", "/employers/add/"), ("mesa_wbl", f"/employers/{shared}/?log"),
        ("mesa_wbl", f"/employers/{shared}/notes/"),
        ("director", f"/employers/{shared}/notes/{world.records['shared'].ids['note']}/"),
        ("mesa_wbl", f"/employers/{shared}/contacts/add/"), ("mesa_wbl", f"/employers/{shared}/sites/add/"),
        ("mesa_wbl", f"/employers/{shared}/change/"), ("mesa_wbl", "/imports/"),
        ("administrator", "/institutions/add/"),
        ("administrator", "/access/give/"), ("administrator", "/settings/"), ("director", f"/vetting/{region}/"),
        ("director", f"/protocols/{world.more['drafts']['region'].pk}/clauses/add/?subject=touch_budget"),
        ("administrator", "/trainings/add/"), ("administrator", "/trainings/sessions/add/"),
        ("administrator", "/terms/publish/"),
        ("anonymous", "/account/login/"), ("anonymous", "/account/password/reset/"),
        ("anonymous", f"/ready/{world.more['secret']}/"), ("mesa_wbl", "/account/password/change/"),
    ]  # fmt: skip


# Parts, so that both workers have some. One run looks at an eighth of the pages and at those of changed apps, each in
# one look, drawn anew every day; `script/prove walks` looks at every page in both.
PARTS = range(2)
ONE_IN = 8


def looked_at(site: Any, look: Look, part: int) -> list[tuple[str, str, int]]:
    """The pages of one part in one look: (who, path, status)."""
    found = []
    for n, (who, path, status) in enumerate(dict.fromkeys(pages(site))):
        app = app_of(path) if resolves(path) else ""
        in_run = THOROUGH or (drawn(LOOKS, 1, path) == [look] and (whole(app) or taken(ONE_IN, who, path)))
        if n % len(PARTS) == part and in_run:
            found.append((who, path, status))
    return found


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_every_page(site, sign_in, look, part):
    world, _address = site
    windows: dict[str, Any] = {}
    wrong: list[str] = []
    for who, path, status in looked_at(world, look, part):
        window = windows.setdefault(who, None) or sign_in(who, look)
        windows[who] = window
        got = window.open(path)
        if got == DOWNLOAD:
            continue
        if got != status:
            wrong.append(f"{path} as {who}: {got} instead of {status}")
            continue
        said = [line for line in window.findings() if not (status != 200 and f"{status}" in line)]
        wrong += [f"{path} as {who}: {line}" for line in said]
    assert windows, "no page was looked at"
    assert not wrong, f"{len(wrong)} findings at {look}:\n  " + "\n  ".join(wrong)


@pytest.mark.parametrize("look", LOOKS if THOROUGH else LOOKS[1:2], ids=str)
def test_every_form_sent_empty(site, sign_in, look):
    world, _address = site
    wrong: list[str] = []
    for who, path in drawn(forms(world), 8, look.width):
        window = sign_in(who, look)
        assert window.open(path) == 200, path
        status = window.submit_empty()
        lines = window.findings()
        if status >= 400:
            lines.append(f"status {status}")
        if not window.page.query_selector("#errors, [aria-invalid=true], .field-error, [role=alert]"):
            lines.append("no error is shown")
        wrong += [f"{path} sent empty by {who}: {line}" for line in lines]
        window.close()
    assert not wrong, f"{len(wrong)} findings at {look}:\n  " + "\n  ".join(wrong)


def test_faults_are_found(site, sign_in):
    """The control: a page spoilt on purpose breaks every one of the rules above."""
    window = sign_in("mesa_wbl", Look(390))
    assert window.open("/employers/") == 200
    window.page.evaluate(
        """() => { document.querySelector('main').insertAdjacentHTML('beforeend',
          '<img src="data:,"><i id="main">x</i><c-x></c-x><b style="color:red">y</b>');
          document.querySelector('main').style.width = '900px'; }"""
    )
    window.page.wait_for_timeout(100)
    found = " ".join(window.findings())
    for sign in ("image-alt", "id twice: main", "unknown tag: c-x", "px wide", "policy: style-src"):
        assert sign in found, sign
