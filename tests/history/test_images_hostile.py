"""Cut, broken and hostile files, and a decoder gone wild: only a sentence."""

import random
import struct
import subprocess
import sys
import zlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from PIL import Image

from history.images import Limits, Unreadable, derive, inspect
from tests.history.drawn import blank_png, chunk, code_of, rendered, saved, scene


@pytest.mark.parametrize("share", [10, 50, 90, 99])  # U03
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "WEBP", "GIF"])
def test_a_cut_file_arrived_incomplete(tmp_path, kind, share):
    noise = random.Random(7).randbytes(400 * 300 * 3)
    path = saved(tmp_path / "x", Image.frombytes("RGB", (400, 300), noise), kind)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) * share // 100])
    assert code_of(path, tmp_path) in {"incomplete", "damaged"}


@pytest.mark.parametrize("kind", ["PNG", "TIFF"])
def test_a_cut_scan_arrived_incomplete_when_streamed(tmp_path, kind):
    path = saved(tmp_path / "x", scene(2400, 1600), kind)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) * 9 // 10])
    assert code_of(path, tmp_path) in {"incomplete", "damaged"}


def test_ends_that_are_missing(tmp_path):  # U04
    png = saved(tmp_path / "a.png", scene(), "PNG")
    png.write_bytes(png.read_bytes()[:-12])
    assert code_of(png, tmp_path) == "incomplete"
    gif = saved(tmp_path / "a.gif", scene(), "GIF")
    gif.write_bytes(gif.read_bytes().rstrip(b";"))
    assert code_of(gif, tmp_path) == "incomplete"
    for size in ((300, 200), (2400, 1600)):
        bad = saved(tmp_path / "b.png", scene(*size), "PNG")
        data = bytearray(bad.read_bytes())
        data[data.index(b"IDAT") + 40] ^= 0xFF
        bad.write_bytes(data)
        assert code_of(bad, tmp_path) in {"incomplete", "damaged"}


@pytest.mark.parametrize(
    "data",
    [
        b"\xff\xd8\xff",
        b"\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0",
        b"GIF89a",
        b"GIF89a/*<script>*/=1;alert(1)",
        b"\x89PNG\r\n\x1a\n<script>alert(1)</script>",
        b"II*\0\x08\0\0\0\xff\xff",
        b"MM\0*\0\0\0\x08\0\0",
        b"RIFF\x04\0\0\0WEBP",
        b"\0\0\0\x18ftypheic\0\0\0\0mif1heic",
        b"\0\0\0\x18ftypavif\0\0\0\0mif1avif",
        b"<html><script>alert(1)</script>",
        b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR",
        b"push graphic-context\nfill 'url(https://x/|ls)'",
    ],
)
def test_rubbish_is_refused_with_a_sentence(tmp_path, data):  # U02, U05, U32
    path = tmp_path / "photo.jpg"
    path.write_bytes(data)
    with pytest.raises(Unreadable) as refusal:
        inspect(path)
        derive(path, into=tmp_path / "out")
    assert refusal.value.code in {"not_a_picture", "damaged", "incomplete"}
    assert refusal.value.sentence


def test_shuffled_bytes_never_escape(tmp_path):
    chance = random.Random(20)
    for kind in ("JPEG", "PNG", "GIF", "TIFF", "WEBP", "AVIF"):
        path = saved(tmp_path / kind, scene(200, 150), kind)
        data = bytearray(path.read_bytes())
        for _ in range(20):
            data[chance.randrange(12, len(data))] = chance.randrange(256)
        path.write_bytes(data)
        try:
            derived = derive(path, into=tmp_path / "out")
        except Unreadable as refusal:
            assert refusal.sentence
        else:
            assert derived.renditions


@pytest.mark.parametrize(
    ("size", "depth"), [((13_300, 20_000), 1), ((50_000, 50_000), 1)]
)  # U11, U12
def test_too_many_pixels_are_refused_before_decoding(tmp_path, size, depth):
    path = blank_png(tmp_path / "bomb.png", *size, depth=depth)
    assert path.stat().st_size < 500_000
    with pytest.raises(Unreadable) as refusal:
        derive(path, into=tmp_path / "out", limits=Limits(cpu_seconds=2))
    assert refusal.value.code == "too_many_pixels"
    assert "250" in refusal.value.sentence
    assert str(refusal.value.facts["megapixels"]) in refusal.value.sentence


def test_a_large_blank_scan_is_streamed(tmp_path):  # U11 under our own limit
    path = blank_png(tmp_path / "bomb.png", 13_300, 13_300)
    limits = Limits(memory_bytes=512 * 1024 * 1024)
    _, derived = rendered(path, tmp_path, limits=limits)
    assert derived.width_px == 13_300


def test_a_heavy_picture_costs_only_its_child(tmp_path):  # U13, U14
    path = saved(tmp_path / "x.gif", Image.new("P", (10_000, 9000)), "GIF")
    limits = Limits(memory_bytes=400 * 1024 * 1024)
    assert code_of(path, tmp_path, limits=limits) == "too_heavy"


