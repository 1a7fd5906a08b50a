"""Exports of blogs: what is read, what is refused, how old HTML becomes ours. No database."""

from datetime import UTC, datetime

import pytest

from news.moving import markup, saying
from news.moving.entries import Entry, Passed, Remark
from news.moving.feed import host_of, open_feed
from news.moving.folder import Folder
from news.moving.streaming import Refused
from news.old_addresses import key_of
from tests.news import blogs

BOMB = (
    '<!DOCTYPE feed [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY a{n} "{"&a;" if n == 0 else f"&a{n - 1};" * 10}">' for n in range(12))
    + ']><feed xmlns="http://www.w3.org/2005/Atom"><entry><title>&a11;</title></entry></feed>'
)  # fmt: skip
FILE = '<!DOCTYPE feed [<!ENTITY a SYSTEM "file:///etc/passwd">]><feed xmlns="http://www.w3.org/2005/Atom"/>'


def read(path) -> list:
    return list(open_feed(path, sites=[]).read())


def in_one_line(html: str) -> str:
    return html.replace("\n", "")


@pytest.mark.parametrize(
    ("source", "ours"),
    [
        ("<div>А</div><div>Б</div>", "<p>А</p><p>Б</p>"),
        ("А<br /><br />Б<br>В", "<p>А</p><p>Б<br>В</p>"),
        ("<b>А<br><br>Б</b>", "<p><strong>А</strong></p><p><strong>Б</strong></p>"),
        ("<b><div>А</div><div>Б</div></b>", "<p><strong>А</strong></p><p><strong>Б</strong></p>"),
        ("<h1>А</h1>text<h4>Б</h4>", "<h2>А</h2><p>text</p><h3>Б</h3>"),
        ("<ul><li>А</li>\n<li><p>Б</p></li></ul>", "<ul><li>А</li><li>Б</li></ul>"),
        ("<blockquote>А<br><br>Б</blockquote>", "<blockquote><p>А</p><p>Б</p></blockquote>"),
        ('<span style="x">А</span>&nbsp;<o:p></o:p>', "<p>А</p>"),
        ("А<script>alert(1)</script><style>p{}</style>", "<p>А</p>"),
        ('<a name="more"></a><p>А</p>', "<p>А</p>"),
        ('<a href="javascript:x()">А</a>', None),
        ("<table><tr><td>А</td><td>Б</td></tr><tr><td>В</td></tr></table>", "<p>А · Б</p><p>В</p>"),
        ("5 < 6 & 7", "<p>5 &lt; 6 &amp; 7</p>"),
        ("<!-- wp:paragraph --><p>А</p><!-- /wp:paragraph -->", "<p>А</p>"),
        ("", ""),
        ("<div><br></div>", ""),
    ],
)  # fmt: skip
def test_old_html_becomes_ours(source, ours):
    found = in_one_line(markup.convert(source).html)

    if ours is None:
        assert "javascript" not in found
    else:
        assert found == ours


@pytest.mark.parametrize(
    ("source", "href"),
    [
        ('<iframe src="//www.youtube.com/embed/abc"></iframe>', "https://www.youtube.com/watch?v=abc"),
        ('<iframe src="https://maps.example/x"></iframe>', "https://maps.example/x"),
        ("[embed]https://youtu.be/abc[/embed]", "https://youtu.be/abc"),
    ],
)  # fmt: skip
def test_films_and_maps_become_links(source, href):
    found = in_one_line(markup.convert(f"А{source}Б").html)

    assert found.startswith(f'<p>А</p><p><a href="{href}"')
    assert found.endswith("<p>Б</p>")


BIG = "https://1.bp.blogspot.com/-x/s1600/%D0%BC%D1%96%D1%81%D1%82.jpg"
SMALL = BIG.replace("s1600", "s320")


