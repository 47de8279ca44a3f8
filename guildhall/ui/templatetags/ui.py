"""Small marks that stand in lines of text: icons, states, stamps, dates. Larger things are cotton components."""

import datetime as dt
import re
from collections.abc import Mapping
from secrets import token_urlsafe
from typing import Any

from django import template
from django.apps import apps
from django.http import QueryDict
from django.template.defaultfilters import date as format_date
from django.template.defaultfilters import time as format_time
from django.urls import reverse
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildhall.lib import clock, sentences
from guildhall.lib.devices import browser_of, system_of
from guildhall.ui import dates, icons
from guildhall.ui.acting import way_on
from guildhall.ui.sections import sections_of

MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:?\d\d)")
register = template.Library()


@register.simple_tag
def icon(name: str, extra: str = "") -> SafeString:
    """An icon by its meaning: `{% icon "clock" %}`. Always beside a word."""
    return icons.icon(name + "", extra + "")


@register.simple_tag
def sent_once() -> SafeString:
    """What makes one rendering of a form another than the next: sent twice, it is saved once."""
    return format_html('<input type="hidden" name="once" value="{}" autocomplete="off">', token_urlsafe(12))


@register.simple_tag
def mark() -> SafeString:
    """The drawing beside the word Guildhall."""
    return icons.MARK


@register.simple_tag
def status(kind: str, drawing: str, words: str, boxed: bool = False) -> SafeString:
    """Icon and word that tell the state of one thing; `kind` is good, warn, stop, note, wall or empty."""
    classes = f"status {kind}{' boxed' if boxed else ''}".strip()
    return format_html('<span class="{}">{}{}</span>', classes, icons.icon(drawing + ""), words)


@register.simple_tag
def joined(*facts: Any, between: str = " · ") -> SafeString:
    """Those facts that are there, in one line: `{% joined employer.industry employer.place %}`."""
    return format_html_join(between, "{}", ((fact,) for fact in facts if fact))


def _explained(context: Mapping[str, Any], mark: str, words: str) -> None:
    """Note a mark that stands on the page, for `legend`."""
    if request := context.get("request"):
        request.marks = getattr(request, "marks", {}) | {mark: words}


