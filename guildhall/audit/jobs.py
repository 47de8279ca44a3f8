from guildhall.audit.sealing import note_head, seal_entries
from guildhall.context import Keeper
from guildhall.queue import job


@job("audit.seal", keeper=Keeper.SEALING, reason="the journal", cron="* * * * * */10", queueing_lock="audit.seal")
def seal(timestamp: int) -> None:
    """Every ten seconds: seal what was written since; now and then write down outside what it comes to."""
    seal_entries()
    note_head()
