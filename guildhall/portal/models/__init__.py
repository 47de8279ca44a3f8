from guildhall.portal.models.corrections import Correction
from guildhall.portal.models.expectations import Expectation
from guildhall.portal.models.registrations import Registration
from guildhall.portal.models.vouching import ColleagueQuestion

__all__ = ["ColleagueQuestion", "Correction", "Expectation", "Registration"]
