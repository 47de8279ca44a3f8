from guildhall.context import acting
from guildhall.people.models import Person
from guildhall.queue import job
from guildhall.rollups.counting import REGISTER


@job("rollups.count", keeper=None)
def count_anew(count: str, person: str) -> None:
    """Count anew for everybody who sees what a person sees; the count of an earlier version is passed over."""
    if (counted := REGISTER.get(count)) and (reader := Person.objects.filter(pk=person, is_active=True).first()):
        with acting(reader):
            counted.anew(reader)