@register.simple_tag(takes_context=True)
def legend(context: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The stamps and the star of this page in words, for whoever cannot hover: `[("MGC", "Mesa Grande College")]`."""
    return sorted(getattr(context.get("request"), "marks", {}).items())


@register.simple_tag(takes_context=True)
def stamp_of(context: Mapping[str, Any], code: str, institution: str) -> SafeString:
    """The letters of an institution of which only code and name were read."""
    _explained(context, code, institution)
    return format_html('<abbr class="stamp" title="{}">{}</abbr>', institution, code)


@register.simple_tag(takes_context=True)
def stamp(context: Mapping[str, Any], institution: Any) -> SafeString:
    """The letters of an institution; filled where it is the reader's own."""
    if institution is None:
        return mark_safe("")
    person = getattr(context.get("request"), "user", None)
    own = bool(
        person and person.is_authenticated and any(p.institution == institution.pk for p in person.standing.posts)
    )
    _explained(context, institution.code, institution.name)
    return format_html(
        '<abbr class="stamp{}" title="{}">{}</abbr>',
        " own" if own else "",
        institution.name + (", " + _("yours") if own else ""),
        institution.code,
    )


@register.simple_tag(takes_context=True)
def contact_name(context: Mapping[str, Any], contact: Any) -> SafeString:
    """A contact's name, with the mark of those whom one asks for first, said aloud as well (C12)."""
    if not contact:
        return mark_safe("")
    name, starred = (
        (contact.removesuffix(" *"), contact.endswith(" *"))
        if isinstance(contact, str)
        else (contact.name, contact.starred)
    )
    if not starred:
        return format_html("{}", name)
    _explained(context, "*", _("protected: ask first"))
    star = mark_safe('\u00a0<span class="star" aria-hidden="true">*</span>')
    return format_html('{}{}<span class="vh"> ({})</span>', name, star, _("protected: ask first"))


register.simple_tag(way_on)


@register.filter
def day(value: dt.date | dt.datetime | None, always_year: bool = False) -> str:
    """A date as people say it: "Mon, Nov 16" this year, "Feb 3, 2025" otherwise, never broken over lines."""
    return "" if value is None else dates.short_day(value, always_year=always_year)


@register.filter("date")
def formatted(value: Any, form: str | None = None) -> str:
    """Django's filter of that name, with moments as the region's clocks show them: in jobs and commands as well."""
    return dates.in_words(value, form) if form and isinstance(value, dt.date) else format_date(value, form)


@register.filter("time")
def formatted_time(value: Any, form: str | None = None) -> str:
    """Django's filter of that name, with moments as the region's clocks show them."""
    return format_time(clock.local(value) if isinstance(value, dt.datetime) else value, form)


@register.filter
def moment(value: dt.datetime | None, form: str = "") -> str:
    """A date with its time: "Mon, Nov 16, 2:00 pm"; with a form of `ui.dates` the day in that form."""
    if value is None:
        return ""
    return dates.long_moment(value, form) if form else dates.short_moment(value)


@register.filter
def time_of_day(value: dt.datetime | dt.time | None) -> str:
    """A time of the day: "2:00 pm"; of a moment the one that the region's clocks show."""
    return "" if value is None else dates.short_time(value)


@register.filter
def recorded(value: Any) -> Any:
    """A value of the journal, which keeps moments as texts ("2026-11-29T07:59:00+00:00"): those in people's words."""
    if not isinstance(value, str) or not MOMENT.fullmatch(value):
        return value
    return dates.long_moment(dt.datetime.fromisoformat(value))


@register.filter
def late(value: dt.date | None) -> str:
    """How late a due date is: "4 days late", "due today", or empty when it is ahead."""
    if value is None:
        return ""
    days = (clock.today() - value).days
    if days == 0:
        return _("due today")
    return ngettext("%d day late", "%d days late", days) % days if days > 0 else ""


@register.filter
def days_since(value: dt.date | dt.datetime | None) -> int:
    """Whole days from a date until today."""
    if value is None:
        return 0
    return (clock.today() - dates.region_day(value)).days


@register.simple_tag(takes_context=True)
def current(context: Mapping[str, Any], tab: Any) -> SafeString:
    """Marks a tab that leads to the page one is on, or to the page above it."""
    here = context["request"].resolver_match.url_name
    if here != tab.url_name and here not in tab.within:
        return mark_safe("")
    return format_html(' aria-current="{}"', "page" if here == tab.url_name else "true")


@register.simple_tag(takes_context=True)
def with_query(context: Mapping[str, Any], **changes: Any) -> str:
    """The present address with some parts of its query changed; an empty value takes a part out."""
    request = context["request"]
    query: QueryDict = request.GET.copy()
    for key, value in changes.items():
        if value in (None, ""):
            query.pop(key, None)
        else:
            query[key] = str(value)
    return f"?{query.urlencode()}" if query else request.path


@register.simple_tag(takes_context=True)
def sections(context: Mapping[str, Any], of: str, record: Any) -> list[dict[str, Any]]:
    """What upper apps show on the page of a record, for whoever reads it."""
    return sections_of(of, context["request"].user, record)


@register.simple_tag
def url_of(employer: Any) -> str:
    """An employer's own page, or that of its vetting where it is not shared yet."""
    return reverse("employer" if employer.posted_at else "prospect", args=[employer.pk])


@register.simple_tag(takes_context=True)
def without_query(context: Mapping[str, Any], *names: str) -> str:
    """The present address without some parts of its query."""
    return with_query(context, **dict.fromkeys(names, ""))


@register.filter
def tel(number: str) -> str:
    """A telephone number as a link dials it: digits, a plus in front, what is dialed after a pause as an extension."""
    number, _x, extension = number.lower().partition("x")
    plain = "".join(c for n, c in enumerate(number.strip()) if c.isdecimal() or (c == "+" and n == 0))
    more = "".join(c for c in extension if c.isdecimal())
    return f"{plain};ext={more}" if more else plain


@register.filter
def phrase(english: str) -> str:
    """A short text of ours that was written down in English, in the reader's language."""
    return sentences.recognized(english, _)


@register.filter
def breakable(text: Any) -> SafeString:
    """A heading that may hold an e-mail address: where it is too long for a line, it breaks behind the @."""
    return mark_safe(conditional_escape(text).replace("@", "@<wbr>"))  # noqa: S308  escaped in this line


@register.filter
def percent(value: float | None) -> str:
    """A likeness from 0 to 1 as people say it: 94%. Never quite 100: a comparison knows only what was written."""
    return "" if value is None else f"{min(value, 0.99):.0%}"


@register.filter
def thing(label: str) -> str:
    """A kind of record in words: what the journal keeps as "employers.employer" is an employer."""
    try:
        return str(apps.get_model(label)._meta.verbose_name)
    except (LookupError, ValueError):
        return label


@register.filter
def hundredths(value: float | None) -> int:
    """A likeness from 0 to 1 as a width from 0 to 100."""
    return round((value or 0) * 100)


@register.filter
def item(mapping: Mapping[Any, Any] | None, key: Any) -> Any:
    """An entry of a mapping, by a key that a template computed."""
    return mapping.get(key) if mapping else None


@register.filter
def errors_of(form: Any) -> list[tuple[str, str, str]]:
    """What is wrong with a form: (id of the field, its label with a colon, the sentence), for the summary on top."""
    results = []
    for name, messages in form.errors.items():
        bound = form[name] if name in form.fields else None
        for message in messages:
            label = str(bound.label) if bound else ""
            named = label.rstrip("?.:… ") in message  # the sentence names the field itself
            colon = "" if label.endswith(("?", ".", ":", "…")) else ":"
            results.append((bound.id_for_label if bound else "", "" if named else label + colon, message))
    return results


@register.simple_tag
def control(field: Any, hint_id: str = "", error_id: str = "", extra_class: str = "") -> SafeString:
    """A form's control with our class and the references that screen readers follow."""
    attrs: dict[str, Any] = {}
    kind = getattr(field.field.widget, "input_type", "") or field.field.widget.__class__.__name__.lower()
    if kind not in {"checkbox", "radio", "checkboxselectmultiple", "radioselect"}:
        attrs["class"] = f"input {extra_class}".strip()
    described = " ".join(i for i in (hint_id if field.help_text else "", error_id if field.errors else "") if i)
    if described:
        attrs["aria-describedby"] = described
    if field.errors:
        attrs["aria-invalid"] = "true"
    return field.as_widget(attrs=attrs)


@register.filter
def device(user_agent: str) -> str:
    """A browser and its device in words: "Chrome on Windows"."""
    browser, system = browser_of(user_agent), system_of(user_agent)
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("a program that does not say what it is")
