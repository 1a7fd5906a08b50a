"""Tables that leave as CSV: a figure's rows, the audit; safe to open in a spreadsheet."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.http import StreamingHttpResponse

BOM = "\ufeff"  # without it spreadsheets read Cyrillic wrongly
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, text: str) -> str:
        return text


def safe(value: Any) -> Any:
    """Keep a spreadsheet from running a cell as a formula (OWASP, CSV injection)."""
    if isinstance(value, str) and value.startswith(DANGEROUS):
        return f"'{value}"
    return "" if value is None else value


def lines(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """Write one line after the other."""
    writer = csv.writer(_Echo())
    yield BOM + writer.writerow([str(name) for name in header])
    for row in rows:
        yield writer.writerow([safe(value) for value in row])


def download(
    name: str, header: Sequence[str], rows: Iterable[Sequence[Any]]
) -> StreamingHttpResponse:
    """Answer with a CSV file that is written while it leaves."""
    return StreamingHttpResponse(
        lines(header, rows),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )
