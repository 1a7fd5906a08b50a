"""The recordings of the sample city: played by our own code, so they say nothing of
anybody. Numbers in, a WAV file out; the same seed plays the same."""

import io
import math
import random
import wave
from array import array

RATE = 11_025
LOUDEST = 24_000
# A waltz of our own: semitones above A3 and how many beats each lasts.
WALTZ = (
    (3, 2), (7, 1), (8, 2), (7, 1), (5, 1), (3, 1), (2, 1), (3, 3),
    (0, 2), (3, 1), (7, 2), (5, 1), (3, 1), (2, 1), (-1, 1), (0, 3),
)  # fmt: skip
BEAT_SECONDS = 0.42
REEDS = ((1, 1.0), (2, 0.55), (3, 0.35), (4, 0.2), (5, 0.12))  # a free reed is bright
TREMOLO_HERTZ = 5.5
WHISTLE = (196.0, 247.5, 293.0, 392.8)  # the chord of a steam whistle, a little out


def play(tune: str, *, seed: int) -> bytes:
    """Play one of TUNES: a WAV file, mono."""
    samples = TUNES[tune](random.Random(seed))
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes(array("h", samples).tobytes())
    return buffer.getvalue()


def _whistle(chance: random.Random, seconds: float = 9.0) -> list[int]:
    """A works whistle: it gathers steam, holds, and lets go with a falling tone."""
    count, phases, samples = int(seconds * RATE), [0.0] * len(WHISTLE), []
    for at in range(count):
        share = at / count
        steam = min(1.0, share / 0.12) * min(1.0, (1 - share) / 0.18)
        pitch = 0.86 + 0.14 * steam
        tone = 0.0
        for voice, hertz in enumerate(WHISTLE):
            phases[voice] += math.tau * hertz * pitch / RATE
            tone += math.sin(phases[voice]) + 0.3 * math.sin(2 * phases[voice])
        hiss = chance.uniform(-1, 1)
        samples.append(int(LOUDEST * steam * (0.15 * tone + 0.12 * hiss)))
    return samples


def _accordion(chance: random.Random) -> list[int]:
    """A waltz on a button accordion; the player breathes a little unevenly."""
    samples: list[int] = []
    for semitone, beats in WALTZ:
        seconds = beats * BEAT_SECONDS * chance.uniform(0.96, 1.05)
        hertz, count = 220 * 2 ** (semitone / 12), int(seconds * RATE)
        loud = chance.uniform(0.75, 1.0)
        for at in range(count):
            now = at / RATE
            edge = min(1.0, at / 500, (count - at) / 900)
            shake = 1 + 0.18 * math.sin(math.tau * TREMOLO_HERTZ * now)
            tone = sum(
                part * math.sin(math.tau * hertz * over * now) for over, part in REEDS
            )
            bass = math.sin(math.tau * 110 * now) * (at < RATE * 0.3)
            samples.append(int(LOUDEST * loud * edge * shake * (tone + bass) / 4))
    return samples


TUNES = {"whistle": _whistle, "accordion": _accordion}
