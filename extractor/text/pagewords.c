/* SPDX-License-Identifier: Apache-2.0 */
#include "text/page_p.h"

/* ---- names of elements ---- */

typedef struct {
    const char *names; /* a blank before and behind each */
    sl_element element;
} names_of;

static const names_of elements[] = {
    {" p dt dd ", SL_ELEMENT_PARAGRAPH},
    {" li ", SL_ELEMENT_ITEM},
    {" h1 ", SL_ELEMENT_TITLE},
    {" h2 h3 h4 h5 h6 ", SL_ELEMENT_HEADING},
    {" a ", SL_ELEMENT_LINK},
    {" time ", SL_ELEMENT_TIME},
    {" br ", SL_ELEMENT_BREAK},
    {" pre ", SL_ELEMENT_PRINTED},
    {" header ", SL_ELEMENT_HEADER},
    {" title ", SL_ELEMENT_NAME},
    {" nav aside footer figure figcaption menu dialog label legend caption summary ", SL_ELEMENT_APART},
    {" script style noscript template svg math iframe object embed canvas audio video select textarea button datalist "
     "map applet frameset ",
     SL_ELEMENT_NEVER},
    {" html body div section article main blockquote center address details dl ul ol table tbody thead tfoot "
     "tr "
     "td th form fieldset hr head hgroup search ",
     SL_ELEMENT_BLOCK},
};

static bool is_among(sl_str word, const char *names) {
    sl_str rest = sl_str_of(names);
    if (word.n == 0) return false;
    for (size_t at = sl_str_search(rest, word, 0); at < rest.n; at = sl_str_search(rest, word, at + 1))
        if (rest.p[at - 1] == ' ' && rest.p[at + word.n] == ' ') return true;
    return false;
}

sl_element sl_element_of(sl_str name) {
    for (size_t i = 0; i < sizeof elements / sizeof *elements; i++)
        if (is_among(name, elements[i].names)) return elements[i].element;
    return SL_ELEMENT_INLINE;
}

/* ---- words of classes and ids ---- */

/* One of them is enough, whatever stands beside it. */
static const char unwanted[] =
    " related recommended recommendations recirc recirculation readmore caption captions credit credits cookie cookies "
    "consent gdpr promo promos newsletter signup subscribe subscription share sharing social comments disqus advert "
    "adverts advertisement ads sponsored sponsor outbrain taboola breadcrumb breadcrumbs mostread trending teaser "
    "teasers "
    "sidebar paywall popup modal skip byline meta syndication offscreen visuallyhidden sronly screenreadertext ";

/* They count where whole paragraphs are meant, unless the class also speaks of the text. */
static const char doubtful[] = " ad nav navigation navbar menu submenu footer masthead toolbar widget banner author "
                               "authors tag tags topics keywords "
                               "popular rail timestamp comment login search pager pagination copyright gallery "
                               "slideshow carousel poll quiz embed ";

static const char wanted[] = " article body content main story text post entry copy column ";

/* They turn the next word into something that is said of another place: "has-sidebar". */
static const char turning[] = " has no with without is not show js ";

/* Names that sites give to what holds the text, without - and _. */
static const char holders[] =
    " articlebody articlecontent articletext articlecopy storybody storycontent storytext entrycontent postcontent "
    "postbody bodycopy bodytext bodycontent articlebodytext contentbody maintext richtext ";

enum { LONGEST_WORD = 24 };

/* The next word of a class list, in lower case; "articleBody", "article-body" and "article__body" are two words. */
static sl_str next_word(sl_str list, size_t *at, char word[static LONGEST_WORD]) {
    size_t n = 0;
    while (*at < list.n && !sl_is_alnum(list.p[*at])) ++*at;
    for (size_t i = *at; i < list.n && sl_is_alnum(list.p[i]); i++, ++*at) {
        if (i && sl_is_upper(list.p[i]) && sl_is_lower(list.p[i - 1]) && n) break;
        if (n < LONGEST_WORD) word[n++] = sl_lower(list.p[i]);
    }
    return (sl_str){word, n};
}

/* Words that stand together as one: "sr-only", "most_read", "skip". */
static bool is_pair(sl_str first, sl_str second, const char *pairs) {
    char joined[2 * LONGEST_WORD];
    if (first.n == 0) return false;
    memcpy(joined, first.p, first.n);
    memcpy(joined + first.n, second.p, second.n);
    return is_among((sl_str){joined, first.n + second.n}, pairs);
}

