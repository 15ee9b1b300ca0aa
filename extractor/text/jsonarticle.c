/* SPDX-License-Identifier: Apache-2.0 */
#include "text/jsonarticle.h"

#include "text/jsonstring.h"
#include "text/page.h"
#include "text/writtenday.h"

enum { MOST_NAMES = 24, MOST_TOLD = 160 };

static const char *const words[SL_FIELDS] = {"text", "title", "date", "id"};

/* As news services, crawlers and content systems call them, the most exact first. */
static const char *const usual[SL_FIELDS][MOST_NAMES] = {
    [SL_FIELD_TEXT] = {"text",         "body",         "articleBody",    "article_body",    "articleText",
                       "article_text", "bodyText",     "body_text",      "fullText",        "full_text",
                       "fulltext",     "maintext",     "main_text",      "plain_text",      "content.rendered",
                       "content",      "story",        "article",        "fields.bodyText", "fields.body",
                       "_source.text", "_source.body", "_source.content"},
    [SL_FIELD_TITLE] = {"title.rendered", "title", "headline", "heading", "webTitle", "headline.main",
                        "fields.headline", "_source.title", "_source.headline"},
    [SL_FIELD_DATE] = {"date",
                       "published",
                       "datePublished",
                       "date_published",
                       "publishedAt",
                       "published_at",
                       "publicationDate",
                       "publication_date",
                       "publishDate",
                       "publish_date",
                       "pubDate",
                       "pub_date",
                       "webPublicationDate",
                       "published_time",
                       "date_publish",
                       "created_at",
                       "createdAt",
                       "created",
                       "timestamp",
                       "_source.date",
                       "_source.published"},
    [SL_FIELD_ID] = {"id", "_id", "uuid", "guid", "article_id", "articleId", "url", "uri", "link", "slug", "_id.$oid"},
};

sl_status sl_fields_add(sl_fields *fields, sl_str assignment, sl_error *err) {
    size_t sign = sl_str_find(assignment, '=', 0);
    sl_str path = sl_str_cut(assignment, sign + 1, assignment.n);
    for (size_t i = 0; path.n && i < SL_FIELDS; i++) {
        if (!sl_str_eq(sl_str_cut(assignment, 0, sign), sl_str_of(words[i]))) continue;
        fields->path[i] = path;
        return SL_OK;
    }
    return sl_fail(err, SL_BAD_USAGE, SL_STR(""), "a field is text=, title=, date= or id= and its name, not \"%.*s\"",
                   (int)assignment.n, assignment.p);
}

/* ---- fields ---- */

/* The value at the end of a path; SL_NONE where it leads nowhere. */
static uint32_t follow(const sl_jsontokens *t, sl_str path) {
    uint32_t at = 0;
    while (at != SL_NONE && path.n) {
        uint32_t whole = sl_jsontokens_member(t, at, path); /* a key may have dots in it */
        if (whole != SL_NONE) return whole;
        size_t dot = sl_str_find(path, '.', 0);
        at = sl_jsontokens_member(t, at, sl_str_cut(path, 0, dot));
        path = sl_str_cut(path, dot + 1, path.n);
    }
    return at;
}

static bool is_usable(const sl_jsontokens *t, uint32_t value) {
    return value != SL_NONE && t->v[value].kind != SL_JSONTOKEN_OBJECT &&
           !sl_str_eq(sl_jsontokens_source(t, value), SL_STR("null"));
}

static uint32_t find(const sl_jsontokens *t, const sl_fields *fields, sl_field field) {
    if (fields && fields->path[field].n) {
        uint32_t value = follow(t, fields->path[field]);
        return is_usable(t, value) ? value : SL_NONE;
    }
    for (size_t i = 0; i < MOST_NAMES && usual[field][i]; i++) {
        uint32_t value = follow(t, sl_str_of(usual[field][i]));
        if (is_usable(t, value)) return value;
    }
    return SL_NONE;
}

