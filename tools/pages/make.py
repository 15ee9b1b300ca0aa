#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes corpus/html out of corpus/articles: python3 tools/pages/make.py

Forty pages, eight layouts as news sites have them, five articles in each. The words are those of the articles; around
them stands what stands around articles: menus, captions, cookie notes, links to other stories (of injuries, so that it
shows if they are read), comments. Within sentences there are links, emphasis, entities and line ends. Some markup is
broken, as it is on real pages. The same input gives the same pages. tests/pages.sh holds them against the articles.
"""
import html
import json
import pathlib
import random
import re

ROOT = pathlib.Path(__file__).resolve().parents[2]
ARTICLES = ROOT / "corpus" / "articles"
PAGES = ROOT / "corpus" / "html"

LAYOUTS = {
    "broadsheet": ["04", "13", "19", "25", "27"],
    "tabloid": ["03", "05", "20", "22", "23"],
    "broadcaster": ["02", "11", "16", "17", "18"],
    "club": ["05", "09", "24", "26", "28"],
    "wire": ["01", "12", "13", "14", "15"],
    "mobile": ["06", "08", "10", "19", "28"],
    "live": ["06", "07", "20", "21", "25"],
    "app": ["01", "10", "12", "15", "26"],
}

NAMED = {"é": "eacute", "á": "aacute", "ö": "ouml", "ü": "uuml", "ø": "oslash", "ñ": "ntilde", "ç": "ccedil", "ó": "oacute",
         "í": "iacute", "£": "pound", "€": "euro", "–": "ndash", "—": "mdash", "‘": "lsquo", "’": "rsquo", "“": "ldquo",
         "”": "rdquo", "…": "hellip", "½": "frac12"}

TEASERS = [
    "Striker Kofi Brandt ruled out for six weeks with a torn hamstring",
    "Ansah to have knee surgery, says his agent",
    "‘My ankle is gone’: Lukas Maier on the injury that ended his season",
    "Goalkeeper Jonas Ek breaks his wrist in training",
    "Cup draw: who plays whom in round four",
    "Five things we learned at the weekend",
]


class Article:
    def __init__(self, number):
        path = next(ARTICLES.glob(number + "-*.txt"))
        raw = path.read_bytes()
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = raw.decode("cp1252")
        text = text.replace("\r\n", "\n")
        found = re.match(r"\s*date (\d{4}-\d\d-\d\d)\s", text)
        self.date = found.group(1) if found else None
        parts = re.split(r"\n\s*\n", text[found.end() if found else 0:].strip())
        self.stem = path.stem
        self.title = parts[0].strip()
        self.paragraphs = [p.strip() for p in parts[1:]]
        self.whole = parts[0].strip() if len(parts) == 1 else None  # a wire story without blank lines
        self.random = random.Random(self.stem)


class Writer:
    """Text to HTML, in the manner of one site."""

    def __init__(self, article, entities="none", marks=(), quotes=False, wrap=0):
        self.r, self.entities, self.marks, self.quotes, self.wrap = article.random, entities, marks, quotes, wrap

    def letter(self, c):
        if c in "&<>":
            return html.escape(c)
        if c == '"' and self.quotes:
            return "&quot;"
        if c == "'" and self.quotes:
            return "&#39;"
        if ord(c) < 128 or self.entities == "none":
            return c
        if self.entities == "named" and c in NAMED:
            return "&%s;" % NAMED[c]
        if self.entities == "hex":
            return "&#x%X;" % ord(c)
        return "&#%d;" % ord(c)

    def text(self, s):
        return "".join(self.letter(c) for c in s)

    def words(self, s):
        """Some words linked or emphasised, lines broken in the source, a blank that may not break here and there."""
        out, column = [], 0
        for line in s.split("\n"):
            if out:
                out.append("<br>\n")
            words = line.split(" ")
            i = 0
            while i < len(words):
                n = 1
                piece = self.text(words[i])
                if self.marks and words[i] and self.r.random() < 0.07:
                    n = min(self.r.randint(1, 3), len(words) - i)
                    before, after = self.r.choice(self.marks)
                    piece = before + self.text(" ".join(words[i:i + n])) + after
                if i:
                    column += len(piece) + 1
                    if self.wrap and column > self.wrap:
                        out.append("\n" + " " * self.r.choice([0, 0, 8]))
                        column = 0
                    elif self.wrap and words[i][:1].isdigit() and self.r.random() < 0.3:
                        out.append("&nbsp;")
                    else:
                        out.append(" ")
                out.append(piece)
                i += n
        return "".join(out)


def teasers(r, n):
    return r.sample(TEASERS, n)


def day_words(date):
    months = "January February March April May June July August September October November December".split()
    return "%d %s %s" % (int(date[8:]), months[int(date[5:7]) - 1], date[:4])


def broadsheet(a):
    w = Writer(a, "none", [('<a href="https://www.thecourant.example/football/team" data-link-name="in body link">', "</a>"),
                           ("<em>", "</em>"), ('<a href="/sport/2015/nov/28/x">', "</a>")], wrap=0)
    data = [{"@context": "http://schema.org", "@type": "Organization", "name": "The Courant", "url": "https://www.thecourant.example"},
            {"@context": "http://schema.org", "@type": "NewsArticle", "headline": a.title, "author": [{"@type": "Person", "name": "Nora Petts"}],
             "image": ["https://i.thecourant.example/1.jpg"]}]
    if a.date:
        data[1]["datePublished"] = a.date + "T17:30:11.000Z"
        data[1]["dateModified"] = "2024-02-02T08:00:00.000Z"
    body = []
    for i, p in enumerate(a.paragraphs):
        body.append('<p class="dcr-94x7">%s</p>' % w.words(p))
        if i == 1:
            t = teasers(a.random, 1)[0]
            body.append('<aside class="element element-rich-link" data-component="rich-link"><div><p class="rich-link__kicker">Related: </p>'
                        '<a href="/x"><h2 class="rich-link__title">%s</h2></a></div></aside>' % w.text(t))
        if i == 3:
            body.append('<figure class="element element-image"><picture><source srcset="2.jpg"><img alt="Kofi Brandt holds his knee" src="2.jpg">'
                        '</picture><figcaption><span class="caption__icon"></span>Kofi Brandt, who tore a knee ligament in May, watches from '
                        'the stand on Saturday. Photograph: T Moss/Courant</figcaption></figure>')
    links = "".join('<li class="fc-item"><a href="/%d"><span class="kicker">Football</span> %s</a></li>' % (i, w.text(t))
                    for i, t in enumerate(teasers(a.random, 4)))
    return """<!DOCTYPE html>
