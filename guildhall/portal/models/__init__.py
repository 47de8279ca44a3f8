from guildhall.portal.models.corrections import Correction
from guildhall.portal.models.expectations import Expectation
from guildhall.portal.models.registrations import Registration

__all__ = ["Correction", "Expectation", "Registration"]
