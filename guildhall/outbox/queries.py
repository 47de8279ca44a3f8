"""Whether an e-mail that waited may still leave: the apps that know what its reader may see answer (N7)."""

from collections.abc import Callable

from guildhall.outbox.models import OutgoingEmail

Answer = Callable[[OutgoingEmail], bool]
_answers: list[Answer] = []


def ask_before_sending(answer: Answer) -> None:
    """Let an app be asked of every e-mail, at the moment at which it leaves."""
    if answer not in _answers:
        _answers.append(answer)


def may_leave(email: OutgoingEmail) -> bool:
    """Whether nobody says that its reader may not see any more what it speaks of."""
    return all(answer(email) for answer in _answers)
