"""What a transaction was told, as statements read it: for the policies of row-level security and their functions."""

ACTING = "nullif(current_setting('guildhall.person', true), '')::uuid"
TODAY = "to_date(nullif(current_setting('guildhall.day', true), ''), 'YYYY-MM-DD')"  # the region's: lib.clock said it
