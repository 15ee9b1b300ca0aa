// SPDX-License-Identifier: Apache-2.0
// compromise: people and matches of the vocabulary: compromise.js TEXT
const nlp = require('compromise');
const { articles, VERBS, PARTS, TROUBLES, STATES } = require('./vocabulary.js');

const any = (words) => '(' + words.join('|') + ')';
const harm = nlp.parseMatch(`${any(VERBS)} (his|her|a|the) (left|right)? ${any(PARTS)}`);
const trouble = nlp.parseMatch(`${any(PARTS)} ${any(TROUBLES)}`);
const state = nlp.parseMatch(any(STATES));
let hits = 0;
for (const text of articles(process.argv[2])) {
    const doc = nlp(text);
    hits += doc.people().length;
    for (const m of [harm, trouble, state]) hits += doc.match(m).length;
}
console.log(hits);