typedef struct {
    bool unwanted, doubtful, wanted;
} verdict;

static void judge(sl_str list, verdict *v) {
    char words[2][LONGEST_WORD];
    sl_str before = {0};
    size_t number = 0;
    for (size_t at = 0; at < list.n; number++) {
        sl_str word = next_word(list, &at, words[number % 2]);
        bool turned = is_among(before, turning);
        v->unwanted = v->unwanted || (!turned && (is_among(word, unwanted) || is_pair(before, word, unwanted)));
        v->doubtful = v->doubtful || (!turned && (is_among(word, doubtful) || is_pair(before, word, doubtful)));
        v->wanted = v->wanted || is_among(word, wanted);
        before = word;
    }
}

static bool is_shown(sl_html_attributes attributes) {
    sl_str style = sl_html_attribute(attributes, "style");
    if (sl_html_attribute(attributes, "hidden").p) return false;
    if (sl_str_eq(sl_html_attribute(attributes, "aria-hidden"), SL_STR("true"))) return false;
    bool none = sl_str_search(style, SL_STR("display:none"), 0) < style.n ||
                sl_str_search(style, SL_STR("display: none"), 0) < style.n ||
                sl_str_search(style, SL_STR("visibility:hidden"), 0) < style.n;
    return !none;
}

sl_part sl_pagewords_part(sl_element element, sl_str name, sl_html_attributes attributes) {
    static const char roles[] =
        " navigation complementary banner contentinfo search menu menubar dialog alertdialog alert "
        "toolbar tooltip ";
    static const char frames[] = " html body main article ";
    verdict v = {false, false, false};
    if (element == SL_ELEMENT_NEVER) return SL_PART_NEVER;
    if (element == SL_ELEMENT_APART) return SL_PART_APART;
    if (is_among(name, frames)) return SL_PART_OWN;
    if (!is_shown(attributes) || is_among(sl_html_attribute(attributes, "role"), roles)) return SL_PART_APART;
    bool own_name = sl_str_find(name, '-', 0) < name.n; /* an element of the site's own: "amp-ad" */
    if (own_name) judge(name, &v);
    judge(sl_html_attribute(attributes, "class"), &v);
    judge(sl_html_attribute(attributes, "id"), &v);
    if (is_among(sl_html_attribute(attributes, "itemprop"), " author caption creditText publisher ")) v.unwanted = true;
    if (is_among(sl_html_attribute(attributes, "rel"), " author tag ") && element != SL_ELEMENT_LINK) v.unwanted = true;
    bool in_line =
        (element == SL_ELEMENT_INLINE && !own_name) || element == SL_ELEMENT_LINK || element == SL_ELEMENT_TIME;
    return v.unwanted || (v.doubtful && !v.wanted && !in_line) ? SL_PART_UNLIKELY : SL_PART_OWN;
}

static bool names_holder(sl_str list) {
    for (size_t at = 0; at < list.n;) {
        char plain[LONGEST_WORD];
        size_t n = 0;
        while (at < list.n && sl_is_space(list.p[at])) at++;
        for (; at < list.n && !sl_is_space(list.p[at]); at++)
            if (sl_is_alnum(list.p[at]) && n < LONGEST_WORD) plain[n++] = sl_lower(list.p[at]);
        if (is_among((sl_str){plain, n}, holders)) return true;
    }
    return false;
}

sl_holder sl_pagewords_holder(sl_str name, sl_html_attributes attributes) {
    if (is_among(sl_html_attribute(attributes, "itemprop"), " articleBody ")) return SL_HOLDER_BODY;
    if (names_holder(sl_html_attribute(attributes, "class"))) return SL_HOLDER_BODY;
    if (names_holder(sl_html_attribute(attributes, "id"))) return SL_HOLDER_BODY;
    sl_str role = sl_html_attribute(attributes, "role");
    if (sl_str_eq(name, SL_STR("article")) || sl_str_eq(role, SL_STR("article"))) return SL_HOLDER_ARTICLE;
    return sl_str_eq(name, SL_STR("main")) || sl_str_eq(role, SL_STR("main")) ? SL_HOLDER_MAIN : SL_HOLDER_NONE;
}
