/* SPDX-License-Identifier: Apache-2.0
 *
 * An article as text: the bytes on disk, their UTF-8, and the folded view that everything above works on.
 *
 *     raw   the bytes of the file (of the member, of the record), borrowed
 *     text  the same as UTF-8: raw itself where that is valid UTF-8 without NUL. Invalid bytes and NUL become U+FFFD.
 *           Of a page and of a record it is what the article says, without tags and escapes
 *     view  text for matching: NFC; quotation marks, dashes and white space of every kind become ' " - and blank;
 *           accents fall away (Jürgen -> Jurgen, Ødegaard -> Odegaard); zero-width characters vanish; line breaks stay
 *           \n (CR LF -> \n); letters keep their case; code points that the projection uses (Tangut, U+17000..U+187FF)
 *           become U+FFFD. text itself where nothing changes
 *
 * All spans above this floor are in `view`. Cells are cut out of `text`, and offsets printed are of `raw`.
 */
#ifndef SL_TEXT_TEXT_H
#define SL_TEXT_TEXT_H

#include "base/day.h"
#include "base/error.h"
#include "source/document.h"
#include "text/jsonarticle.h"
#include "text/map.h"

typedef enum { SL_SIDE_STRAIGHT, SL_SIDE_OPENS, SL_SIDE_CLOSES } sl_mark_side;

/** A quotation mark of the view that was not a plain ' or " in the text: its shape said more. */
typedef struct {
    sl_off at; /* of the ' or " in the view */
    sl_mark_side side;
} sl_shaped_mark;

typedef struct {
    sl_span at;    /* in the view, without white space at its ends; never empty */
    bool headline; /* the title line: see sl_text_make */
    bool item;     /* a list entry: the line begins with a bullet or "- " */
} sl_paragraph;

typedef struct {
    sl_str name; /* the article's name in the tables */
    sl_str raw, text, view;
    sl_map view_to_text, text_to_raw;
    SL_ARRAY(sl_shaped_mark) shaped;   /* in text order */
    SL_ARRAY(sl_paragraph) paragraphs; /* in text order; they cover the view but for white space and the date line */
    SL_ARRAY(sl_off) line_starts;      /* offsets in raw; line n begins at line_starts.v[n - 1] */
    uint64_t file_at, file_line;       /* bytes and lines before `raw` in its file: 0 but for records */
    sl_day published;                  /* SL_NO_DAY where the article does not tell */
    bool impossible_date;              /* it had a date prefix that is no day of the calendar */
    const char *encoding;              /* "UTF-8", "windows-1252", …; static */
    bool repaired;                     /* bytes or NULs became U+FFFD */
} sl_text;

typedef struct {
    sl_day date; /* the article's date where the caller knows it (--date); SL_NO_DAY: look in the text */
    sl_media media;
    uint64_t file_at, file_line; /* of a record: where it begins in its file */
    size_t stem;                 /* of a record: how much of its name its file's is; its id is put behind */
    const sl_fields *fields;     /* of records; NULL: the usual ones */
} sl_text_options;

/** A place in the file, in bytes from its beginning. */
typedef struct {
    uint64_t from, to, line;
} sl_file_place;

/**
 * Decodes `raw`, takes the article out of a page or a record, finds the date prefix, makes the view, the lines and the
 * paragraphs.
 *
 * Date prefix: blanks, "date", blanks, YYYY-MM-DD, a blank or line end, at the very beginning; it is no part of any
 * paragraph. The article may go on in the same line.
 * Paragraphs: a blank line ends one; so does a single line break, unless the text is hard-wrapped there (the line
 * before is long, does not end a sentence, and the next begins with a lower-case letter).
 * Lines of a block that is wrapped so somewhere are joined before a capital too, where the word did not fit: see
 * text/paragraphs.h.
 * Headline: the first paragraph, where it is one line, ends without . ! ? or a closing quotation mark behind one, has
 * at most 160 bytes, and more paragraphs follow.
 *
 * @param raw  borrowed, must outlive the result
 * @param out  owns everything else of the result
 * @param text  its name is set before anything can fail
 * @return SL_BAD_INPUT for bytes that are no text (binary), and as of sl_page_read and sl_jsonarticle_read; SL_NO_MEMORY
 *         only from a parser: the arena jumps
 */
sl_status sl_text_make(sl_str name, sl_str raw, const sl_text_options *options, sl_arena *out, sl_arena *tmp,
                       sl_text *text, sl_error *err);

/** The printed characters behind a span of the view. Borrowed from `text`. */
sl_str sl_text_cut(const sl_text *text, sl_span view);
/** The bytes on disk behind a span of the view. */
sl_span sl_text_on_disk(const sl_text *text, sl_span view);
/** 1-based line of a byte on disk. */
uint32_t sl_text_line(const sl_text *text, sl_off raw);
/** The same in the file that the article is a record of. */
sl_file_place sl_text_place(const sl_text *text, sl_span view);

/**
 * The view of a string that stands alone: a list entry, a word of a rule. Same folding as in an article.
 * @param s  valid UTF-8
 */
sl_str sl_fold(sl_str s, sl_arena *out);

#endif
