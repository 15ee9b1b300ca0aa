/* SPDX-License-Identifier: Apache-2.0
 *
 * Every bound of sideline, with the blow-up that it prevents. Reaching one is a counted line of the run report.
 */
#ifndef SL_BASE_BOUNDS_H
#define SL_BASE_BOUNDS_H

enum {
    /* An article's bytes, unless --max-filesize says otherwise: offsets are 32 bits, and the memory of one article
       (text, tokens, findings) is about 20 times its size. */
    SL_MAX_ARTICLE = 16 * 1024 * 1024,
    /* Articles beyond this cannot be asked for: 32-bit offsets, with room for their growth in decoding. */
    SL_MAX_ARTICLE_EVER = 512 * 1024 * 1024,
    /* Folders inside folders: a loop made of links or mounts would be walked for ever. */
    SL_MAX_FOLDER_DEPTH = 128,
    /* Tags open at once: for each closing tag the parser looks through all of them. */
    SL_MAX_HTML_DEPTH = 256,
    /* Attributes of one tag: the parser compares each with those before it. */
    SL_MAX_HTML_ATTRIBUTES = 1000,
    /* Brackets open at once in JSON: readers recurse, and nobody writes an article so. */
    SL_MAX_JSON_DEPTH = 128,
    /* How many times larger than itself a file may unpack: text comes to 10, a bomb to a thousand or a million. Small
       ones may, up to the second figure. */
    SL_MAX_UNPACKED_RATIO = 250,
    SL_MAX_UNPACKED_FREE = 64 * 1024 * 1024,

    /* Bytes of a sentence; a longer run without a full stop is cut at a blank, so that the cost of one regex call,
       which may grow with the square of its subject, stays bounded. */
    SL_MAX_SENTENCE = 4096,
    /* Bytes of one token: a longer run (base64, a page without blanks) is cut, or no sentence could be bounded. */
    SL_MAX_TOKEN = 1024,
    /* Words of a list entry: a whole article pasted into a cell would make the trie as deep as it is long. */
    SL_MAX_ENTRY_WORDS = 16,
    /* Paragraphs that one open quotation may go on through before it is taken for a stray mark. */
    SL_MAX_QUOTE_PARAGRAPHS = 40,

    /* PCRE2 steps of one match call (0.25 ms): `(\w+)*x` takes time exponential in the sentence. */
    SL_MATCH_LIMIT = 100000,
    /* PCRE2 depth and heap (KiB) of one call, for the interpreter, where JIT is refused. */
    SL_MATCH_DEPTH = 10000,
    SL_MATCH_HEAP_KIB = 4096,
    /* JIT stack of a thread, bytes: the default 32 KiB is too small for nested groups. */
    SL_JIT_STACK = 1024 * 1024,
    /* Matches of one pattern in one sentence: an empty-ish pattern could match at every letter. */
    SL_MAX_MATCHES = 64,
    /* Members of one {x+}: nested repetition over a page of names is quadratic. */
    SL_MAX_MEMBERS = 30,
    /* Types that one pattern may name: a view's letters are the sets of its types, 2^n of them. */
    SL_MAX_VIEW_TYPES = 10,
    /* Rows of one table from one article: a list of ten thousand names times a pattern. */
    SL_MAX_ROWS = 5000,
    /* Bytes that one article's findings and rows may hold: the bound behind all the others. */
    SL_MAX_ARTICLE_MEMORY = 1024 * 1024 * 1024,

    /* Episodes of one person (or what is followed) that are open at a time: each article could bring a new one. */
    SL_MAX_OPEN_EPISODES = 1000,
    /* Articles that an episode names, and changes of one column: it counts all, but ten thousand fit no cell. */
    SL_MAX_EPISODE_ARTICLES = 100,
    SL_MAX_EPISODE_CHANGES = 50,
    /* Bytes of lines that are sorted in memory: the rest is spilled to a temporary file. */
    SL_SORT_MEMORY = 1024 * 1024,
    /* Failed articles that run.json names; the rest is counted. A folder of ten million pictures fails ten million
       times. */
    SL_MAX_FAILURES_LISTED = 1000,
    /* Sentences that `misses` may be asked for: it keeps that many with their text. */
    SL_MAX_MISSES = 100000,
    /* Threads of a job: each holds an article and its findings. */
    SL_MAX_THREADS = 256,

    /* Errors printed for one rule file before the rest is only counted. */
    SL_MAX_ERRORS = 20,
    /* A rule file's and a list's bytes. */
    SL_MAX_RULE_FILE = 64 * 1024 * 1024,
    SL_MAX_LIST_FILE = 512 * 1024 * 1024,
    /* Groups inside groups of a pattern, macros inside macros, files used by files: our parsers recurse. */
    SL_MAX_NESTING = 64,
    /* Letters of one pattern with its macros put in: macros that use macros double at each step; PCRE2 stops at
       64 KiB of compiled code. */
    SL_MAX_PATTERN = 32 * 1024
};

#endif