<html lang="en" class="has-page-skin">
<head>
<meta charset="utf-8">
<title>%s | Football | The Courant</title>
<meta property="og:title" content="%s">
<script>window.courant = {config: {page: "<p>Ade Ansah has broken his leg.</p>", isPaid: false}};</script>
<script type="application/ld+json">%s</script>
<style>.dcr-94x7 { margin: 0 0 1rem }</style>
</head>
<body>
<a href="#maincontent" class="skip-to">Skip to main content</a>
<div id="sp-message-container" role="dialog" aria-label="Cookies"><p>We and our 187 partners store cookies on your device, read them, and use them to select advertising. You can change your mind at any time.</p><button>Yes, I am happy</button></div>
<header class="site-header"><div class="logo">The Courant</div>
<nav data-component="nav"><ul><li><a href="/news">News</a></li><li><a href="/opinion">Opinion</a></li><li><a href="/sport">Sport</a><ul><li><a href="/football">Football</a></li><li><a href="/cricket">Cricket</a></li></ul></li></ul></nav></header>
<main id="maincontent">
<article>
<div class="dcr-meta-grid"><a href="/football">Football</a></div>
<h1 class="dcr-headline">%s</h1>
<div class="byline"><address>Nora Petts at the ground</address></div>
<details><summary>%s</summary></details>
<ul class="social"><li><a href="https://social.example/share">Share</a></li></ul>
<div class="article-body-commercial-selector dcr-body">
%s
<div class="ad-slot ad-slot--inline" aria-hidden="true">Advertisement</div>
</div>
<div class="submeta"><span>Topics</span><ul class="topics"><li><a href="/a">Premier League</a></li><li><a href="/b">match reports</a></li></ul></div>
</article>
<section class="onwards"><h2>More on this story</h2><ul>%s</ul></section>
<section id="comments" class="discussion"><h2>Comments (212)</h2><p>I have been a season ticket holder for thirty years, and my knee hurts too, but nobody asks me about it, do they.</p></section>
</main>
<footer><p>All today's stories. Ansah has not recovered from his injury. &copy; 2024 The Courant or its affiliated companies. All rights reserved.</p></footer>
</body>
</html>
""" % (w.text(a.title), html.escape(a.title), json.dumps(data), w.words(a.title), w.text(day_words(a.date)) if a.date else "First published",
       "\n".join(body), links)


def tabloid(a):
    w = Writer(a, "hex", [("<strong>", "</strong>"), ('<a href="https://dailyhoot.example/all-about/x" target="_blank">', "</a>"), ("<b>", "</b>")],
               quotes=True, wrap=90)
    body = []
    for i, p in enumerate(a.paragraphs):
        body.append("<p>%s</p>" % (("<strong>%s</strong>" % w.text(p)) if i == 0 else w.words(p)))
        if i in (1, 5):
            body.append('<p><a href="/sport/%d"><strong>READ MORE: %s</strong></a></p>' % (i, w.text(teasers(a.random, 1)[0])))
        if i == 2:
            body.append('<div class="mod-image"><img src="x.jpg" data-src="y.jpg"><div class="image-caption"><span>Kofi Brandt limps off '
                        'with a hamstring injury at the weekend</span> <span class="image-credit">(Image: Hoot Sport)</span></div></div>')
        if i == 4:
            body.append('<div class="inline-newsletter-signup"><h3>Get the Hoot in your inbox</h3><p>Sign up for our daily football email, '
                        'with injury news and gossip, delivered each morning.</p><form><input type="email"><button>Subscribe</button></form></div>')
        if i == 6:
            body.append('<div class="video-embed"><script>window.player("Ansah breaks ankle")</script><noscript><p>Video: Jonas Ek breaks his wrist.</p></noscript></div>')
    crumbs = {"@context": "http://schema.org", "@type": "BreadcrumbList", "itemListElement": [{"@type": "ListItem", "position": 1, "name": "Sport"}]}
    story = {"@context": "http://schema.org", "@type": ["NewsArticle"], "headline": a.title[:110]}
    if a.date:
        story["datePublished"] = a.date + "T07:45:00+00:00"
    cards = "".join('<div class="teaser"><a href="/%d"><img alt=""><h2>%s</h2></a><p>%s. Click to see the pictures, and have your say.</p></div>'
                    % (i, w.text(t), w.text(t)) for i, t in enumerate(teasers(a.random, 3)))
    return """<!doctype html>
