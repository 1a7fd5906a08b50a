"""Tell a file's media type by its first bytes, never by its name or header."""

from __future__ import annotations

from .results import MIB, Limits, Unreadable

HEAD_BYTES = 512

ACCEPTED = frozenset(
    {
        "image/jpeg",
        "image/png",
        "image/webp",
        "image/gif",
        "image/tiff",
        "image/heic",
        "image/avif",
        "application/pdf",
        "audio/mpeg",
        "audio/mp4",
        "audio/ogg",
        "audio/wav",
    }
)
# Phones write a voice recording as a plain MP4, browsers as WebM: the decoder looks
# whether it is one.
PERHAPS = frozenset({"video/mp4", "video/webm"})

PREFIXES = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"II+\x00\x08\x00\x00\x00", "image/tiff"),  # BigTIFF
    (b"MM\x00+\x00\x08\x00\x00", "image/tiff"),
    (b"%PDF-", "application/pdf"),
    (b"ID3", "audio/mpeg"),
    (b"OggS", "audio/ogg"),
    (b"fLaC", "audio/flac"),
    (b"#!AMR", "audio/amr"),
    (b"caff", "audio/x-caf"),
    (b"RF64", "audio/x-rf64"),
    (b"MThd", "audio/midi"),
    (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "audio/x-ms-wma"),
    (b"PK\x03\x04", "application/zip"),
    (b"Rar!\x1a\x07", "application/zip"),
    (b"7z\xbc\xaf\x27\x1c", "application/zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/msword"),
    (b"\x1aE\xdf\xa3", "video/webm"),
)
RIFF = {b"WEBP": "image/webp", b"WAVE": "audio/wav", b"AVI ": "video/x-msvideo"}
HEIF_BRANDS = {b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"hevm", b"hevs"}
AVIF_BRANDS = {b"avif", b"avis"}
AUDIO_BRANDS = {b"M4A ", b"M4B ", b"F4A "}


def sniff(head: bytes) -> str | None:
    """Return the media type that the first bytes show, or None."""
    for prefix, media_type in PREFIXES:
        if head.startswith(prefix):
            return media_type
    if head[:4] == b"RIFF":
        return RIFF.get(head[8:12])
    if head[:4] == b"FORM" and head[8:12] in {b"AIFF", b"AIFC"}:
        return "audio/aiff"
    if head[4:8] == b"ftyp":
        return _of_brands(head)
    if len(head) >= 3 and head[0] == 0xFF and _is_mpeg_audio(head):
        return "audio/mpeg"
    if head[:1] == b"\xff" and head[1:2] in {b"\xf0", b"\xf1", b"\xf8", b"\xf9"}:
        return "audio/aac"  # bare, without a container
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:256].lower()
    if text.startswith(b"<svg") or (text.startswith(b"<?xml") and b"<svg" in text):
        return "image/svg+xml"
    return None


def _of_brands(head: bytes) -> str | None:
    """Read the brands of an ISO media file: HEIC, AVIF, audio or video."""
    end = min(int.from_bytes(head[:4], "big"), len(head), 256)
    major = head[8:12]
    brands = {major} | {head[at : at + 4] for at in range(16, end - 3, 4)}
    if brands & AVIF_BRANDS:
        return "image/avif"
    if brands & HEIF_BRANDS or major in {b"mif1", b"msf1"}:
        return "image/heic"
    if major in AUDIO_BRANDS:
        return "audio/mp4"
    return "video/mp4" if len(major) == 4 else None


def _is_mpeg_audio(head: bytes) -> bool:
    """Check the fields of an MPEG audio frame that may not have every value."""
    second, third = head[1], head[2]
    return (
        second & 0xE0 == 0xE0
        and second & 0x18 != 0x08  # version: not the reserved one
        and second & 0x06 != 0x00  # layer: not the reserved one
        and third & 0xF0 != 0xF0  # bit rate
        and third & 0x0C != 0x0C  # sample rate
    )


def screen(head: bytes, *, size_bytes: int, limits: Limits | None = None) -> str:
    """Return the media type of a file worth keeping, or raise Unreadable.

    Looks at the first bytes and the size only, so a web process may call it.
    """
    limits = limits or Limits()
    if size_bytes == 0:
        raise Unreadable("empty")
    if size_bytes > limits.max_bytes:
        raise Unreadable(
            "too_many_bytes",
            megabytes=-(-size_bytes // MIB),
            limit=limits.max_bytes // MIB,
        )
    media_type = sniff(head[:HEAD_BYTES])
    if media_type in ACCEPTED | PERHAPS:
        return media_type
    raise Unreadable(refusal_code(media_type), media_type=media_type or "")


def refusal_code(media_type: str | None) -> str:
    """Return the code of the sentence that says what to do with such a file."""
    if media_type is None:
        return "not_a_picture"
    if media_type in {"application/zip", "image/svg+xml"}:
        return {"zip": "archive", "svg+xml": "svg"}[media_type.split("/")[1]]
    kinds = {"audio": "sound_kind", "video": "video"}
    return kinds.get(media_type.split("/")[0], "not_a_picture")