@pytest.mark.parametrize(
    ("source", "urls", "alt", "caption"),
    [
        (f'<a href="{BIG}"><img src="{SMALL}" alt=" a  b "/></a>', [BIG, SMALL], "a b", ""),
        (f'<a href="/2014/05/x.html"><img src="{SMALL}"></a>', [SMALL], "", ""),
        (f'<table class="tr-caption-container"><tr><td><a href="{BIG}"><img src="{SMALL}"/></a>'
         '</td></tr><tr><td class="tr-caption">Міст &amp; <i>річка</i></td></tr></table>',
         [BIG, SMALL], "", "Міст & річка"),
        ('[caption id="a" width="3"]<img src="/u/a.jpg" alt="m" /> Міст[/caption]',
         ["/u/a.jpg"], "m", "Міст"),
        ('<figure class="wp-block-image"><img src="/u/a.jpg" alt=""/><figcaption>Міст'
         "</figcaption></figure>", ["/u/a.jpg"], "", "Міст"),
        ('[gallery columns="2" ids="7,9"]', ["/u/7.jpg"], "", ""),
        ('<img src="data:image/png;base64,AAAA">', [], "", ""),
    ],
)  # fmt: skip
def test_pictures_are_taken_apart_with_their_words(source, urls, alt, caption):
    found = markup.convert(f"<b>А{source}Б</b>", galleries={"7": "/u/7.jpg"})

    figure = found.figures[0]
    assert (figure.urls, figure.alt, figure.caption) == (urls, alt, caption)
    assert len(found.figures) == 1
    whole = in_one_line(found.with_pictures(["<p>[[1]]</p>"]))
    assert whole == "<p><strong>А</strong></p><p>[[1]]</p><p><strong>Б</strong></p>"


def test_a_picture_in_a_list_stands_behind_it():
    found = markup.convert('<ul><li>А<img src="/a.jpg"></li><li>Б</li></ul>В')

    whole = in_one_line(found.with_pictures(["<p>[[1]]</p>"]))
    assert whole == "<ul><li>А</li><li>Б</li></ul><p>[[1]]</p><p>В</p>"


def test_comments_become_plain_words():
    source = (
        'А &lt;3<br/>Б <a href="https://x.test/?a=1&amp;b">тут</a><script>x</script>'
    )

    assert markup.plain(source) == "А <3\nБ тут (https://x.test/?a=1&b)"


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("cut", lambda path: path.read_text()[:-900], "in the middle.* before: 1"),
        ("bomb", lambda path: BOMB, "declares entities"),
        ("file", lambda path: FILE, "declares entities"),
        ("html", lambda path: "<html><body>x</body></html>", "not the export"),
        ("text", lambda path: "Просто слова", "not the export"),
        ("none", lambda path: "", "not the export"),
        ("nul", lambda path: "\x00" * 99, "not the export"),
        ("charset", lambda path: "<?xml version='1.0' encoding='x-no'?><feed/>", "not the export"),
        ("empty", lambda path: '<feed xmlns="http://www.w3.org/2005/Atom"/>', "no post"),
        ("broken", lambda path: path.read_text().replace("</entry><entry>", "</b><entry>", 1), "at line"),
        ("deep", lambda path: '<feed xmlns="http://www.w3.org/2005/Atom">' + "<a>" * 9999, "nested deeper"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_whole_export_gets_a_sentence(
    tmp_path, settings, name, text, words
):
    from django.utils.translation import override

    path = blogs.blogger(
        tmp_path / "blog.xml", blogs.entry(1, "А"), blogs.entry(2, "Б")
    )
    path.write_text(text(path))

    with override("en"), pytest.raises(Refused, match=words):
        read(path)


def test_control_characters_and_a_bad_date_stop_nothing(tmp_path):
    path = blogs.blogger(
        tmp_path / "blog.xml",
        blogs.entry(1, "А\x0bБ"),
        blogs.entry(2, "В", at="колись"),
    )

    first, second = read(path)

    assert first.body == "АБ"
    assert first.published_at.astimezone(UTC) == datetime(2014, 5, 1, 7, tzinfo=UTC)
    assert second.published_at is None
    assert second.notes


def test_takeout(tmp_path):
    words = "<title>Т</title><content type='html'>А</content>"
    path = blogs.takeout(
        tmp_path / "feed.atom",
        ("1", "POST", f"<blogger:status>LIVE</blogger:status>{words}"
         "<published>2019-01-02T10:00:00Z</published><category scheme='x' term='Скани'/>"
         "<blogger:filename>/2019/01/a.html</blogger:filename>"),
        ("2", "PAGE", f"<blogger:status>DRAFT</blogger:status>{words}"),
        ("3", "POST", f"<blogger:status>SOFT_TRASHED</blogger:status>{words}"),
        ("4", "COMMENT", f"<blogger:status>LIVE</blogger:status><content>Так</content>"
         f"<blogger:parent>{blogs.BLOG}.post-1</blogger:parent>"
         f"<blogger:inReplyTo>{blogs.BLOG}.post-9</blogger:inReplyTo>"),
        ("5", "COMMENT", "<blogger:status>SPAM</blogger:status><content>x</content>"),
    )  # fmt: skip

    post, page, binned, comment, spam = read(path)

    assert (post.addresses, post.labels) == (
        ("/2019/01/a.html",), (("Скани", "/search/label/Скани"),),
    )  # fmt: skip
    assert (page.is_page, page.published_at) == (True, None)
    assert isinstance(binned, Passed)
    assert (comment.post_id, comment.parent_id) == (post.old_id, f"{blogs.BLOG}.post-9")
    assert isinstance(spam, Passed)


@pytest.mark.parametrize(
    ("status", "password", "is_seen", "is_taken"),
    [
        ("publish", "", True, True), ("future", "", True, True), ("draft", "", False, True),
        ("pending", "", False, True), ("private", "", False, True),
        ("publish", "x", False, True), ("trash", "", False, False),
    ],
)  # fmt: skip
def test_what_was_not_public_in_wordpress_is_a_draft(
    tmp_path, status, password, is_seen, is_taken
):
    path = blogs.wordpress(
        tmp_path / "x.xml", blogs.item(1, "А", status=status, password=password)
    )

    (found,) = read(path)

    assert isinstance(found, Entry) == is_taken
    assert is_taken is False or (found.published_at is not None) == is_seen


def test_wordpress_has_people_comments_and_two_addresses(tmp_path):
    inner = blogs.wp_remark(1, "Так") + blogs.wp_remark(2, "Ні", parent=1, approved="0")
    inner += blogs.wp_remark(3, "x", approved="spam") + blogs.wp_remark(
        4, "x", kind="pingback"
    )
    path = blogs.wordpress(
        tmp_path / "x.xml",
        blogs.item(5, "А", inner=inner, labels=[("category", "Скани"), ("category", "Без рубрики")]),
        blogs.item(6, "", kind="attachment", url="https://x.test/a.jpg"),
        blogs.item(7, "", kind="nav_menu_item"),
        blogs.item(8, "x", kind="product"),
    )  # fmt: skip

    entry, first, answer, *passed = read(path)

    assert entry.authors == ("Ніна Коваль",)
    assert entry.addresses == ("/2015/06/запис-5", "/?p=5")
    assert entry.labels == (("Скани", "/category/скани"),)
    assert isinstance(first, Remark)
    assert (answer.parent_id, answer.is_shown) == (first.old_id, False)
    assert [type(one) for one in passed] == [Passed, Passed, Passed]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("Вечір у бібліотеці", "uk"), ("Вечер, который был", "ru"), ("An evening", "en"),
        ("Казка", "uk"), ("2014", "uk"), ("Программа Windows и мышь", "ru"),
    ],
)  # fmt: skip
def test_languages_are_told_by_their_letters(words, code):
    assert saying.language(words, otherwise="uk") == code


