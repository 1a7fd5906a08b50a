"""English as the archive writes it: “9 November 2026”, the day first."""

DATE_FORMAT = "j F Y"
SHORT_DATE_FORMAT = "d/m/Y"
