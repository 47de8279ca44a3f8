"""An opportunity as schema.org describes a JobPosting, for search engines: only of what the public may read."""

import json
from datetime import time
from typing import Any

from guildhall.employers.models import Site
from guildhall.lib import clock
from guildhall.opportunities.models import Opportunity

UNITS = {"hour": "HOUR", "day": "DAY", "week": "WEEK", "month": "MONTH", "year": "YEAR"}
_END = time(23, 59)


def job_posting(row: Opportunity, url: str) -> dict[str, Any] | None:
    """The JobPosting of an opportunity, or None for what is no job and nothing like it (a tour, a speaker)."""
    kind = row.kind_of
    if not kind.for_one:
        return None
    posting: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "JobPosting",
        "title": row.title,
        "description": row.description or row.title,
        "identifier": {"@type": "PropertyValue", "name": row.holder.name, "value": str(row.pk)},
        "datePosted": str(row.publish_on),
        "validThrough": clock.moment_of(min(row.apply_until or row.expires_on, row.expires_on), _END).isoformat(),
        "employmentType": kind.employment,
        "hiringOrganization": {"@type": "Organization", "name": row.on_behalf_of or row.employer.name},
        "totalJobOpenings": row.places,
        "directApply": False,
        "url": url,
    }
    return posting | _optional(row) | _place(row) | _pay(row)


def _optional(row: Opportunity) -> dict[str, Any]:
    found = {
        "jobStartDate": str(row.starts_on) if row.starts_on else "",
        "workHours": row.schedule,
        "qualifications": row.requirements,
        "occupationalCategory": f"{row.soc} {row.occupation}".strip(),
    }
    return {name: value for name, value in found.items() if value}


def _place(row: Opportunity) -> dict[str, Any]:
    site = row.site or row.employer.sites.filter(main=True, closed_on=None).first()  # of that one the town alone
    if row.transport == "remote" or site is None:
        remote = {"jobLocationType": "TELECOMMUTE"} if row.transport == "remote" else {}
        country = {"applicantLocationRequirements": {"@type": "Country", "name": "USA"}} if remote else {}
        return remote | country
    found = [_located(one.site) for one in row.at.select_related("site")]
    return {"jobLocation": found or _located(site, town_alone=row.site is None)}


def _located(site: Site, *, town_alone: bool = False) -> dict[str, Any]:
    address = {
        "@type": "PostalAddress",
        "streetAddress": "" if town_alone else site.street,
        "addressLocality": site.city,
        "addressRegion": site.state,
        "postalCode": "" if town_alone else site.zip,
        "addressCountry": "US",
    }
    return {"@type": "Place", "address": {k: v for k, v in address.items() if v}}


def _pay(row: Opportunity) -> dict[str, Any]:
    if row.pay_low is None or row.pay_per not in UNITS:
        return {}
    value: dict[str, Any] = {"@type": "QuantitativeValue", "unitText": UNITS[row.pay_per]}
    if row.pay_high is None or row.pay_high == row.pay_low:
        value["value"] = float(row.pay_low)
    else:
        value |= {"minValue": float(row.pay_low), "maxValue": float(row.pay_high)}
    return {"baseSalary": {"@type": "MonetaryAmount", "currency": "USD", "value": value}}


def as_script(posting: dict[str, Any]) -> str:
    """A posting as a page holds it for search engines: data that no browser runs, and that cannot end its element."""
    text = json.dumps(posting, ensure_ascii=False)
    text = text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return f'<script type="application/ld+json">{text}</script>'
