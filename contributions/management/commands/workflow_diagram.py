"""Draw the table of transitions into ARCHITECTURE.md, or check that it is drawn."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from contributions.states import Action, Status
from contributions.workflow import TRANSITIONS

BEGIN, END = "<!-- workflow:begin -->", "<!-- workflow:end -->"


def diagram() -> str:
    """Write the state machine as a Mermaid diagram, one arrow a source and action."""
    lines = ["```mermaid", "stateDiagram-v2", "    [*] --> draft"]
    for action, transition in TRANSITIONS.items():
        lines += [
            f"    {source} --> {transition.target}: {action}"
            for source in Status
            if source in transition.sources
        ]
    return "\n".join([*lines, "```"])


def drawn_into(text: str) -> str:
    """Put the diagram between the marks of a page; the marks are added if missing."""
    if BEGIN not in text or END not in text:
        text = f"{text.rstrip()}\n\n{BEGIN}\n{END}\n".lstrip()
    before, _begin, rest = text.partition(BEGIN)
    _old, _end, after = rest.partition(END)
    return f"{before}{BEGIN}\n{diagram()}\n{END}{after}"


class Command(BaseCommand):
    help = "Draw the state machine of contributions into ARCHITECTURE.md."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--check", action="store_true", help="only say if stale")
        parser.add_argument(
            "--file", type=Path, default=settings.BASE_DIR / "ARCHITECTURE.md"
        )

    def handle(self, *args, **options) -> None:
        page: Path = options["file"]
        text = page.read_text(encoding="utf-8") if page.exists() else ""
        wanted = drawn_into(text)
        if options["check"]:
            if text != wanted:
                raise CommandError(
                    f"{page.name} shows an old diagram: run manage.py workflow_diagram."
                )
            return
        page.write_text(wanted, encoding="utf-8")
        self.stdout.write(f"{len(Action)} actions drawn into {page.name}.")
