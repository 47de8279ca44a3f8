from guildhall.employers.models.bulk import BulkEdit
from guildhall.employers.models.duplicates import ContactMerge, DuplicatePair, MatchKey, Merge
from guildhall.employers.models.employers import Designation, Employer, EmployerName, Identifier, Note, Tag
from guildhall.employers.models.key_accounts import ContactGrant, Contest, KeyAccount, Protection, TouchPoint
from guildhall.employers.models.logins import EmployerLogin
from guildhall.employers.models.places import Contact, Site
from guildhall.employers.models.searching import NameWord, SavedFilter

__all__ = [
    "BulkEdit",
    "Contact",
    "ContactGrant",
    "ContactMerge",
    "Contest",
    "Designation",
    "DuplicatePair",
    "Employer",
    "EmployerLogin",
    "EmployerName",
    "Identifier",
    "KeyAccount",
    "MatchKey",
    "Merge",
    "NameWord",
    "Note",
    "Protection",
    "SavedFilter",
    "Site",
    "Tag",
    "TouchPoint",
]
