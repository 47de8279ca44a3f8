"""The exact text that the parties to an agreement sign, and its digest (ADR 42, 68)."""

import hashlib
import unicodedata
from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildhall.agreements.models import Obligation, Party, Revision
from guildhall.ui.dates import in_words


def composed(revision: Revision, parties: Sequence[Party], obligations: Sequence[Obligation]) -> str:
    """All that is agreed, in one text: parties, purpose, terms, duties, period. Read by people, and kept as it is."""
    parts = [_head(revision), _parties(parties), *_words(revision)]
    if obligations:
        parts.append("\n".join([_("What each side does"), *(_duty(one) for one in obligations)]))
    parts.append("\n".join(_period(revision)))
    if revision.file is not None:
        attached = _("Attached: %(name)s (SHA-256 %(digest)s)")
        parts.append(attached % {"name": revision.file_name, "digest": revision.file.digest})
    return unicodedata.normalize("NFC", "\n\n".join(parts))


def _head(revision: Revision) -> str:
    agreement = revision.agreement
    lines = [agreement.title, str(agreement.get_kind_display())]
    if revision.is_amendment:
        lines.append(_("Amendment %(n)d: %(reason)s") % {"n": revision.number - 1, "reason": revision.reason})
        lines.append(_("It takes the place of the text that was signed before."))
    return "\n".join(lines)


def _parties(parties: Sequence[Party]) -> str:
    lines = [_("Between")]
    for n, one in enumerate(parties, 1):
        lines.append(f"{n}. {one.name} ({one.get_side_display()})")
        lines += [f"{_('Role and responsibilities')}: {one.does}"] if one.does else []
        lines += [f"{_('What it gains')}: {one.gains}"] if one.gains else []
    return "\n".join(lines)


def _words(revision: Revision) -> Iterator[str]:
    if revision.purpose.strip():
        yield f"{_('Purpose')}\n{revision.purpose.strip()}"
    if revision.terms.strip():
        yield f"{_('Terms')}\n{revision.terms.strip()}"


def _duty(one: Obligation) -> str:
    counted = f"{one.wanted} × {one.unit}" if one.unit else (str(one.wanted) if one.wanted > 1 else "")
    kinds = f" ({one.kinds_in_words})" if one.kinds else ""
    until = _("from %(first)s until %(last)s") % {"first": in_words(one.starts_on), "last": in_words(one.due_on)}
    details = "; ".join(filter(None, (f"{counted}{kinds}", until)))
    return f"{one.party.name}: {one.what} ({details})"


def _period(revision: Revision) -> Iterator[str]:
    first = in_words(revision.starts_on)
    if revision.ends_on:
        yield _("Period: from %(first)s until %(last)s") % {"first": first, "last": in_words(revision.ends_on)}
    else:
        yield _("Period: from %(first)s, without an end") % {"first": first}
    if revision.notice_days:
        words = ngettext("Notice: %d day before the end", "Notice: %d days before the end", revision.notice_days)
        yield words % revision.notice_days


def digest_of(revision: Revision) -> str:
    """The digest of a revision: of which agreement and number it is, and its exact text."""
    facts = [str(revision.agreement_id), str(revision.number), revision.text]
    return hashlib.sha256(unicodedata.normalize("NFC", "\n".join(facts)).encode()).hexdigest()
