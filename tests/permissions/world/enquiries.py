"""What employers want, by whom it was taken down."""

from guildhall.enquiries.actions import taking
from guildhall.enquiries.models import Enquiry
from tests.cast import Cast
from tests.permissions.world.record import Record
from tests.permissions.world.words import canary


def called(cast: Cast, records: dict[str, Record]) -> dict[str, Enquiry]:
    """What employers of every kind want, and somebody of whom only a name is known; and one that was closed."""
    rows = {kind: Enquiry.objects.get(pk=record.ids["enquiry"]) for kind, record in records.items()}
    details = {"origin": cast.mesa, "to": cast.mesa, "by": cast.people["mesa_teacher"]}
    mail = f"{canary('caller', 'email')}@canary.example"
    rows["unknown"] = taking.take_enquiry(
        taking.Call("call", "An intern", named=f"{canary('caller', 'name')} Mills", email=mail), **details
    )
    done = taking.take_enquiry(taking.Call("call", "A wrong number", named="Somebody"), **details)
    rows["closed"] = taking.close_enquiry(done, reason="wrong", version=1, by=cast.people["mesa_teacher"])
    return rows
