"""What a transaction was told, as statements read it: for the policies of row-level security and their functions."""

ACTING = "nullif(current_setting('guildhall.person', true), '')::uuid"
TODAY = "to_date(nullif(current_setting('guildhall.day', true), ''), 'YYYY-MM-DD')"  # the region's: lib.clock said it


def visiting(kind: str) -> str:
    """The identifier of the acting visitor of a kind, and nothing where no such visitor acts."""
    id_of = "nullif(current_setting('guildhall.visitor', true), '')::uuid"
    return f"CASE WHEN current_setting('guildhall.visitor_kind', true) = '{kind}' THEN {id_of} END"