<html lang=en>
<head><meta charset=utf-8>
<title>%s - Daily Hoot</title>
<link rel="canonical" href="https://dailyhoot.example/sport/x">
<script type="application/ld+json">
[%s,
 %s]
</script>
</head>
<body class="article-type-news sport has-sidebar js-ads">
<div id="onetrust-consent-sdk"><div class="ot-sdk-row"><p>We value your privacy, and so do our partners, who process personal data such as unique identifiers.</p></div></div>
<div class="masthead"><a class=logo href=/>Daily Hoot</a>
<ul class="nav-primary"><li><a href=/news>News</a><li><a href=/football>Football</a><li><a href=/celebs>Celebs</a><li><a href=/tv>TV</a></ul></div>
<div class="breaking-news-banner">BREAKING: <a href=/1>Ansah out for the season with knee injury</a></div>
<div class="page-wrap">
<div class="left-col">
<div class="lead-content">
<h1 class="section-theme-background">%s</h1>
<p class="sub-title" hidden>Exclusive by our sports team</p>
<div class="author-info"><span class="author">By <a href="/authors/bb">Barry Blunt</a> Football writer</span> <span class="time-info">%s</span></div>
<div class="social-sites"><a>Facebook</a><a>Twitter</a><a>Comments</a></div>
</div>
<div class="article-body" data-article-id="990">
%s
</div>
<div class="tag-list"><ul><li><a href=/all-about/x>Injuries</a></li><li><a href=/all-about/y>Transfer News</a></li></ul></div>
<div class="comments-section"><div class="comment"><p>he has been injured all his life, my nan could play with that calf, sell him and buy Brandt, honestly</p></div></div>
</div>
<div class="right-rail"><h3>Most Read</h3>%s</div>
</div>
<div class="footer"><p>Independent Press Standards notice. Report a mistake. &copy; 2024 Hoot Group</p></div>
</body></html>
""" % (w.text(a.title), json.dumps(crumbs), json.dumps(story, indent=1).replace("/", "\\/"), w.text(a.title),
       ("07:45, " + day_words(a.date)) if a.date else "07:45", "\n".join(body), cards)


def broadcaster(a):
    w = Writer(a, "named", [("<i>", "</i>"), ('<A HREF="http://news.example/sport1/hi/x/4127895.stm">', "</A>"), ("<B>", "</B>")], wrap=70)
    body = []
    for i, p in enumerate(a.paragraphs):
        body.append(("<P CLASS=introduction><B>%s</B>" if i == 0 else "<P>%s") % w.words(p))
        if i == 1:
            body.append("<TABLE ALIGN=right WIDTH=208 CLASS=sidebar-box><TR><TD><IMG SRC=q.gif><DIV CLASS=caption>Maier's ankle injury has ended his "
                        "season</DIV></TD></TR></TABLE>")
    links = "\n".join("<LI><A HREF=/%d>%s</A>" % (i, w.text(t)) for i, t in enumerate(teasers(a.random, 3)))
    meta = '<META NAME="OriginalPublicationDate" CONTENT="%s 14:03:22" />' % a.date.replace("-", "/") if a.date else ""
    return """<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN">
