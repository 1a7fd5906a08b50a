"""Each hostile file gives a sentence or a picture; only its own child pays."""

import io
import resource
import shutil
import subprocess

import pytest
from PIL import Image

from history.images import Unreadable, derive
from tests.history.drawn import difference, marks_of, rendered, scene
from tests.history.hostile import PICTURE, TABLE


@pytest.mark.parametrize("name", TABLE)
def test_a_hostile_file_gives_a_sentence_or_a_picture(tmp_path, name):
    make, outcome = TABLE[name]
    path, into = tmp_path / "photo.jpg", tmp_path / "out"
    make(path)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    try:
        derived = derive(path, into=into)
    except Unreadable as refusal:
        assert outcome != PICTURE, refusal.detail
        assert isinstance(outcome, str) or refusal.code in outcome, refusal.detail
        assert refusal.sentence.endswith(".")
        assert list(into.iterdir()) == []
    else:
        assert isinstance(outcome, str)
        assert derived.renditions
        for file in into.iterdir():
            data = file.read_bytes()
            assert marks_of(data) == []
            assert not any(
                w in data for w in (b"PLANTED", b"<?php", b"<script", b"PK\3\4")
            )
            if (derived.width_px, derived.height_px) == (900, 600):
                with Image.open(io.BytesIO(data)) as made:
                    assert difference(made.convert("RGB"), scene()) < 12
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 64 * 1024  # KiB: nothing was decoded here


@pytest.mark.skipif(not shutil.which("cjpeg"), reason="skipped: no cjpeg")
@pytest.mark.parametrize("options", [["-arithmetic"], ["-progressive"], ["-scans"]])
def test_rare_jpegs_are_shown_or_refused(tmp_path, options):  # U19
    source, path = tmp_path / "scene.ppm", tmp_path / "rare.jpg"
    scene(1600, 1200).save(source, "PPM")
    if options == ["-scans"]:  # every coefficient in a scan of its own
        lines = ["0 1 2: 0 0 0 0;"]
        lines += [f"{c}: {k} {k} 0 0;" for k in range(1, 22) for c in range(3)]
        script = tmp_path / "scans"
        script.write_text("\n".join(lines))
        options = ["-scans", str(script)]
    subprocess.run(
        ["cjpeg", "-quality", "92", *options, "-outfile", path, source], check=True
    )
    shown, derived = rendered(path, tmp_path)
    assert (derived.width_px, derived.height_px) == (1600, 1200)
    assert difference(shown, scene(1600, 1200)) < 8
