from guildhall.mailings.models.attachments import Attachment
from guildhall.mailings.models.mailboxes import Mailbox
from guildhall.mailings.models.mailings import Carried, Elements, Mailing, Source, StudentTopic
from guildhall.mailings.models.recipients import Reason, Recipient
from guildhall.mailings.models.senders import LetterTemplate, Sender
from guildhall.mailings.models.students import StudentRecipient

__all__ = [
    "Attachment",
    "Carried",
    "Elements",
    "LetterTemplate",
    "Mailbox",
    "Mailing",
    "Reason",
    "Recipient",
    "Sender",
    "Source",
    "StudentRecipient",
    "StudentTopic",
]
