from guildhall.employers.models.duplicates import DuplicatePair, MatchKey, Merge
from guildhall.employers.models.employers import Designation, Employer, EmployerName, Identifier, Note, Tag
from guildhall.employers.models.places import Contact, Site
from guildhall.employers.models.searching import NameWord, SavedFilter

__all__ = [
    "Contact",
    "Designation",
    "DuplicatePair",
    "Employer",
    "EmployerName",
    "Identifier",
    "MatchKey",
    "Merge",
    "NameWord",
    "Note",
    "SavedFilter",
    "Site",
    "Tag",
]
