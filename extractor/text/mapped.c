/* SPDX-License-Identifier: Apache-2.0 */
#include "text/mapped.h"

void sl_mapped_expect(sl_mapped *made, size_t more) {
    if (made->room - made->n >= more) return;
    size_t room = made->room ? made->room : 1024;
    while (room - made->n < more) room *= 2;
    char *p = sl_arena_raw(made->arena, room, 1);
    if (made->n) memcpy(p, made->p, made->n);
    made->p = p;
    made->room = room;
}

void sl_mapped_insert(sl_mapped *made, sl_str piece) {
    sl_mapped_expect(made, piece.n);
    if (piece.n) memcpy(made->p + made->n, piece.p, piece.n);
    made->n += piece.n;
}

void sl_mapped_put(sl_mapped *made, sl_str piece, sl_span source) {
    if (piece.n == 0) return;
    sl_map_run run = {(sl_off)made->n, (sl_off)piece.n, source.from, source.to - source.from};
    sl_map_add(made->arena, &made->map, run);
    sl_mapped_insert(made, piece);
}

void sl_mapped_copy(sl_mapped *made, const sl_mapped *from, sl_span part) {
    sl_map_copy(made->arena, &made->map, (sl_off)made->n, &from->map, part);
    sl_mapped_insert(made, sl_str_span(sl_mapped_text(from), part));
}
