"""Every message is translated, and the compiled files are those of the sources."""

import ast
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import polib
import pytest
from django.utils.formats import date_format
from django.utils.translation import override

ROOT = Path(__file__).resolve().parent.parent
TRANSLATED = ["uk", "ru"]
PLACEHOLDER = re.compile(r"%\([a-z_]+\)[sd]|\{[a-z_]*\}")


def catalogue(language: str) -> polib.POFile:
    return polib.pofile(str(ROOT / f"locale/{language}/LC_MESSAGES/django.po"))


@pytest.mark.parametrize("language", TRANSLATED)
def test_nothing_is_untranslated_or_doubtful(language):
    messages = catalogue(language)

    assert [entry.msgid for entry in messages.untranslated_entries()] == []
    assert [entry.msgid for entry in messages.fuzzy_entries()] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_placeholders_survive_translation(language):
    wrong = [
        entry.msgid
        for entry in catalogue(language)
        if entry.msgstr
        and set(PLACEHOLDER.findall(entry.msgid))
        != set(PLACEHOLDER.findall(entry.msgstr))
    ]

    assert wrong == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_plural_form_is_there(language):
    plurals = [entry for entry in catalogue(language) if entry.msgid_plural]
    forms = int(
        re.search(r"nplurals=(\d)", catalogue(language).metadata["Plural-Forms"])[1]
    )

    assert forms >= 3
    for entry in plurals:
        assert len(entry.msgstr_plural) == forms, entry.msgid
        assert all(entry.msgstr_plural.values()), entry.msgid


@pytest.mark.parametrize("language", TRANSLATED)
def test_compiled_file_is_fresh(language):
    compiled = polib.mofile(str(ROOT / f"locale/{language}/LC_MESSAGES/django.mo"))
    sources = {
        e.msgid: (e.msgstr, e.msgstr_plural)
        for e in catalogue(language)
        if not e.obsolete
    }

    assert {e.msgid: (e.msgstr, e.msgstr_plural) for e in compiled} == sources


def test_no_message_of_the_code_is_missing(tmp_path):
    """Collect anew into a copy and compare; needs gettext, as CI has it."""
    import shutil

    if not shutil.which("xgettext"):
        pytest.skip("skipped: no gettext")
    copy = tmp_path / "copy"
    shutil.copytree(
        ROOT, copy,
        ignore=shutil.ignore_patterns(".venv", "data", ".git", "*.mo", "pictures", "node_modules"),
    )  # fmt: skip
    subprocess.run(
        [sys.executable, "manage.py", "makemessages", "--all", "--no-location",
         "--no-obsolete", "--ignore=.venv", "--ignore=data"],
        cwd=copy, check=True, capture_output=True,
        env={"PATH": "/usr/bin:/bin", "SECRET_KEY": "x", "ENV_FILE": "/dev/null",
             "DATA_DIR": str(tmp_path / "data")},
    )  # fmt: skip
    for language in TRANSLATED:
        fresh = polib.pofile(str(copy / f"locale/{language}/LC_MESSAGES/django.po"))
        wanted = {(entry.msgctxt, entry.msgid) for entry in fresh}
        have = {(entry.msgctxt, entry.msgid) for entry in catalogue(language)}
        assert wanted == have


def test_no_message_hides_in_an_f_string():
    """The collector reads no call inside the braces, so such words stay English."""
    calls = {"_", "gettext", "ngettext", "pgettext", "npgettext"}
    apps = ("accounts", "history", "contributions", "news", "config", "sample")
    guilty = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for app in apps
        for path in sorted((ROOT / app).rglob("*.py"))
        for string in ast.walk(ast.parse(path.read_text()))
        if isinstance(string, ast.JoinedStr)
        for call in ast.walk(string)
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in calls
    ]

    assert guilty == []


@pytest.mark.parametrize("language", ["uk", "ru", "en"])
def test_a_date_ends_without_a_stop_of_its_own(language):
    with override(language):
        assert date_format(date(2026, 11, 9), "DATE_FORMAT")[-4:] == "2026"
