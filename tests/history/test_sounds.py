"""Recordings of real encoders, and files that are none: what is taken, and what goes out."""

import io
import json
import shutil
import subprocess
from pathlib import Path

import av
import pytest
from tinytag import TinyTag

from history import images, sounds
from history.images import Limits, Unreadable
from history.sounds import cuts
from tests.history.recorded import clip, record

COPIES = {
    "mp3": ".mp3",
    "m4a": ".m4a",
    "opus": ".ogg",
    "vorbis": ".ogg",
    "webm": ".ogg",
}
ENCODED = ("wav", "wav24", "wav8", "wavfloat", "alaw", "adpcm", "alac")
REFUSED = ("flac", "aac", "aiff", "amr", "caf", "wma", "3gp", "oggflac", "mp2")
CODES = {"incomplete", "damaged", "no_sound", "not_a_picture", "empty", "sound_kind"}


@pytest.fixture
def saved(tmp_path):
    """Write bytes to a file under a name that says nothing."""

    def save(data: bytes) -> Path:
        path = tmp_path / "file"
        path.write_bytes(data)
        return path

    return save


def packets(data: bytes | Path) -> list[bytes]:
    """Give the sound of a file as its decoder would be fed."""
    source = io.BytesIO(data) if isinstance(data, bytes) else str(data)
    with av.open(source) as container:
        found = container.demux(container.streams.audio[0])
        return [bytes(packet) for packet in found if packet.size]


class TestTaken:
    @pytest.mark.parametrize("kind", [*COPIES, *ENCODED])
    def test_length_and_loudness_are_those_of_the_sound(self, saved, tmp_path, kind):
        data = record(kind, seconds=2)
        path = saved(data)

        media_type = images.screen(data[:512], size_bytes=len(data))
        sound = sounds.inspect(path)
        made = sounds.derive(path, into=tmp_path / "out")

        assert sounds.is_sound(media_type)
        assert sound.media_type == made.media_type
        assert abs(made.duration_ms - 2000) < 50
        assert len(made.peaks) == sounds.BARS
        assert max(made.peaks[50:70]) > 95  # it swells towards the middle
        assert made.peaks[0] < 20 and made.peaks[-1] < 20
        suffix = COPIES.get(kind, ".mp3")
        assert made.copy_name == f"sound{suffix}"
        assert sounds.SUFFIXES[made.copy_type] == suffix
        assert (tmp_path / "out" / made.copy_name).stat().st_size == made.copy_size

    @pytest.mark.parametrize("kind", COPIES)
    def test_a_copy_keeps_the_bytes_of_the_sound(self, saved, tmp_path, kind):
        data = record(kind)

        made = sounds.derive(saved(data), into=tmp_path)

        assert packets(tmp_path / made.copy_name) == packets(data)

    @pytest.mark.parametrize(
        ("rate", "channels"), [(8_000, 1), (11_025, 2), (22_050, 1), (96_000, 2)]
    )
    def test_any_rate_becomes_an_mp3_that_plays(self, saved, tmp_path, rate, channels):
        data = record("wav", rate=rate, channels=channels, seconds=1)

        made = sounds.derive(saved(data), into=tmp_path)

        tag = TinyTag.get(tmp_path / made.copy_name)
        assert abs(tag.duration - 1) < 0.2  # the encoder pads
        assert tag.channels == channels

    def test_a_phone_may_call_its_recording_a_film(self, saved):
        data = record("m4a", container="mp4")

        assert images.sniff(data[:512]) == "video/mp4"
        assert sounds.inspect(saved(data)).media_type == "audio/mp4"

    def test_a_browser_records_without_saying_how_long(self, saved, tmp_path):
        data = record("webm", options={"live": "1"})
        path = saved(data)

        assert images.sniff(data[:512]) == "video/webm"
        assert not cuts.is_cut(path, "audio/webm")
        assert sounds.inspect(path).media_type == "audio/webm"
        made = sounds.derive(path, into=tmp_path)
        assert made.copy_type == "audio/ogg"
        assert abs(made.duration_ms - 2000) < 50

    def test_silence_is_taken_and_drawn_flat(self, saved, tmp_path):
        made = sounds.derive(saved(record("wav", loudness=0)), into=tmp_path)

        assert made.peaks == [0] * sounds.BARS

    def test_a_recording_too_long_is_refused(self, saved, tmp_path):
        with pytest.raises(Unreadable) as refusal:
            sounds.derive(
                saved(record("mp3", seconds=3)),
                into=tmp_path,
                limits=Limits(max_sound_seconds=1),
            )

        assert refusal.value.code == "too_long"
        assert not list(tmp_path.glob("sound*"))


