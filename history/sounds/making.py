"""One pass over a recording: its length, its loudness, and a copy without a word.

Runs inside the child only. The copy holds the sound and nothing else: no title, no
place, no cover, no comment, no date. MP3, AAC, Opus and Vorbis keep their bytes.
"""

from __future__ import annotations

from array import array
from pathlib import Path
from typing import Any

import av

from history.images.results import Limits, Unreadable

from .mpeg import whole_frame
from .reading import decoded, opened
from .results import BARS, LOUDEST
from .table import SUFFIXES

PEAK_RATE = 8_000  # Hz; enough to see loudness
SLICE_SAMPLES = 400  # 50 ms
MP3_RATES = (8_000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000)
BIT_RATES = {1: 96_000, 2: 160_000}  # by channels
LOW_BIT_RATES = {1: 32_000, 2: 64_000}  # where the sound itself is narrow
LOW_RATE = 24_000  # Hz, and below
BARE = {"fflags": "+bitexact"}  # no date, no name of the program
WRITER_OPTIONS = {
    "mp3": {"id3v2_version": "0", "write_id3v1": "0"},
    "ipod": {"movflags": "+faststart"},  # plays before all of it has come
    "ogg": {},
}


def derive(path: str | Path, *, into: str | Path, limits: Limits) -> dict[str, Any]:
    """Write the public copy into a folder and return the facts.

    Shape: the fields of `Prepared` without `copy_size`.
    Raises: Unreadable.
    """
    with opened(path, limits) as (container, stream, media_type, how):
        is_copied = stream.codec_context.name in how.copied
        copy_type = (how.copy_type or media_type) if is_copied else "audio/mpeg"
        name = f"sound{SUFFIXES[copy_type]}"
        target = Path(into, name)
        writer = Copy(target, stream, how.writer) if is_copied else Mp3(target, stream)
        meter = Meter(limits)
        try:
            for packet in container.demux(stream):
                frames = decoded(packet)
                for frame in frames:
                    meter.hear(frame)
                writer.take(packet, frames)
        finally:
            writer.close()
    if not meter.samples:
        raise Unreadable("no_sound", detail="nothing decodes")
    return {
        "media_type": media_type,
        "duration_ms": meter.duration_ms,
        "peaks": meter.bars(),
        "copy_name": name,
        "copy_type": copy_type,
    }


class Meter:
    """Measure length and loudness, and stop what goes on for too long."""

    def __init__(self, limits: Limits) -> None:
        self.samples = 0  # at PEAK_RATE
        self.slices: list[int] = []
        self._most = limits.max_sound_seconds
        self._rest = array("h")
        self._resampler = self._new_resampler()

    @staticmethod
    def _new_resampler() -> av.AudioResampler:
        return av.AudioResampler(format="s16", layout="mono", rate=PEAK_RATE)

    def hear(self, frame: av.AudioFrame) -> None:
        """Take in one frame."""
        try:
            parts = self._resampler.resample(frame)
        except ValueError:  # the next song of a chain may have another rate
            self._resampler = self._new_resampler()
            parts = self._resampler.resample(frame)
        for part in parts:
            self.samples += part.samples
            self._rest.frombytes(bytes(part.planes[0])[: 2 * part.samples])
        while len(self._rest) >= SLICE_SAMPLES:
            self._note(self._rest[:SLICE_SAMPLES])
            del self._rest[:SLICE_SAMPLES]
        if self.samples > self._most * PEAK_RATE:
            raise Unreadable("too_long", limit=self._most // 3600)

    def _note(self, samples: array) -> None:
        self.slices.append(max(max(samples), -min(samples)))

    @property
    def duration_ms(self) -> int:
        """How long it sounds; at least 1."""
        return max(1, round(1000 * self.samples / PEAK_RATE))

    def bars(self) -> list[int]:
        """Return the waveform: BARS heights, the loudest of them LOUDEST."""
        if self._rest:
            self._note(self._rest)
            self._rest = array("h")
        count = len(self.slices)
        heights = [
            max(
                self.slices[
                    i * count // BARS : max(
                        (i + 1) * count // BARS, i * count // BARS + 1
                    )
                ]
            )
            for i in range(BARS)
        ]
        loudest = max(heights)
        return [
            round(LOUDEST * height / loudest) if loudest else 0 for height in heights
        ]


class Copy:
    """Write the packets as they came into a fresh container that says nothing else."""

    def __init__(self, target: Path, stream, writer: str) -> None:
        self._is_mp3 = writer == "mp3"
        options = BARE | WRITER_OPTIONS[writer]
        self._out = av.open(str(target), "w", format=writer, options=options)
        self._stream = self._out.add_stream_from_template(stream)
        self._last = None

    def take(self, packet: av.Packet, frames: list[av.AudioFrame]) -> None:
        """Write one packet; what gave no sound is left out, whatever it is."""
        if not packet.size or packet.dts is None:
            return
        if self._is_mp3:
            if (packet := whole_frame(packet)) is None:
                return
        elif not frames and self._last is not None:
            return
        if self._last is not None and packet.dts <= self._last:
            return  # time does not run backwards
        self._last = packet.dts
        packet.stream = self._stream
        self._out.mux(packet)

    def close(self) -> None:
        self._out.close()


class Mp3:
    """Encode what browsers do not play, or what is too heavy to send."""

    def __init__(self, target: Path, stream) -> None:
        codec = stream.codec_context
        rate = next((r for r in MP3_RATES if r >= codec.rate), MP3_RATES[-1])
        channels = min(codec.channels, 2)
        layout = "stereo" if channels == 2 else "mono"
        options = BARE | WRITER_OPTIONS["mp3"]
        self._out = av.open(str(target), "w", format="mp3", options=options)
        self._stream = self._out.add_stream("libmp3lame", rate=rate, layout=layout)
        bit_rates = LOW_BIT_RATES if rate <= LOW_RATE else BIT_RATES
        self._stream.bit_rate = bit_rates[channels]
        self._resampler = av.AudioResampler(
            format=self._stream.codec_context.format,
            layout=layout,
            rate=rate,
            frame_size=self._stream.codec_context.frame_size or 1152,
        )

    def take(self, packet: av.Packet, frames: list[av.AudioFrame]) -> None:
        """Encode the frames of one packet."""
        for frame in frames:
            frame.pts = None
            self._write(self._resampler.resample(frame))

    def _write(self, frames) -> None:
        for frame in frames:
            self._out.mux(self._stream.encode(frame))

    def close(self) -> None:
        self._write(self._resampler.resample(None))
        self._out.mux(self._stream.encode(None))
        self._out.close()
