"""Open a sound file by an explicit list of readers and decoders.

Runs inside the child only. FFmpeg is told the one reader and the few decoders that
the first bytes allow, so that no playlist, network address, subtitle or picture in a
file is ever followed or decoded.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

import av
from av.audio.stream import AudioStream
from av.container import InputContainer

from history.images.results import Limits, Unreadable
from history.images.signatures import HEAD_BYTES, screen

from .cuts import is_cut
from .results import Sound
from .table import Container, container_of, is_sound

MAX_CHANNELS = 8
MAX_RATE = 192_000
LAYOUTS = {1: "mono", 2: "stereo", 4: "4.0", 6: "5.1"}
TRIED_PACKETS = 200  # a damaged beginning is forgiven as far as this
MAX_STREAMS = 16

av.logging.set_level(None)


def kind_of(path: Path, limits: Limits) -> tuple[str, Container]:
    """Give the media type of a sound file and how it is read; raises Unreadable."""
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    found = screen(head, size_bytes=path.stat().st_size, limits=limits)
    if not is_sound(found):
        raise Unreadable("no_sound", detail=found)
    return container_of(found)


@contextmanager
def opened(
    path: str | Path, limits: Limits
) -> Iterator[tuple[InputContainer, AudioStream, str, Container]]:
    """Yield the open file, its one sound track, its media type and its container.

    Raises: Unreadable.
    """
    path = Path(path)
    media_type, how = kind_of(path, limits)
    options = {
        "codec_whitelist": ",".join(how.decoders),
        "protocol_whitelist": "file",
        "max_streams": str(MAX_STREAMS),
    }
    address = f"file:{path.resolve()}"
    try:
        container = av.open(address, "r", format=how.reader, options=options)
    except av.error.InvalidDataError as error:
        raise Unreadable("damaged", detail=repr(error)) from error
    with container:
        yield container, track_of(container, how), media_type, how


def track_of(container: InputContainer, how: Container) -> AudioStream:
    """Return the sound track; a moving picture beside it makes the file a video."""
    for stream in container.streams.video:
        if not stream.disposition & av.stream.Disposition.attached_pic:
            raise Unreadable("video")
    if not container.streams.audio:
        raise Unreadable("no_sound", detail="no track")
    stream = container.streams.audio[0]
    codec = stream.codec_context
    if codec is None or codec.name not in how.decoders:
        raise Unreadable("sound_kind", detail=codec.name if codec else "no decoder")
    if not (1 <= codec.channels <= MAX_CHANNELS and 1 <= codec.rate <= MAX_RATE):
        raise Unreadable("damaged", detail=f"{codec.channels} × {codec.rate} Hz")
    if codec.layout.name.endswith("channels"):  # a WAV file need not name its sides
        codec.layout = LAYOUTS.get(codec.channels, codec.layout.name)
    return stream


def inspect(path: str | Path, limits: Limits, *, is_lenient: bool = False) -> Sound:
    """Return what a sound file is, having heard its beginning.

    Raises: Unreadable; `incomplete` for a file that stops too early, unless lenient.
    """
    path = Path(path)
    media_type, _how = kind_of(path, limits)
    if not is_lenient and is_cut(path, media_type):
        raise Unreadable("incomplete", detail="ends too early")
    with opened(path, limits) as (container, stream, _type, _how):
        heard = any(packet_frames(container, stream))
        codec = stream.codec_context.name
    if not heard:
        raise Unreadable("no_sound", detail="nothing decodes")
    return Sound(media_type=media_type, codec=codec)


def packet_frames(container: InputContainer, stream: AudioStream) -> Iterator[bool]:
    """Yield, for each of the first packets, whether sound comes out of it."""
    for packet in islice(container.demux(stream), TRIED_PACKETS):
        yield any(frame.samples for frame in decoded(packet))


def decoded(packet: av.Packet) -> list[av.AudioFrame]:
    """Return the frames of a packet; a damaged one gives none."""
    try:
        return packet.decode()
    except (av.error.FFmpegError, ValueError):
        return []
