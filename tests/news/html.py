"""What people paste and what attackers write → what is kept, word for word."""

WORD_LIST = (
    '<p class=MsoListParagraphCxSpFirst style="text-indent:-18.0pt;mso-list:l0 level1 lfo1">'
    "<![if !supportLists]><span style='font-family:Symbol;mso-list:Ignore'>·<span "
    'style="font:7.0pt &quot;Times New Roman&quot;">&nbsp;&nbsp; </span></span><![endif]>'
    "<span lang=UK>перше<o:p></o:p></span></p>"
    '<p class=MsoListParagraphCxSpMiddle style="mso-list:l0 level2 lfo1">'
    '<span style="mso-list:Ignore">o</span>глибше</p>'
    '<p class=MsoListParagraphCxSpLast style="mso-list:l0 level1 lfo1">'
    '<span style="mso-list:Ignore">·</span>друге</p>'
    '<p class=MsoListParagraph style="mso-list:l1 level1 lfo2">'
    '<span style="mso-list:Ignore">1.</span>раз</p>'
)
X = "https://evil.example/"
PICTURE = '<img src="/media/a/1.webp" alt="Міст">'

HOSTILE = {
    "script": ("<p>A<script>alert(1)</script>B</p>", "<p>AB</p>"),
    "script alone": ("<script>alert(1)</script>", ""),
    "script in words": ("a & b<script>x</script>", "<p>a &amp; b</p>"),
    "script, half": ("<p>A</p><script>alert(1)", "<p>A</p>"),
    "script, odd letters": ("<ScRiPt >x</sCrIpT\n>A", "<p>A</p>"),
    "script in script": ("<scr<script>ipt>x</script>A", "<p>ipt&gt;xA</p>"),
    "style": ("<style>*{display:none}</style><p>A</p>", "<p>A</p>"),
    "style, attribute": ('<p style="position:fixed" class="x" id="y">A</p>', "<p>A</p>"),
    "on*": ('<p onclick="x()" OnMouseOver=x()>A</p>', "<p>A</p>"),
    "on* without quotes": ("<img/src=/a.png/onerror=x()>", '<p><img src="/a.png/onerror=x()" alt=""></p>'),
    "on* after a slash": ('<img src="/a.png"/onerror=alert(1)>', '<p><img src="/a.png" alt=""></p>'),
    "iframe": (f'<p>A</p><iframe src="{X}">B</iframe>', "<p>A</p>"),
    "srcdoc": ("<iframe srcdoc='<script>x</script>'></iframe>A", "<p>A</p>"),
    "object": (f'<object data="{X}"><p>A</p></object>B', "<p>B</p>"),
    "embed": (f'<embed src="{X}">A', "<p>A</p>"),
    "svg": ("<svg><script>alert(1)</script><text>A</text></svg>B", "<p>B</p>"),
    "svg onload": ("<svg/onload=alert(1)>A", ""),
    "svg, changed by parsing": ("<svg></p><style><a id='</style><img src=1 onerror=x()>'>A", '<p>\'&gt;A</p>'),
    "math, changed by parsing": (
        "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=x()&gt;'>A",
        "",
    ),
    "noscript": ("<noscript><p title='</noscript><img src=x onerror=x()>'></noscript>A", "<p>'&gt;A</p>"),
    "template": ("<template><p>A</p></template>B", "<p>B</p>"),
    "base": (f'<base href="{X}"><p>A</p>', "<p>A</p>"),
    "meta refresh": (f'<meta http-equiv=refresh content="0;url={X}"><p>A</p>', "<p>A</p>"),
    "link": (f'<link rel=stylesheet href="{X}"><p>A</p>', "<p>A</p>"),
    "form": (f'<form action="{X}"><input name=a value=b><button>A</button></form>', "<p>A</p>"),
    "textarea": ("<textarea><p>A</p></textarea><p>B</p>", "<p>B</p>"),
    "select": ("<select><option>A</option></select>B", "<p>B</p>"),
    "comment": ("<p>A<!-- B --></p>", "<p>A</p>"),
    "comment, half": ("<p>A</p><!-- B <p>C</p>", "<p>A</p>"),
    "comment, closed early": ("<!--><p>A</p>-->", "<p>A</p>\n<p>--&gt;</p>"),
    "CDATA": ("<![CDATA[<script>x</script>]]><p>A</p>", "<p>x]]&gt;</p>\n<p>A</p>"),
    "processing instruction": ("<?php echo 1 ?><p>A</p>", "<p>A</p>"),
    "javascript:": ('<a href="javascript:alert(1)">A</a>', "<p>A</p>"),
    "javascript, letters": ('<a href="JaVaScRiPt:alert(1)">A</a>', "<p>A</p>"),
    "javascript, tab": ('<a href="java\tscript:alert(1)">A</a>', "<p>A</p>"),
    "javascript, line": ('<a href="java&#10;script:alert(1)">A</a>', "<p>A</p>"),
    "javascript, entities": ('<a href="&#106;avascript&colon;alert(1)">A</a>', "<p>A</p>"),
    "javascript, blank": ('<a href=" &#1;javascript:alert(1)">A</a>', "<p>A</p>"),
    "javascript, null byte": ('<a href="java\0script:alert(1)">A</a>', "<p>A</p>"),
    "javascript, without quotes": ("<a href=javascript:alert(1)>A</a>", "<p>A</p>"),
    "javascript behind a blank that nobody sees": ('<a href="\u200bjavascript:x">A</a>', "<p>A</p>"),
    "vbscript:": ('<a href="vbscript:x">A</a>', "<p>A</p>"),
    "data:": ('<a href="data:text/html,<script>x</script>">A</a>', "<p>A</p>"),
    "blob:": ('<a href="blob:https://a.example/1">A</a>', "<p>A</p>"),
    "file:": ('<a href="file:///C:/Users/a.doc">A</a>', "<p>A</p>"),
    "no address": ("<a>A</a>", "<p>A</p>"),
    "empty address": ('<a href="">A</a>', "<p>A</p>"),
    "to nowhere": ('<a href="#">A</a> <a href="http://">B</a>', "<p>A B</p>"),
    "to a mark of Word": ('<a href="#_Toc12">A</a><a name="_Toc12">B</a>', "<p>AB</p>"),
    "broken address": ('<a href="http://[::1">A</a>', "<p>A</p>"),
    "target": (f'<a href="{X}" target=_blank rel=opener ping="{X}">A</a>', f'<p><a href="{X}" rel="noopener">A</a></p>'),
    "picture of another host": (f'<p>A<img src="{X}a.png" alt="B"></p>', "<p>A</p>"),
    "picture of another host, short": ('<img src="//evil.example/a.png">A', "<p>A</p>"),
    "picture of another host, turned": ('<img src="/\\evil.example/a.png">A', "<p>A</p>"),
    "picture of another host, parted": ('<img src="/&#9;/evil.example/a.png">A', "<p>A</p>"),
    "data: picture": ('<img src="data:image/svg+xml,<svg onload=x()>">A', "<p>A</p>"),
    "srcset": (f'<img src="/a.png" srcset="{X}a.png 2x" sizes=1px>', '<p><img src="/a.png" alt=""></p>'),
    "picture set": (f'<picture><source srcset="{X}">{PICTURE}</picture>', f"<p>{PICTURE}</p>"),
    "video": (f'<video src="{X}" poster="{X}">A</video>', "<p>A</p>"),
    "background": (f'<table background="{X}"><tr><td>A</table>', "<p>A</p>"),
    "null bytes": ("<p>A\0B</p>\0", "<p>AB</p>"),
    "half of a pair": ("<p>A\ud800B</p>", "<p>AB</p>"),
    "turned around": ("<p>A\u202eB\u2066C</p>", "<p>ABC</p>"),
    "template syntax": (
        "<p>{{ settings.SECRET_KEY }} {% debug %} %(x)s {0.__class__}</p>",
        "<p>{{ settings.SECRET_KEY }} {% debug %} %(x)s {0.__class__}</p>",
    ),
    "template syntax in an address": ('<a href="{{ x }}">A</a>', "<p>A</p>"),
    "entities stay words": ("<p>&lt;script&gt;x&lt;/script&gt;</p>", "<p>&lt;script&gt;x&lt;/script&gt;</p>"),
    "lines of JSON": ("<p>A\u2028B</p>", "<p>A\u2028B</p>"),
    "own elements": ("<x-evil is=a onclick=x>A</x-evil>", "<p>A</p>"),
    "tag, half": ("<p>A</p><a href=", "<p>A</p>"),
    "quote, half": ('<p title="A>B</p>', ""),
}  # fmt: skip

