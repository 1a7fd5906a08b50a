"""What we take: containers and codecs by an explicit list, and what becomes public."""

from __future__ import annotations

from dataclasses import dataclass

SUFFIXES = {
    "audio/mpeg": ".mp3",
    "audio/mp4": ".m4a",
    "audio/ogg": ".ogg",
    "audio/wav": ".wav",
    "audio/webm": ".webm",
}
"""The file name ending of each media type of sound."""

# Phones write a voice recording as a plain MP4, browsers as WebM: only inside is it
# known to be sound.
PERHAPS_SOUND = {"video/mp4": "audio/mp4", "video/webm": "audio/webm"}


@dataclass(frozen=True)
class Container:
    """Name FFmpeg's reader, the decoders allowed in it, and its writer for a copy."""

    reader: str
    decoders: tuple[str, ...]
    copied: frozenset[str] = frozenset()  # codecs whose packets go out unaltered
    writer: str = ""
    copy_type: str = ""  # of the copy, where it goes into another container


CONTAINERS = {
    "audio/mpeg": Container("mp3", ("mp3float",), frozenset({"mp3float"}), "mp3"),
    "audio/mp4": Container("mov", ("aac", "alac"), frozenset({"aac"}), "ipod"),
    "audio/ogg": Container(
        "ogg", ("opus", "vorbis"), frozenset({"opus", "vorbis"}), "ogg"
    ),
    "audio/wav": Container(
        "wav",
        (
            "pcm_u8",
            "pcm_s16le",
            "pcm_s24le",
            "pcm_s32le",
            "pcm_f32le",
            "pcm_f64le",
            "pcm_alaw",
            "pcm_mulaw",
            "adpcm_ms",
            "adpcm_ima_wav",
        ),
    ),
    # What a browser records says no length and cannot be searched: the copy can.
    "audio/webm": Container(
        "matroska",
        ("opus", "vorbis"),
        frozenset({"opus", "vorbis"}),
        "ogg",
        "audio/ogg",
    ),
}
"""By media type. What is not copied becomes MP3: every browser plays it, and ten
minutes of it weigh ten megabytes where a WAV file weighs a hundred."""


def is_sound(media_type: str) -> bool:
    """Tell whether a file of this type is looked at as sound."""
    return media_type in CONTAINERS or media_type in PERHAPS_SOUND


def container_of(media_type: str) -> tuple[str, Container]:
    """Give the media type of the sound in a file, and how it is read."""
    media_type = PERHAPS_SOUND.get(media_type, media_type)
    return media_type, CONTAINERS[media_type]