def test_inflating_text_is_refused(tmp_path):  # U18
    path = saved(tmp_path / "x.png", scene(), "PNG")
    data = path.read_bytes()
    bomb = chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"\0" * 100_000_000, 9))
    path.write_bytes(data[:33] + bomb + data[33:])
    try:
        derived = derive(path, into=tmp_path / "out")
    except Unreadable as refusal:
        assert refusal.code in {"damaged", "too_heavy"}
    else:
        assert derived.width_px == 900


def test_a_tiff_that_points_to_itself_ends(tmp_path):  # U28
    path = saved(tmp_path / "x.tif", scene(64, 64), "TIFF")
    data = bytearray(path.read_bytes())
    first = struct.unpack("<I", data[4:8])[0]
    entries = struct.unpack("<H", data[first : first + 2])[0]
    end = first + 2 + 12 * entries
    data[end : end + 4] = struct.pack("<I", first)
    path.write_bytes(data)
    assert inspect(path).frames == 1


PROGRAMS = {
    "loops": "while True: pass",
    "sleeps": "import time; time.sleep(60)",
    "eats": "print(len(bytearray(3_000_000_000)))",
    "dies": "import os; os.kill(os.getpid(), 11)",
    "raises": "raise RuntimeError('no')",
    "silent": "pass",
    "lies": "print('[1]')",
    "invents": 'print(\'{"inspection": {"__class__": 1}}\')',
    "floods": "print('x' * 100_000_000)",
}


@pytest.fixture
def stand_in(tmp_path, monkeypatch):
    """Run another program behind the same walls as the decoder."""

    def make(body):
        root = tmp_path / "root"
        root.mkdir()
        (root / "stand_in.py").write_text(
            "import json, sys\n"
            f"sys.path.insert(0, {str(Path(__file__).resolve().parents[2])!r})\n"
            "from history.images.child import build_walls\n"
            "from history.images.results import Limits\n"
            "build_walls(Limits(**json.load(sys.stdin)['limits']))\n"
            f"{body}\n"
        )
        monkeypatch.setattr("history.images.sandbox.ROOT", root)
        return "stand_in"

    return make


@pytest.mark.parametrize("name", PROGRAMS)
def test_whatever_the_child_does_the_caller_gets_unreadable(tmp_path, stand_in, name):
    limits = Limits(cpu_seconds=1, wall_seconds=3)
    path = saved(tmp_path / "x.jpg", scene(), "JPEG")
    module = stand_in(PROGRAMS[name])
    with pytest.raises(Unreadable) as refusal:
        inspect(path, limits=limits, module=module)
    is_endless = name in ("loops", "sleeps")
    assert refusal.value.code == ("too_heavy" if is_endless else "damaged")


def test_a_file_name_from_the_child_is_not_believed(tmp_path, stand_in):
    body = (
        "print(json.dumps({'inspection': {'media_type': 'image/jpeg', 'width_px': 1,"
        "'height_px': 1}, 'width_px': 1, 'height_px': 1, 'placeholder': "
        "'data:image/webp;base64,AA==', 'fingerprint': 1, 'renditions': "
        "[{'path': '../../escaped.webp', 'width': 1, 'height': 1}]}))"
    )
    path = saved(tmp_path / "x.jpg", scene(), "JPEG")
    with pytest.raises(Unreadable):
        derive(path, into=tmp_path / "out", module=stand_in(body))
    assert not list(tmp_path.rglob("escaped*"))


def test_the_child_never_sees_django_or_our_secrets(tmp_path, monkeypatch, stand_in):
    monkeypatch.setenv("SECRET_KEY", "PLANTED-SECRET")
    code = (
        "import sys, history.images.child, history.images.ladder;"
        "print([name for name in sys.modules if name.startswith('django')])"
    )
    root = Path(__file__).resolve().parents[2]
    loaded = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, check=True
    )
    assert loaded.stdout.strip() == b"[]"
    body = "import os; sys.stderr.write(repr(dict(os.environ))); sys.exit(3)"
    path = saved(tmp_path / "x.jpg", scene(), "JPEG")
    with pytest.raises(Unreadable) as refusal:
        inspect(path, module=stand_in(body))
    assert "exit 3" in refusal.value.detail
    assert "PLANTED-SECRET" not in refusal.value.detail


def test_threads_may_ask_at_once(tmp_path):
    """As the threads of a web worker do; a bad file disturbs no other."""
    good = saved(tmp_path / "good.jpg", scene(), "JPEG")
    rubbish = tmp_path / "rubbish.jpg"
    rubbish.write_bytes(b"GIF89a")

    def width_or_code(path):
        try:
            return inspect(path).width_px
        except Unreadable as refusal:
            return refusal.code

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(width_or_code, [good, rubbish] * 4))
    assert answers[::2] == [900] * 4
    assert all(isinstance(answer, str) for answer in answers[1::2])
