"""Proposes which column of a list holds what, from the words of its title and from its values."""

from guildhall.imports.columns.fields import CONTACT_FIELDS, EMPLOYER_FIELDS, ENGAGEMENT_FIELDS, JOINED, Field
from guildhall.imports.columns.proposing import likeliest, propose

__all__ = ["CONTACT_FIELDS", "EMPLOYER_FIELDS", "ENGAGEMENT_FIELDS", "JOINED", "Field", "likeliest", "propose"]
