"""Exports of blogs as Blogger, Google Takeout and WordPress write them."""

from html import escape
from pathlib import Path
from urllib.parse import quote

KIND = "http://schemas.google.com/g/2005#kind"
BLOG = "tag:blogger.com,1999:blog-7"
SITE = "http://biblio-tsentr.blogspot.com"
WORDPRESS = "https://biblioteka.example"


def blogger(path: Path, *entries: str, end: str = "</feed>") -> Path:
    """Write a feed as Blogger did until Takeout: settings first, then what it holds."""
    settings = (
        f"<entry><id>{BLOG}.settings.BLOG_NAME</id><title>Name</title>"
        f"<category scheme='{KIND}' term='http://schemas.google.com/blogger/2008/kind#settings'/>"
        "<content>x</content></entry>"
    )
    whole = (
        "<?xml version='1.0' encoding='UTF-8'?><feed xmlns='http://www.w3.org/2005/Atom'"
        " xmlns:thr='http://purl.org/syndication/thread/1.0'>"
        f"<id>{BLOG}.archive</id><title>Blog</title>"
        f"<link rel='alternate' type='text/html' href='{SITE}/'/>"
        f"{settings}{''.join(entries)}{end}"
    )
    path.write_text(whole, encoding="utf-8")
    return path


def entry(number: int, body: str, **more) -> str:
    """Give one post; `kind`, `labels`, `draft`, `at`, `title` and `path` as wanted."""
    kind, title = more.get("kind", "post"), more.get("title", f"Запис номер {number}")
    labels = "".join(
        f"<category scheme='http://www.blogger.com/atom/ns#' term='{escape(one)}'/>"
        for one in more.get("labels", ())
    )
    draft = (
        "<app:control xmlns:app='http://www.w3.org/2007/app'><app:draft>yes</app:draft>"
        "</app:control>"
        if more.get("draft")
        else ""
    )
    where = more.get("path", f"/2014/05/{number}.html")
    return (
        f"<entry><id>{BLOG}.post-{number}</id>"
        f"<published>{more.get('at', '2014-05-01T10:00:00.000+03:00')}</published>"
        f"<category scheme='{KIND}' term='http://schemas.google.com/blogger/2008/kind#{kind}'/>"
        f"{labels}<title type='text'>{escape(title)}</title>"
        f"<content type='html'>{escape(body)}</content>"
        f"<link rel='alternate' type='text/html' href='{SITE}{where}'/>"
        "<author><name>Ніна Коваль</name><uri>http://blogger.com/profile/1</uri>"
        f"<email>noreply@blogger.com</email></author>{draft}</entry>"
    )


def remark(number: int, post: int, body: str, *, answers: int = 0, **more) -> str:
    """Give one comment, or an answer to another."""
    related = (
        f"<link rel='related' href='http://www.blogger.com/feeds/7/{post}/comments/default/{answers}'/>"
        if answers
        else ""
    )
    return (
        f"<entry><id>{BLOG}.post-{number}</id>"
        f"<published>{more.get('at', '2014-05-02T10:00:00.000+03:00')}</published>"
        f"<category scheme='{KIND}' term='http://schemas.google.com/blogger/2008/kind#comment'/>"
        f"<title>x</title><content type='html'>{escape(body)}</content>{related}"
        f"<author><name>{more.get('name', 'Галина')}</name>"
        f"<uri>{more.get('uri', '')}</uri></author>"
        f"<thr:in-reply-to href='{SITE}/x.html' ref='{BLOG}.post-{post}'/></entry>"
    )


def takeout(path: Path, *rows: tuple[str, str, str]) -> Path:
    """Write a feed as Google Takeout does: rows of number, type and what is in them."""
    parts = "".join(
        f"<entry><id>{BLOG}.post-{number}</id><blogger:type>{kind}</blogger:type>{inner}"
        "</entry>"
        for number, kind, inner in rows
    )
    path.write_text(
        "<?xml version='1.0' encoding='utf-8'?><feed xmlns='http://www.w3.org/2005/Atom'"
        f" xmlns:blogger='http://schemas.google.com/blogger/2018'><id>{BLOG}</id>"
        f"<title>Blog</title>{parts}</feed>",
        encoding="utf-8",
    )
    return path


def wordpress(path: Path, *items: str) -> Path:
    """Write a WXR with one author."""
    path.write_text(
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"'
        ' xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"'
        ' xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>Blog</title>'
        f"<link>{WORDPRESS}</link><wp:base_blog_url>{WORDPRESS}</wp:base_blog_url>"
        "<wp:author><wp:author_login>nina</wp:author_login>"
        "<wp:author_email>canary@library.test</wp:author_email>"
        "<wp:author_display_name>Ніна Коваль</wp:author_display_name></wp:author>"
        f"{''.join(items)}</channel></rss>",
        encoding="utf-8",
    )
    return path


def item(number: int, body: str, **more) -> str:
    """Give one item of a WXR; `inner` is put inside, `kind` and `status` as wanted."""
    labels = "".join(
        f'<category domain="{domain}" nicename="{quote(name.lower())}"><![CDATA[{name}]]></category>'
        for domain, name in more.get("labels", ())
    )
    slug = quote(more.get("slug", f"запис-{number}")).lower()
    values = {
        "post_id": number, "post_date": more.get("at", "2015-06-01 10:00:00"),
        "post_date_gmt": more.get("gmt", "2015-06-01 07:00:00"),
        "status": more.get("status", "publish"), "post_type": more.get("kind", "post"),
        "post_password": more.get("password", ""),
        "attachment_url": more.get("url", ""),
    }  # fmt: skip
    said = "".join(f"<wp:{name}>{value}</wp:{name}>" for name, value in values.items())
    return (
        f"<item><title>{escape(more.get('title', f'Запис номер {number}'))}</title>"
        f"<link>{more.get('link', f'{WORDPRESS}/2015/06/{slug}/')}</link>"
        "<dc:creator><![CDATA[nina]]></dc:creator>"
        f"<content:encoded><![CDATA[{body}]]></content:encoded>{said}{labels}"
        f"{more.get('inner', '')}</item>"
    )


def wp_remark(number: int, body: str, **more) -> str:
    """Give one comment of a WXR."""
    values = {
        "comment_id": number, "comment_author": more.get("name", "Галина"),
        "comment_author_email": "canary@reader.test", "comment_author_IP": "203.0.113.9",
        "comment_date_gmt": more.get("gmt", "2015-06-02 07:00:00"),
        "comment_content": f"<![CDATA[{body}]]>",
        "comment_approved": more.get("approved", "1"),
        "comment_type": more.get("kind", "comment"),
        "comment_parent": more.get("parent", 0), "comment_user_id": more.get("user", 0),
    }  # fmt: skip
    said = "".join(f"<wp:{name}>{value}</wp:{name}>" for name, value in values.items())
    return f"<wp:comment>{said}</wp:comment>"
