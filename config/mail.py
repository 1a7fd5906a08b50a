"""Where mails go while no mail server is configured."""

import sys

from django.core.mail.backends.filebased import EmailBackend


class OutboxBackend(EmailBackend):
    """Keep every mail in DATA_DIR/outbox/ and print it, so that a demo can be read."""

    def write_message(self, message) -> None:
        super().write_message(message)
        recipients = ", ".join(message.recipients())
        text = f"\n--- mail to {recipients}: {message.subject}\n{message.body}\n---\n"
        sys.stderr.write(text)