static sl_status no_text(const sl_jsontokens *t, const sl_fields *fields, sl_error *err) {
    char names[MOST_TOLD] = "";
    size_t n = 0;
    if (fields && fields->path[SL_FIELD_TEXT].n)
        return sl_fail(err, SL_BAD_INPUT, SL_STR(""), "a record without the field \"%.*s\"",
                       (int)fields->path[SL_FIELD_TEXT].n, fields->path[SL_FIELD_TEXT].p);
    for (uint32_t i = 1; i < t->n; i = t->v[i].next) {
        sl_str name = sl_jsontokens_source(t, i);
        if (n + name.n + 3 >= sizeof names) break;
        n += (size_t)snprintf(names + n, sizeof names - n, "%s%.*s", n ? ", " : "", (int)name.n, name.p);
    }
    return sl_fail(err, SL_BAD_INPUT, SL_STR(""), "a record without a text; --field text=NAME tells it, of: %s", names);
}

/* ---- the text ---- */

static bool has_tags(sl_str text) {
    for (size_t at = sl_str_find(text, '<', 0); at < text.n; at = sl_str_find(text, '<', at + 1)) {
        sl_str rest = sl_str_cut(text, at + 1, text.n);
        bool closes = rest.n > 1 && rest.p[0] == '/' && sl_is_alpha(rest.p[1]);
        if (closes || sl_str_starts_with(rest, SL_STR("p>")) || sl_str_starts_with(rest, SL_STR("br"))) return true;
    }
    return false;
}

static sl_status read_tags(sl_mapped *text, sl_jsonarticle *article, sl_error *err) {
    sl_page page;
    sl_status status = sl_page_read(sl_mapped_text(text), text->arena, &page, err);
    if (status) return status;
    page.text.map = sl_map_join(text->arena, &page.text.map, &text->map);
    *text = page.text;
    if (article->published == SL_NO_DAY) article->published = page.published;
    return SL_OK;
}

/* Title and text; a text that repeats its title keeps one. */
static sl_status put_together(const sl_jsontokens *t, uint32_t title, sl_mapped *text, sl_arena *out,
                              sl_jsonarticle *article, sl_error *err) {
    sl_mapped head = {.arena = out};
    if (title != SL_NONE) sl_jsonstring_put(&head, t, title);
    if (has_tags(sl_mapped_text(text))) {
        sl_status status = read_tags(text, article, err);
        if (status) return status;
    }
    article->text = *text;
    sl_str headline = sl_str_trim(sl_mapped_text(&head));
    if (headline.n == 0 || sl_str_starts_with(sl_str_trim(sl_mapped_text(text)), headline)) return SL_OK;
    sl_mapped_insert(&head, SL_STR("\n\n"));
    sl_mapped_copy(&head, text, (sl_span){0, (sl_off)text->n});
    article->text = head;
    return SL_OK;
}

sl_status sl_jsonarticle_read(sl_str source, const sl_fields *fields, sl_arena *out, sl_jsonarticle *article,
                              sl_error *err) {
    sl_jsontokens tokens;
    *article = (sl_jsonarticle){.text.arena = out, .published = SL_NO_DAY};
    sl_status status = sl_jsontokens_read(source, out, &tokens, err);
    if (status) return status;
    if (tokens.v[0].kind != SL_JSONTOKEN_OBJECT)
        return sl_fail(err, SL_BAD_INPUT, SL_STR(""), "a record that is no JSON object");
    uint32_t id = find(&tokens, fields, SL_FIELD_ID), day = find(&tokens, fields, SL_FIELD_DATE);
    if (id != SL_NONE) article->id = sl_jsonstring_read(&tokens, id, out);
    if (day != SL_NONE) article->published = sl_writtenday_read(sl_jsonstring_read(&tokens, day, out));
    uint32_t body = find(&tokens, fields, SL_FIELD_TEXT);
    if (body == SL_NONE) return no_text(&tokens, fields, err);
    sl_mapped text = {.arena = out};
    sl_jsonstring_put(&text, &tokens, body);
    return put_together(&tokens, find(&tokens, fields, SL_FIELD_TITLE), &text, out, article, err);
}