<HTML>
<HEAD>
<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=iso-8859-1">
<TITLE>NEWS SPORT | Football | %s</TITLE>
<META NAME="Headline" CONTENT="%s" />
%s
<META NAME="UKFS_URL" CONTENT="/sport1/hi/x/default.stm">
</HEAD>
<BODY BGCOLOR=#FFFFFF>
<!-- toolbar 1.7 header -->
<TABLE WIDTH=100%%><TR><TD CLASS=toolbar><A HREF=/>Home</A> <A HREF=/news>News</A> <A HREF=/sport>Sport</A> <A HREF=/weather>Weather</A></TD></TR></TABLE>
<TABLE WIDTH=629 BORDER=0>
<TR>
<TD WIDTH=108 VALIGN=top CLASS=nav><A HREF=/f>Football</A><BR><A HREF=/c>Cricket</A><BR><A HREF=/r>Rugby Union</A><BR><A HREF=/t>Tennis</A><BR></TD>
<TD VALIGN=top WIDTH=416>
<H1 CLASS=sh>%s</H1>
<!-- S BO -->
<DIV CLASS=storybody>
%s
<!-- E BO -->
</DIV>
</TD>
<TD WIDTH=203 VALIGN=top CLASS=rightbar>
<DIV CLASS=seealso><B>SEE ALSO:</B><UL>
%s
</UL></DIV>
<DIV CLASS=promo>The BBS is not responsible for the content of external internet sites
<P>TOP FOOTBALL STORIES NOW
<P><A HREF=/1>Ek breaks wrist</A></DIV>
</TD></TR></TABLE>
<DIV CLASS=footer>E-mail this to a friend | Printable version | <A HREF=/help>Help</A> | &copy; MMIV</DIV>
</BODY>
</HTML>
""" % (w.text(a.title), html.escape(a.title).encode("ascii", "replace").decode(), meta, w.text(a.title), "\n".join(body), links)


def club(a):
    w = Writer(a, "decimal", [("<strong>", "</strong>"), ('<a href="https://cityrovers.example/teams/first-team/x/">', "</a>"),
                              ('<span style="font-weight: 400;">', "</span>")], wrap=0)
    body = []
    for i, p in enumerate(a.paragraphs):
        short = len(p) < 50 and not p.endswith((".", "!", "?", "”", '"', "’"))
        body.append("<h3>%s</h3>" % w.text(p) if short and i + 1 < len(a.paragraphs) else "<p>%s</p>" % w.words(p))
    meta = '<meta property="article:published_time" content="%sT15:00:00+00:00" />\n<meta property="article:modified_time" content="2023-12-31T10:00:00+00:00" />' % a.date if a.date else ""
    recent = "".join('<article class="post-card"><a href="/n/%d"><h4>%s</h4></a><p class="excerpt">%s, the club doctor said on Thursday [&hellip;]</p></article>'
                     % (i, w.text(t), w.text(t)) for i, t in enumerate(teasers(a.random, 2)))
    return """<!DOCTYPE html>
