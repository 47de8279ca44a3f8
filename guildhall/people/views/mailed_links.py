"""Pages that a mailed secret opens: counted per link, and per address only for secrets that open nothing (R28)."""

from hashlib import sha256

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from guildhall import context
from guildhall.people.actions.allowances import Limit
from guildhall.ui.answers import too_often

ONE_LINK = Limit("one link from an e-mail", 120, 3600)
# A code at a door: three for each who answers, and none waits for another.
SHARED_LINK = Limit("one link that many people open", 3000, 3600, reading=True)
WRONG_LINKS = Limit("links that open nothing", 60, 3600)


def closed_link(
    request: HttpRequest, secret: str, found: object, gone: str, *, shared: bool = False
) -> HttpResponse | None:
    """What is answered in place of a link's page: it opens nothing (`gone`), or has been opened too often; or None.

    The secret has been looked up before, so nobody's guesses close the links of others at the same address.
    """
    if found is None:
        limit, who = WRONG_LINKS, context.current().address
    else:
        limit, who = SHARED_LINK if shared else ONE_LINK, sha256(secret.encode()).hexdigest()[:32]
    if not (verdict := limit.take(who)):
        return too_often(request, verdict, wait=limit.wait)
    return render(request, gone, status=404) if found is None else None
