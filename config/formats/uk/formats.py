"""Ukrainian: «9 листопада 2026 р.», without a nought before the day."""

DATE_FORMAT = "j E Y р."