<html lang="en-GB" prefix="og: https://ogp.me/ns#">
<head>
<meta charset="UTF-8" />
<meta name="viewport" content="width=device-width, initial-scale=1" />
<title>%s &#8211; City Rovers FC</title>
%s
<script type='text/javascript' src='https://cityrovers.example/wp-includes/js/jquery.js'></script>
</head>
<body class="post-template-default single single-post postid-4711 single-format-standard wp-custom-logo">
<div id="page" class="site">
<header id="masthead" class="site-header"><p class="site-title"><a href="/">City Rovers FC</a></p><p class="site-description">Official website of the club, for news, tickets, fixtures, and the shop</p>
<nav id="site-navigation" class="main-navigation"><div class="menu-main-container"><ul id="primary-menu" class="menu"><li class="menu-item"><a href="/news">News</a></li><li class="menu-item"><a href="/tickets">Tickets</a></li><li class="menu-item"><a href="/shop">Shop</a></li></ul></div></nav></header>
<div id="content" class="site-content"><div id="primary" class="content-area"><main id="main" class="site-main">
<article id="post-4711" class="post-4711 post type-post status-publish format-standard has-post-thumbnail hentry category-news tag-injury">
<header class="entry-header"><h1 class="entry-title">%s</h1>
<div class="entry-meta"><span class="posted-on">Posted on %s</span><span class="byline"> by <span class="author vcard"><a class="url fn n" href="/author/media">Media Team</a></span></span></div></header>
<div class="post-thumbnail"><img width="1200" height="630" src="x.jpg" alt="Brandt injured his knee" /></div>
<div class="entry-content">
%s
<div class="sharedaddy sd-sharing-enabled"><h3 class="sd-title">Share this:</h3><ul><li class="share-twitter"><a href="#"><span>Click to share on Twitter</span></a></li></ul></div>
</div>
<footer class="entry-footer"><span class="cat-links">Posted in <a href="/c/news">News</a></span></footer>
</article>
<nav class="navigation post-navigation" role="navigation"><h2 class="screen-reader-text">Post navigation</h2><div class="nav-previous"><a href="/p">%s</a></div></nav>
</main></div>
<aside id="secondary" class="widget-area"><section class="widget"><h2 class="widget-title">Recent</h2>%s</section></aside>
</div>
<div class="cookie-law-info-bar"><span>This website uses cookies to improve your experience. We will assume you are ok with this, but you can opt-out if you wish.</span></div>
<footer id="colophon" class="site-footer"><div class="site-info">Copyright City Rovers FC. No part of this site may be reproduced.</div></footer>
</div>
</body>
</html>
""" % (w.text(a.title), meta, w.words(a.title), day_words(a.date) if a.date else "a weekday", "\n".join(body), w.text(teasers(a.random, 1)[0]), recent)


def wire(a):
    w = Writer(a, "none", [("<b>", "</b>"), ("<font color=#000080>", "</font>"), ('<a href="story.asp?id=77">', "</a>")], wrap=80)
    meta = '<meta name="date" content="%s">' % a.date if a.date else ""
    if a.whole:
        head, rest = a.whole.split("\n", 1)
        title, story = head, "<pre>\n%s\n%s\n</pre>" % (w.text(head), w.text(rest))
    else:
        title = a.title
        story = "<h1><font size=4>%s</font></h1>\n<font face=arial size=2>%s\n" % (w.text(title), "<br><br>\n".join(w.words(p) for p in a.paragraphs))
    links = "<br>\n".join("<a href=story.asp?id=%d>%s</a>" % (i, w.text(t)) for i, t in enumerate(teasers(a.random, 3)))
    return """<html>