PASTED = {
    "Word": (
        '<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta name=Generator '
        'content="Microsoft Word 15"><title>Лист</title><style><!-- p.MsoNormal {margin:0} -->'
        "</style><!--[if gte mso 9]><xml><w:WordDocument/></xml><![endif]--></head><body lang=UK>"
        '<p class=MsoNormal align=center style="mso-margin-top-alt:auto"><b><span lang=UK '
        'style="font-size:14.0pt;mso-ansi-language:UK">Вечір\nпам’яті<o:p></o:p></span></b></p>'
        "<p class=MsoNormal><o:p>&nbsp;</o:p></p></body></html>",
        "<p><strong>Вечір пам’яті</strong></p>",
    ),
    "Word, a list": (
        WORD_LIST,
        "<ul><li>перше<ul><li>глибше</li></ul></li><li>друге</li></ul>\n<ol><li>раз</li></ol>",
    ),
    "Word, headings": ("<h1>A</h1><h4>B</h4><h6></h6>", "<h2>A</h2>\n<h3>B</h3>"),
    "Word, xml": ("<xml><w:View>Normal</w:View></xml><p>A</p>", "<p>A</p>"),
    "Word, condition": ("<!--[if mso]><p>A</p><![endif]--><p>B</p>", "<p>B</p>"),
    "Google Docs": (
        '<meta charset="utf-8"><b style="font-weight:normal;" id="docs-internal-guid-1"><p '
        'dir="ltr"><span style="font-size:11pt;font-weight:400;">Перший </span><span '
        'style="font-weight:700;">крок</span></p><br><ul><li dir="ltr" style="list-style-type:'
        'disc;"><p dir="ltr"><span style="font-style:italic">раз</span></p></li></ul></b>',
        "<p>Перший <strong>крок</strong></p>\n<ul><li><em>раз</em></li></ul>",
    ),
    "LibreOffice": (
        '<p lang="uk-UA" style="margin-bottom: 0cm"><font face="Arial"><font size="4">A</font>'
        "</font></p>",
        '<p lang="uk-UA">A</p>',
    ),
    "font and center": ("<center><font color=red>A</font></center>", "<p>A</p>"),
    "span with style": ('<p><span style="color:red">A</span> B</p>', "<p>A B</p>"),
    "bold twice": ("<p><b>A</b><strong>B</strong></p>", "<p><strong>AB</strong></p>"),
    "bold in bold": ("<p><b>A<b>B</b></b></p>", "<p><strong>AB</strong></p>"),
    "bold and slanted": (
        '<p><span style="font-weight:bold;font-style:italic">A</span></p>',
        "<p><strong><em>A</em></strong></p>",
    ),
    "bold of nothing": ("<p>A<b> </b>B<i></i></p>", "<p>A B</p>"),
    "bold around blocks": ("<b><p>A</p><p>B</p></b>", "<p>A</p>\n<p>B</p>"),
    "empty paragraphs": ("<p></p><p>&nbsp;</p><p><br></p><p>A</p>", "<p>A</p>"),
    "div": ("<div><div>A</div>B</div>", "<p>A</p>\n<p>B</p>"),
    "Blogger's lines": ("A<br /><br />B<br/>C", "<p>A</p>\n<p>B<br>C</p>"),
    "a table": ("<table><tr><td>A<td>B<tr><td>C<td></table>", "<p>A · B</p>\n<p>C</p>"),
    "list in a list, outside": ("<ul><li>A</li><ul><li>B</li></ul></ul>", "<ul><li>A<ul><li>B</li></ul></li></ul>"),
    "item without a list": ("<li>A</li>", "<ul><li>A</li></ul>"),
    "two paragraphs in an item": ("<ol><li><p>A</p><p>B</p></li></ol>", "<ol><li><p>A</p><p>B</p></li></ol>"),
    "quote": ("<blockquote>A</blockquote>", "<blockquote><p>A</p></blockquote>"),
    "quotes in quotes": ("<blockquote>" * 10_000 + "A", "<blockquote>" * 8 + "<p>A</p>" + "</blockquote>" * 8),
    "bold, very deep": ("<b><i>" * 10_000 + "A", "<p><strong><em>A</em></strong></p>"),
    "a rule": ("A<hr>B", "<p>A</p>\n<hr>\n<p>B</p>"),
    "blanks": ("<p>\n  A \n B\t</p>", "<p>A B</p>"),
    "blank that binds": ("<p>м.&nbsp;Київ</p>", "<p>м.&nbsp;Київ</p>"),
    "link": ('<a href="https://a.example/б?x=1&y=2" title="T">A</a>', '<p><a href="https://a.example/б?x=1&amp;y=2" title="T" rel="noopener">A</a></p>'),
    "link without scheme": ('<a href="www.a.example">A</a>', '<p><a href="https://www.a.example" rel="noopener">A</a></p>'),
    "link to a mailbox": ('<a href="a@b.example">A</a>', '<p><a href="mailto:a@b.example" rel="noopener">A</a></p>'),
    "link to ours": ('<a href="/items/ST-000001/">A</a>', '<p><a href="/items/ST-000001/" rel="noopener">A</a></p>'),
    "figure": (f"<figure>{PICTURE}<figcaption>A</figcaption></figure>", f"<figure>{PICTURE}<figcaption>A</figcaption></figure>"),
    "figure without its picture": (f'<figure><img src="{X}"><figcaption>A</figcaption></figure>', "<p>A</p>"),
    "our picture, whole address": ('<img src="http://localhost:8000/media/a/1.webp" alt="Міст">', f"<p>{PICTURE}</p>"),
    "block alone": ("<p>ST-000001</p><p>[[1 2]]</p>", "<p>ST-000001</p>\n<p>[[1 2]]</p>"),
    "words of stars": ("*" * 1_000_000, "*" * 1_000_000),
    "stars in a paragraph": ("<p>" + "*" * 1_000_000, "<p>" + "*" * 1_000_000 + "</p>"),
    "words without tags": ("a < b & c > d\n\nдруге", "a < b & c > d\n\nдруге"),
    "nothing": ("", ""),
}  # fmt: skip
