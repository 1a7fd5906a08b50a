"""Somebody looks for what we do not have: their words, through the same door."""

from django.db import transaction

from contributions import consent, drafting, workflow
from contributions.models import Contribution
from contributions.permissions import Actor

TITLE = 200


@transaction.atomic
def ask(*, words: str, name: str, email: str, language: str, user=None) -> Contribution:
    """Keep a question to the library and send it.

    It is for the archive only, so that no slip publishes it; like every gift it waits
    until the address is proven, then stands in the queue with its promise of an answer.
    Raises: workflow.Incomplete.
    """
    question = drafting.begin(Contribution.Kind.MEMORY, language=language, user=user)
    said = {
        "title": " ".join(words.split())[:TITLE],
        "story": words,
        "audience": Contribution.Audience.ARCHIVE,
        "credit": Contribution.Credit.ANONYMOUS,
    }
    if user is None:
        said |= {"name": name, "email": email}
    drafting.write(question, said, user=user)
    workflow.agree(
        question,
        version=consent.VERSION,
        choices={
            field: getattr(question, field)
            for field in ("audience", "credit", "reuse", "rights")
        },
    )
    by = Actor(holds=frozenset({question.pk}))
    workflow.send(question, by=by if user is None else Actor(user=user))
    return question