<head>
<meta http-equiv="Content-Type" content="text/html; charset=windows-1252">
<title>%s - Pennine Newswire</title>
%s
</head>
<body bgcolor="#ffffff" text="#000000">
<center><a href="/"><img src="logo.gif" border=0 alt="Pennine Newswire"></a></center>
<table width="100%%" cellpadding=4><tr><td width=120 valign=top bgcolor="#dddddd"><font size=1>
<a href=world.asp>World</a><br><a href=business.asp>Business</a><br><a href=sport.asp>Sport</a><br><a href=weather.asp>Weather</a><br>
</font><td valign=top>
%s
<td width=160 valign=top><font size=1><b>Other stories</b><br>
%s
</table>
<hr><center><font size=1>Copyright Pennine Newswire. Click <a href=terms.asp>here</a> for restrictions</font></center>
</body>
""" % (w.text(title), meta, story, links)


def mobile(a):
    w = Writer(a, "named", [("<em>", "</em>"), ('<a href="https://amp.touchline.example/x?ref=amp">', "</a>"), ("<mark>", "</mark>")], quotes=True, wrap=60)
    step = max(2, len(a.paragraphs) // 3)
    sections = []
    for i in range(0, len(a.paragraphs), step):
        sections.append('<section class="amp-content-block">\n%s\n</section>' % "\n".join("<p>%s</p>" % w.words(p) for p in a.paragraphs[i:i + step]))
        if i == 0:
            sections.append('<amp-ad width="300" height="250" type="x"><div placeholder>Ad</div></amp-ad>'
                            '<figure><amp-img src="x.jpg" alt=""></amp-img><figcaption>Lukas Maier injured his ankle &copy; Touchline</figcaption></figure>')
    stamp = '<time datetime="%sT21:10:00Z" itemprop="datePublished" pubdate>%s</time>' % (a.date, day_words(a.date)) if a.date else ""
    cards = "".join('<a class="card" href="/%d"><h3>%s</h3><time datetime="2024-05-0%d">May 2024</time></a>' % (i, w.text(t), i + 1)
                    for i, t in enumerate(teasers(a.random, 3)))
    return """<!doctype html>
