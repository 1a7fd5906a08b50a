"""Russian: «9 ноября 2026», without the «г.» that would collide with a full stop."""

DATE_FORMAT = "j E Y"