def test_pictures_are_found_by_name_then_by_what_is_above(tmp_path):
    for name in ("2014/05/a.jpg", "2015/06/a.jpg", "міст.JPG", "b (1).png"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    (tmp_path / "link.jpg").symlink_to("/etc/hostname")
    found = Folder(tmp_path).find

    assert (
        found(["https://x/wp-content/uploads/2014/05/a-300x200.jpg"]).parent.name
        == "05"
    )
    assert found(["https://x/wp-content/uploads/2015/06/a.jpg?w=3"]).parent.name == "06"
    assert found(["https://x/no.jpg", BIG]).name == "міст.JPG"
    assert (
        found(["https://x/s320/%25D0%25BC%25D1%2596%25D1%2581%25D1%2582.jpg"]).name
        == "міст.JPG"
    )
    assert found(["https://x/b+(1).png"]).name == "b (1).png"
    for url in ("https://x/link.jpg", "https://x/", "http://[x", ""):
        assert found([url]) is None


@pytest.mark.parametrize(
    ("path", "query", "key"),
    [
        ("/2014/05/a.html", "m=1", "/2014/05/a.html"),
        ("/2014/05/%D0%B0/", "", "/2014/05/а"),
        ("/", "p=12", "/?p=12"), ("/", "page_id=12&x=1", "/?p=12"),
        ("/", "p=١", ""), ("/", "p=x", ""), ("/", "", ""), ("/", "a&" * 500, ""),
        ("/a\x00b", "", ""), ("/" + "a" * 500, "", ""), ("http:", "", ""),
    ],
)  # fmt: skip
def test_what_an_old_address_is_known_by(path, query, key):
    assert key_of(path, query) == key


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("http://a.blogspot.com/x", "a.blogspot."), ("https://www.a.blogspot.ru", "a.blogspot."),
        ("//A.example:80/x", "a.example"), ("a.example", "a.example"), ("http://[x", ""),
    ],
)  # fmt: skip
def test_a_blog_has_one_host_in_all_countries(url, host):
    assert host_of(url) == host
