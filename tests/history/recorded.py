"""Sound files made by real encoders, with everything in their tags that must not go out."""

import io
import math
from array import array
from fractions import Fraction

import av

TAGS = {
    "title": "Canary Title",
    "artist": "Canary Artist",
    "comment": "Canary: 12 Mill Street, flat 5",
    "date": "2024-05-01",
    "location": "+48.0159+37.8028/",
    "creation_time": "2024-05-01T10:00:00Z",
    "lyrics": "Canary Lyrics",
}
KINDS = {
    "mp3": ("mp3", "libmp3lame", {}),
    "m4a": ("ipod", "aac", {}),
    "opus": ("ogg", "libopus", {}),
    "vorbis": ("ogg", "vorbis", {"strict": "-2"}),
    "webm": ("webm", "libopus", {}),
    "wav": ("wav", "pcm_s16le", {}),
    "wav24": ("wav", "pcm_s24le", {}),
    "wav8": ("wav", "pcm_u8", {}),
    "wavfloat": ("wav", "pcm_f32le", {}),
    "alaw": ("wav", "pcm_alaw", {}),
    "adpcm": ("wav", "adpcm_ima_wav", {}),
    "alac": ("ipod", "alac", {}),
    # What we do not take:
    "flac": ("flac", "flac", {}),
    "aac": ("adts", "aac", {}),
    "aiff": ("aiff", "pcm_s16be", {}),
    "amr": ("amr", "libopencore_amrnb", {}),
    "caf": ("caf", "pcm_s16le", {}),
    "wma": ("asf", "wmav2", {}),
    "3gp": ("3gp", "libopencore_amrnb", {}),
    "oggflac": ("ogg", "flac", {}),
    "mp2": ("mp2", "mp2", {}),
}


def record(
    kind: str = "mp3",
    *,
    seconds: float = 2.0,
    rate: int = 44_100,
    channels: int = 1,
    tags: dict | None = None,
    container: str = "",
    loudness: float = 0.4,
    hertz: float = 330.0,
    options: dict | None = None,
) -> bytes:
    """Encode a tone that swells and fades; the same input gives the same sound."""
    muxer, codec, wishes = KINDS[kind]
    if codec == "vorbis":
        channels = 2
    if codec == "libopencore_amrnb":
        rate, channels = 8_000, 1
    if codec == "libopus":
        rate = 48_000
    buffer = io.BytesIO()
    with av.open(
        buffer, "w", format=container or muxer, options=options or {}
    ) as container_:
        container_.metadata.update(TAGS if tags is None else tags)
        layout = "stereo" if channels == 2 else "mono"
        stream = container_.add_stream(codec, rate=rate, layout=layout, options=wishes)
        if not codec.startswith(("pcm", "adpcm", "alac", "flac")):
            stream.bit_rate = 12_200 if "amr" in codec else 64_000
        context = stream.codec_context
        context.open()
        resampler = av.AudioResampler(
            format=context.format,
            layout=layout,
            rate=rate,
            frame_size=context.frame_size or 1024,
        )
        frame = _tone(seconds, rate, channels, loudness, hertz, layout)
        for piece in [*resampler.resample(frame), *resampler.resample(None)]:
            container_.mux(stream.encode(piece))
        container_.mux(stream.encode(None))
    return buffer.getvalue()


def _tone(seconds, rate, channels, loudness, hertz, layout) -> av.AudioFrame:
    count = round(seconds * rate)
    samples = array("h")
    for at in range(count):
        swell = math.sin(math.pi * at / count)
        height = round(
            32_000 * loudness * swell * math.sin(math.tau * hertz * at / rate)
        )
        samples.extend([height] * channels)
    frame = av.AudioFrame(format="s16", layout=layout, samples=count)
    frame.planes[0].update(samples.tobytes())
    frame.rate, frame.pts, frame.time_base = rate, 0, Fraction(1, rate)
    return frame


def clip(
    *, with_sound: bool = True, container: str = "mp4", codec: str = "libx264"
) -> bytes:
    """Make a short film: what we do not take, whatever its name says."""
    buffer = io.BytesIO()
    with av.open(buffer, "w", format=container) as out:
        film = out.add_stream(codec, rate=10)
        film.width, film.height, film.pix_fmt = 64, 64, "yuv420p"
        sound = (
            out.add_stream("aac", rate=44_100, layout="mono")
            if with_sound and container == "mp4"
            else None
        )
        for _ in range(5):
            out.mux(film.encode(av.VideoFrame(64, 64, "yuv420p")))
        out.mux(film.encode(None))
        if sound:
            frame = _tone(0.1, 44_100, 1, 0.4, 330, "mono")
            resampler = av.AudioResampler("fltp", "mono", 44_100, frame_size=1024)
            for piece in resampler.resample(frame):
                out.mux(sound.encode(piece))
            out.mux(sound.encode(None))
    return buffer.getvalue()
