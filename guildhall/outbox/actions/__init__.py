"""Handing e-mail over and sending it, each e-mail at most once."""

from guildhall.outbox.actions.queueing import hand_over, queue_email
from guildhall.outbox.actions.sending import deliver

__all__ = ["deliver", "hand_over", "queue_email"]
