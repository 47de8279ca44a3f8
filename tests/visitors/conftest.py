import pytest

from guildhall.employers.models import EmployerLogin
from guildhall.lib import clock

ADDRESS = "marisol.ortega@kestrel.example"


@pytest.fixture
def login(cast):
    employer = cast.shared("Kestrel Aerospace").employer
    facts = {"given_name": "Marisol", "family_name": "Ortega", "opened_at": clock.now()}
    return EmployerLogin.objects.create(employer=employer, email=ADDRESS, **facts)
