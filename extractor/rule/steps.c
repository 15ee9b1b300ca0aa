/* SPDX-License-Identifier: Apache-2.0
 *
 * The steps of a pattern: its outermost sequence cut as its author reads it, for telling how far it came.
 *
 *     {player}{gap 4}hurt (?:his|her) {body}  ->  {player} | {gap 4} | hurt | blank | (?:his|her) | blank | {body}
 */
#include "rule/compiler_p.h"

static bool is_blank(const sl_node *n) {
    return n->kind == SL_NODE_LETTER ? n->letter == ' ' : n->kind == SL_NODE_ESCAPE && n->text.p[1] == 's';
}

/* Does it take letters and signs only: a piece of a word? */
static bool is_in_word(const sl_node *n) {
    if (is_blank(n)) return false;
    switch (n->kind) {
    case SL_NODE_TYPE:
    case SL_NODE_GAP:
    case SL_NODE_LOOK:
    case SL_NODE_EDGE: return false;
    default: break;
    }
    for (const sl_node *child = n->child; child; child = child->next)
        if (!is_in_word(child)) return false;
    return true;
}

static bool may_be_empty(const sl_node *n) {
    bool all = true;
    switch (n->kind) {
    case SL_NODE_EMPTY:
    case SL_NODE_EDGE:
    case SL_NODE_LOOK: return true;
    case SL_NODE_REPEAT: return n->min == 0 || may_be_empty(n->child);
    case SL_NODE_GROUP: return may_be_empty(n->child);
    case SL_NODE_SEQUENCE:
        for (const sl_node *child = n->child; child; child = child->next) all = all && may_be_empty(child);
        return all;
    case SL_NODE_CHOICE:
        for (const sl_node *child = n->child; child; child = child->next)
            if (may_be_empty(child)) return true;
        return false;
    default: return false;
    }
}

static bool takes_nothing(const sl_node *n) {
    if (n->kind == SL_NODE_EMPTY || n->kind == SL_NODE_EDGE || n->kind == SL_NODE_LOOK) return true;
    if (!n->child || n->kind == SL_NODE_TYPE) return false;
    for (const sl_node *child = n->child; child; child = child->next)
        if (!takes_nothing(child)) return false;
    return true;
}

static bool has_thing(const sl_node *n) {
    if (n->kind == SL_NODE_TYPE) return true;
    for (const sl_node *child = n->child; child; child = child->next)
        if (has_thing(child)) return true;
    return false;
}

static bool is_literal(const sl_node *n) {
    if (n->kind == SL_NODE_LETTER) return n->letter >= 0x80 || sl_is_alnum((char)n->letter);
    if (n->kind == SL_NODE_LOOK) return false;
    for (const sl_node *child = n->child; child; child = child->next)
        if (is_literal(child)) return true;
    return false;
}

static void collect_types(const sl_node *n, sl_type_set *types) {
    if (n->kind == SL_NODE_TYPE && n->type != SL_NO_TYPE) sl_type_set_add(types, n->type);
    for (const sl_node *child = n->child; child; child = child->next) collect_types(child, types);
}

/* .*, .{0,20}, [^;]{0,60}? */
static bool is_fill(const sl_node *n) {
    if (n->kind != SL_NODE_REPEAT || n->max < 2) return false;
    const sl_node *child = n->child;
    return child->kind == SL_NODE_ANY || (child->kind == SL_NODE_CLASS && child->text.p[0] == '^');
}

static sl_step_kind kind_of(const sl_node *n) {
    if (is_blank(n)) return SL_STEP_BLANK;
    if (n->kind == SL_NODE_GAP) return SL_STEP_GAP;
    if (n->kind == SL_NODE_TYPE && !n->part) return SL_STEP_THING;
    if (takes_nothing(n)) return SL_STEP_LOOK;
    if (is_fill(n)) return SL_STEP_FILL;
    return has_thing(n) ? SL_STEP_MIXED : SL_STEP_TEXT;
}

/* Letters beside letters are one step: "hurt", "report(?:s|ed)?". */
static bool goes_on(const sl_step_list *steps, const sl_node *node, size_t from) {
    if (steps->n == 0 || !is_in_word(node) || is_fill(node) || takes_nothing(node)) return false;
    const sl_step *last = &steps->v[steps->n - 1];
    sl_str text = last->where.text;
    return last->in_word && last->to == from && node->where.text.p == text.p + text.n;
}

void sl_steps_add(sl_compiler *c, sl_step_list *steps, const sl_node *node, size_t from, size_t to) {
    if (goes_on(steps, node, from)) {
        sl_step *last = &steps->v[steps->n - 1];
        last->where.text.n += node->where.text.n;
        last->optional = last->optional && may_be_empty(node);
        last->literal = last->literal || is_literal(node);
        last->to = to;
        return;
    }
    sl_step step = {
        .kind = kind_of(node), .optional = may_be_empty(node), .from = from, .to = to, .where = node->where};
    step.type = step.kind == SL_STEP_THING ? node->type : SL_NO_TYPE;
    if (node->kind == SL_NODE_GAP) step.words = node->max;
    if (step.kind == SL_STEP_TEXT) step.in_word = is_in_word(node);
    step.literal = is_literal(node);
    step.needs = sl_gate_types(node);
    collect_types(node, &step.names);
    *sl_push(c->tmp, steps) = step;
}