<html amp lang="en">
<head>
<meta charset="utf-8">
<title>%s</title>
<style amp-custom>h1{font-size:2rem}</style>
</head>
<body>
<amp-consent id="consent"><div class="consent-popup"><p>Your privacy matters to us, to our partners, and to the partners of our partners. Tap to accept.</p></div></amp-consent>
<amp-sidebar id="menu" layout="nodisplay"><ul><li><a href="/scores">Scores</a></li><li><a href="/transfers">Transfers</a></li></ul></amp-sidebar>
<div class="top-bar"><button on="tap:menu">Menu</button><span class="brand">touchline</span></div>
<article>
<header><span class="label"><a href="/football">Football</a></span>
<h1>%s</h1>
<p class="byline">Words by <a rel="author" href="/p/jr">Jo Roe</a></p>%s</header>
%s
<div class="share-bar"><amp-social-share type="email"></amp-social-share></div>
</article>
<div class="recirc"><h2>Up next</h2>%s</div>
<footer>Touchline Media. Photos may show injured players.</footer>
</body>
</html>
""" % (w.text(a.title), w.words(a.title), stamp, "\n".join(sections), cards)


def live(a):
    w = Writer(a, "none", [("<strong>", "</strong>"), ("<em>", "</em>"), ('<a href="/sport/live/x#block-5f">', "</a>")], quotes=False, wrap=100)
    posts = []
    for i, p in enumerate(a.paragraphs):
        time = re.match(r"(\d\d?[.:]\d\d|\d+ min:?|\d+’:?) ", p)
        lead = '<span class="block-time">%s</span> %s' % (time.group(1), w.words(p[time.end():])) if time else w.words(p)
        posts.append('<div class="block" id="block-%d"><div class="block-elements"><p>%s</p></div>\n<div class="block-share"><ul class="social"><li>'
                     '<a>Facebook</a></li><li><a>Twitter</a></li></ul></div></div>' % (i, lead))
        if i == 3:
            posts.append('<div class="block block--ad"><div class="ad-slot">Advertisement: see a physio about your knee</div></div>')
    data = {"@context": "https://schema.org", "@type": "LiveBlogPosting", "headline": a.title, "coverageStartTime": "x"}
    if a.date:
        data["datePublished"] = a.date
    pinned = "".join("<li><a href='/%d'>%s</a></li>" % (i, w.text(t)) for i, t in enumerate(teasers(a.random, 3)))
    return """<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>%s - live! | Matchday</title>
<script type="application/ld+json"><!--
%s
--></script></head>
<body>
<div class="nav-bar"><a href="/">Matchday</a> <a href="/live">Live</a> <a href="/tables">Tables</a></div>
<div class="content">
<div class="content__head"><h1>%s</h1>
<div class="score-box"><table><tr><th>Team</th><th>Pts</th></tr><tr><td><a href="/t/1">Home</a></td><td><a href="/t/1">1</a></td></tr></table></div></div>
<div class="timeline-nav"><ol><li><a href="#block-1">Key event: injury to Brandt</a></li><li><a href="#block-2">Goal!</a></li></ol></div>
<div class="js-liveblog-body">
%s
</div>
</div>
<div class="related-links"><h3>Elsewhere</h3><ul>%s</ul></div>
<div class="modal" style="display:none"><p>Log in to comment on this live blog, to follow teams, and to get alerts about injuries to players you follow.</p></div>
</body></html>
""" % (w.text(a.title), json.dumps(data, ensure_ascii=False), w.words(a.title), "\n".join(posts), pinned)


def app(a):
    story = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": a.title}
    if a.date:
        story["datePublished"] = a.date + "T09:00:00.000Z"
    story["articleBody"] = "\n\n".join(a.paragraphs)
    story["publisher"] = {"@type": "Organization", "name": "Fulltime"}
    return """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Fulltime</title><meta name="description" content="Sport, live."><script type="application/ld+json">%s</script><script defer src="/static/js/main.8f2b.js"></script></head><body><noscript>You need to enable JavaScript to run this app.</noscript><div id="root"><div class="splash">Loading, please wait</div></div><script>window.__STATE__={"article":{"body":"Kofi Brandt tore a hamstring."}}</script></body></html>
""" % json.dumps(story, ensure_ascii=True).replace("</", "<\\/")


def main():
    for layout, numbers in LAYOUTS.items():
        folder = PAGES / layout
        folder.mkdir(parents=True, exist_ok=True)
        for number in numbers:
            article = Article(number)
            page = globals()[layout](article)
            encoding = "utf-8"
            if layout == "wire":
                encoding = "cp1252"
            if layout == "broadcaster":
                encoding = "ascii"
            (folder / (article.stem + ".html")).write_bytes(page.encode(encoding, "xmlcharrefreplace"))


if __name__ == "__main__":
    main()
