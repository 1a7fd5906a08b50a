"""The tree keeps its own rules: templates, components, scripts, names."""

import re
from pathlib import Path

import pytest

from config.catalogue import EXAMPLES
from config.templatetags.ui import STYLESHEETS

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = ROOT / "templates"
CSS = ROOT / "static" / "css"
APPS = ("accounts", "history", "contributions", "news", "config", "sample")
BANNED = {"utils", "util", "helpers", "helper", "services", "common", "misc", "core"}

PAGES = [
    path
    for folder in (TEMPLATES, *(ROOT / app for app in APPS))
    for path in sorted(folder.rglob("*.html"))
    if "emails" not in path.parts
]
COMPONENTS = {path.stem: path for path in (TEMPLATES / "components").glob("*.html")}
INLINE = {
    "style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.I),
    "style element": re.compile(r"<style\b", re.I),
    "handler": re.compile(r"<[^>]*\son[a-z]+\s*=", re.I),
    "script without a file": re.compile(
        r"<script(?![^>]*\bsrc=)(?![^>]*application/(?:ld\+)?json)", re.I
    ),
    "javascript address": re.compile(r"javascript:", re.I),
    "foreign address": re.compile(
        r"<(?:script|img|iframe|source|video|audio|use)\b[^>]*(?:src|href)=\"(?:https?:)?//"
        r"|<link\b[^>]*rel=\"(?:stylesheet|icon|preload|modulepreload)\""
        r"[^>]*href=\"(?:https?:)?//"
    ),
}


def without_comments(text):
    return re.sub(r"\{% comment %\}.*?\{% endcomment %\}", "", text, flags=re.S)


@pytest.mark.parametrize("what", INLINE)
def test_no_template_holds(what):
    guilty = [
        str(page.relative_to(ROOT))
        for page in PAGES
        if INLINE[what].search(without_comments(page.read_text()))
    ]
    assert guilty == []


def test_a_component_sees_only_its_inputs():
    include = re.compile(r'\{% include "components/[^%]*%\}')
    guilty = [
        f"{page.relative_to(ROOT)}: {tag}"
        for page in PAGES
        for tag in include.findall(page.read_text())
        if not re.search(r"\sonly %\}$", tag)
    ]
    assert guilty == []


@pytest.mark.parametrize("name", sorted(COMPONENTS))
def test_a_component_says_what_it_is_for(name):
    text = COMPONENTS[name].read_text()
    assert re.match(r"(\{% load \w+ %\})?\{% comment %\}\n  [A-Z«].+", text)
    assert "Inputs:" in text


def test_every_component_stands_in_the_catalogue():
    assert set(EXAMPLES) == set(COMPONENTS)


def test_every_stylesheet_of_a_component_belongs_to_one_and_is_linked():
    sheets = {path.stem for path in (CSS / "components").glob("*.css")}
    icons = {"icon"}  # drawn by the tag {% icon %}
    assert sheets - icons <= set(COMPONENTS)
    assert {f"components/{name}" for name in sheets} == {
        name for name in STYLESHEETS if name.startswith("components/")
    }
    assert all((CSS / f"{name}.css").is_file() for name in STYLESHEETS)


def test_a_class_with_a_sheet_of_its_own_is_used_by_its_component():
    for name, page in COMPONENTS.items():
        sheet = CSS / "components" / f"{name}.css"
        if not sheet.is_file():
            continue
        block = re.search(
            r"^\s*\.([a-z][\w-]*?)(?:__|--|[\s:{,.>])", sheet.read_text(), re.M
        )
        assert block, name
        assert re.search(rf'class="[^"]*\b{block[1]}', page.read_text()), name


def test_every_stylesheet_keeps_to_its_layer():
    layers = {"components": CSS / "components", "pages": CSS / "pages"}
    guilty = [
        str(sheet.relative_to(ROOT))
        for layer, folder in layers.items()
        for sheet in folder.glob("*.css")
        if not re.match(rf"/\*.*?\*/\s*@layer {layer} \{{", sheet.read_text(), re.S)
    ]
    assert guilty == []
    assert "!important" not in "".join(p.read_text() for p in CSS.rglob("*.css"))


def test_the_registry_names_every_behaviour():
    main = (ROOT / "static" / "js" / "main.js").read_text()
    registered = dict(
        re.findall(r'^  "?([\w-]+)"?: \(\) => import\("(.+?)"\),$', main, re.M)
    )
    files = {p.stem for p in (ROOT / "static" / "js" / "behaviours").glob("*.js")}
    assert registered == {name: f"./behaviours/{name}.js" for name in files}
    for name in files:
        code = (ROOT / "static" / "js" / "behaviours" / f"{name}.js").read_text()
        assert re.search(r"export (?:async )?function attach\(", code), name


def test_pages_ask_only_for_behaviours_that_exist():
    files = {p.stem for p in (ROOT / "static" / "js" / "behaviours").glob("*.js")}
    asked = {
        name
        for page in PAGES
        for value in re.findall(r'data-behaviour="([^"{]+)"', page.read_text())
        for name in value.split()
    }
    assert asked <= files


def test_pages_ask_only_for_signs_that_are_drawn():
    drawn = set(
        re.findall(
            r'<symbol id="([\w-]+)"', (ROOT / "static/img/icons.svg").read_text()
        )
    )
    asked = {
        name
        for page in PAGES
        for name in re.findall(r'\{% icon "([\w-]+)"', page.read_text())
    }
    assert asked <= drawn


def test_no_module_is_a_junk_drawer():
    guilty = [
        str(path.relative_to(ROOT))
        for app in APPS
        for path in (ROOT / app).rglob("*.py")
        if {path.stem, *path.relative_to(ROOT).parts[:-1]} & BANNED
    ]
    assert guilty == []
