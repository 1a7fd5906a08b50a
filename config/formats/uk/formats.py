"""Ukrainian: «9 листопада 2026», without a nought, and no «р.» to collide with a full stop."""

DATE_FORMAT = "j E Y"