class TestRefused:
    """U02, U05: what we do not take gets a sentence that says what to do."""

    @pytest.mark.parametrize("kind", REFUSED)
    def test_other_kinds_are_told_to_become_mp3(self, saved, kind):
        data = record(kind)

        with pytest.raises(Unreadable) as refusal:
            images.screen(data[:512], size_bytes=len(data))
            sounds.inspect(saved(data))

        assert refusal.value.code == "sound_kind"
        assert "MP3" in refusal.value.sentence

    @pytest.mark.parametrize("with_sound", [True, False])
    def test_a_film_is_no_recording(self, saved, with_sound):
        with pytest.raises(Unreadable) as refusal:
            sounds.inspect(saved(clip(with_sound=with_sound)))

        assert refusal.value.code == "video"

    def test_a_film_of_a_browser_is_no_recording(self, saved):
        with pytest.raises(Unreadable) as refusal:
            sounds.inspect(saved(clip(container="webm", codec="libvpx")))

        assert refusal.value.code == "video"

    @pytest.mark.parametrize(
        "data",
        [
            b"ID3\x04" + b"\0" * 60,
            b"ID3\x03\0\0\x7f\x7f\x7f\x7f" + b"x" * 500,
            b"\xff\xfb\x90\x64" + b"<?php system($_GET[1]); ?>" * 100,
            b"OggS" + b"\0" * 500,
            b"OggS\0\x02" + b"\xff" * 5000,
            b"RIFF\xff\xff\xff\xffWAVE",
            b"RIFF\x24\0\0\0WAVEfmt \xff\xff\xff\x7f" + b"\0" * 40,
            b"RIFF\x24\0\0\0WAVEfmt \x10\0\0\0\x01\0\xff\xff\0\0\0\0" + b"\0" * 99,
            b"\0\0\0\x18ftypM4A \0\0\0\0M4A mp42" + b"\0" * 300,
            b"\0\0\0\x18ftypM4A \0\0\0\0M4A mp42\0\0\0\x08moov",
            b"\0\0\0\x18ftypM4A \0\0\0\0M4A mp42\0\0\0\x01moov\xff\xff\xff\xff\xff\xff\xff\xff",
            b"#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1:9/secret.mp3\n",
            b"[playlist]\nFile1=file:///etc/passwd\n",
            b"ffconcat version 1.0\nfile /etc/passwd\n",
            b"\xff\xfb" + b"#EXTM3U\nhttp://127.0.0.1:9/x.mp3\n" * 9,
        ],
        ids=range(15),
    )
    def test_rubbish_costs_only_its_child(self, saved, tmp_path, data):
        with pytest.raises(Unreadable) as refusal:
            images.screen(data[:512], size_bytes=len(data))
            sounds.inspect(saved(data))
        assert refusal.value.code in CODES
        assert refusal.value.sentence.endswith(".")

    @pytest.mark.parametrize("kind", ["m4a", "wav", "opus", "mp3", "webm"])
    @pytest.mark.parametrize("share", [0.5, 0.99])
    def test_a_file_that_stops_too_early_is_told_apart(self, saved, kind, share):  # U03
        data = record(kind, seconds=4)
        path = saved(data[: int(len(data) * share)])

        with pytest.raises(Unreadable) as refusal:
            sounds.inspect(path)

        assert refusal.value.code == "incomplete"

    @pytest.mark.parametrize("kind", ["wav", "opus", "mp3", "webm"])
    def test_the_only_copy_may_be_kept_as_far_as_it_goes(self, saved, tmp_path, kind):
        data = record(kind, seconds=4)
        path = saved(data[: len(data) // 2])

        sounds.inspect(path, is_lenient=True)
        made = sounds.derive(path, into=tmp_path / "out")

        assert 1500 < made.duration_ms < 2500

    @pytest.mark.parametrize("kind", [*COPIES, "wav"])
    def test_a_whole_file_is_not_called_cut(self, saved, kind):
        data = record(kind)

        sound = sounds.inspect(saved(data))

        assert not cuts.is_cut(saved(data), sound.media_type)

    def test_the_length_a_file_claims_is_not_believed(self, saved, tmp_path):
        """A WAV that says it never ends, as recorders write that were switched off."""
        data = bytearray(record("wav", seconds=1, tags={}))
        at = data.index(b"data") + 4
        data[at : at + 4] = b"\xff\xff\xff\xff"

        made = sounds.derive(saved(bytes(data)), into=tmp_path / "out")

        assert abs(made.duration_ms - 1000) < 50

    def test_a_picture_is_no_sound_and_a_sound_no_picture(self, saved):
        with pytest.raises(Unreadable) as refusal:
            images.inspect(saved(record("mp3")))
        assert refusal.value.code == "not_a_picture"

    def test_what_the_child_invents_is_not_believed(self, saved, tmp_path):
        """A name that leads out of the folder makes the child's whole answer void."""
        answer = json.dumps(
            {
                "media_type": "audio/mpeg",
                "duration_ms": 1,
                "peaks": [0] * sounds.BARS,
                "copy_name": "../../escaped.mp3",
                "copy_type": "audio/mpeg",
            }
        )
        with pytest.raises(ValueError):
            sounds.sandbox._prepared(json.loads(answer), tmp_path)


class TestNothingLeft:
    """The public copy says nothing: no title, place, date, cover or comment."""

    HARMLESS = {
        # What any player needs, and the blank dates that MP4 has a place for.
        "0000:00:00 00:00:00", "SoundHandler", "und", "Metadata", "Apple", "ffmpeg",
        "Lavf", "Apple iTunes AAC-LC (.M4A) Audio",
    }  # fmt: skip

    @pytest.mark.parametrize("kind", [*COPIES, *ENCODED])
    def test_no_word_of_the_tags_is_in_the_bytes(self, saved, tmp_path, kind):
        data = record(kind)
        assert b"Canary" in data

        made = sounds.derive(saved(data), into=tmp_path)

        out = (tmp_path / made.copy_name).read_bytes()
        for word in (b"Canary", b"Mill Street", b"48.01", b"2024", b"C\0a\0n\0a"):
            assert word not in out
        tag = TinyTag.get(tmp_path / made.copy_name)
        told = (tag.title, tag.artist, tag.album, tag.comment, tag.year, tag.composer)
        assert told == (None,) * 6
        assert tag.images.front_cover is None
        assert {name for name in tag.other if name != "encoder"} == set()

    @pytest.mark.parametrize("kind", [*COPIES, "wav"])
    def test_exiftool_finds_nothing_that_tells(self, saved, tmp_path, kind):
        if not shutil.which("exiftool"):
            pytest.skip("skipped: no exiftool")
        made = sounds.derive(saved(record(kind)), into=tmp_path)

        said = subprocess.run(
            ["exiftool", "-j", "-G", "-ee", str(tmp_path / made.copy_name)],
            capture_output=True,
            check=True,
        )

        words = {
            name: value
            for name, value in json.loads(said.stdout)[0].items()
            if isinstance(value, str)
            and not name.startswith(("File:", "SourceFile", "ExifTool:", "Composite:"))
        }
        assert not [name for name in words if "GPS" in name or "Location" in name]
        for name, value in words.items():
            assert "Canary" not in value and "2024" not in value, name

    def test_what_hides_between_the_frames_stays_behind(self, saved, tmp_path):  # U08
        secret = b"HIDDEN-CANARY" * 9
        data = record("mp3", seconds=1)
        second = packets(data)[20]
        data = data.replace(second, secret + second, 1)
        data += b"TAG" + secret.ljust(125, b"\0")[:125]

        made = sounds.derive(saved(data), into=tmp_path)

        assert b"HIDDEN" not in (tmp_path / made.copy_name).read_bytes()
