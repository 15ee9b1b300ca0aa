/* SPDX-License-Identifier: Apache-2.0 */
#include "text/linkeddata.h"

#include "text/jsonstring.h"
#include "text/writtenday.h"

/* Scripts are wrapped into comments and CDATA marks by some. */
static sl_span unwrap(sl_str page, sl_span script) {
    while (script.from < script.to && page.p[script.from] != '{' && page.p[script.from] != '[') script.from++;
    while (script.to > script.from && page.p[script.to - 1] != '}' && page.p[script.to - 1] != ']') script.to--;
    return script;
}

static bool is_article_type(sl_str type) {
    return sl_str_ends_with(type, SL_STR("Article")) || sl_str_ends_with(type, SL_STR("Posting")) ||
           sl_str_ends_with(type, SL_STR("Report"));
}

/* "@type" is a word or a list of them. */
static bool is_article(const sl_jsontokens *t, uint32_t object) {
    uint32_t type = sl_jsontokens_member(t, object, SL_STR("@type"));
    if (type == SL_NONE) return false;
    if (t->v[type].kind != SL_JSONTOKEN_ARRAY) return is_article_type(sl_jsontokens_source(t, type));
    for (uint32_t i = type + 1; i < t->v[type].next; i = t->v[i].next)
        if (is_article_type(sl_jsontokens_source(t, i))) return true;
    return false;
}

static void put_body(const sl_jsontokens *t, uint32_t object, sl_mapped *made) {
    uint32_t headline = sl_jsontokens_member(t, object, SL_STR("headline"));
    uint32_t body = sl_jsontokens_member(t, object, SL_STR("articleBody"));
    if (body == SL_NONE || t->v[body].kind != SL_JSONTOKEN_STRING) return;
    bool headed = headline != SL_NONE && headline < body; /* a map leads forward only */
    if (headed) sl_jsonstring_put(made, t, headline);
    if (headed) sl_mapped_insert(made, SL_STR("\n\n"));
    sl_jsonstring_put(made, t, body);
}

void sl_linkeddata_read(sl_str page, sl_span script, sl_arena *arena, sl_linkeddata *data) {
    sl_error ignored = {0};
    sl_jsontokens tokens;
    sl_span at = unwrap(page, script);
    if (at.from == at.to || sl_jsontokens_read(sl_str_span(page, at), arena, &tokens, &ignored)) return;
    for (uint32_t i = 0; i < tokens.n; i++) {
        if (tokens.v[i].kind != SL_JSONTOKEN_OBJECT || !is_article(&tokens, i)) continue;
        uint32_t day = sl_jsontokens_member(&tokens, i, SL_STR("datePublished"));
        if (day != SL_NONE && data->published == SL_NO_DAY)
            data->published = sl_writtenday_read(sl_jsontokens_source(&tokens, day));
        if (data->body.n) continue;
        sl_mapped body = {.arena = arena};
        put_body(&tokens, i, &body);
        for (size_t k = 0; k < body.map.n; k++) body.map.v[k].to_at += at.from;
        data->body = body;
    }
}
