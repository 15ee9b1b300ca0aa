// SPDX-License-Identifier: Apache-2.0
// wink-nlp with custom entities of the vocabulary: wink.js TEXT
const winkNLP = require('wink-nlp');
const model = require('wink-eng-lite-web-model');
const { articles, VERBS, PARTS, TROUBLES, STATES } = require('./vocabulary.js');

const nlp = winkNLP(model, ['sbd', 'cer']);
const any = (words) => '[' + words.join('|') + ']';
const patterns = [];
// Some fifty patterns, each of a size that wink-nlp does not call complex.
for (let i = 0; i < PARTS.length; i += 2) {
    const parts = any(PARTS.slice(i, i + 2));
    const at = (i * 2) % VERBS.length;
    patterns.push({ name: `harm${i}`, patterns: [`${any(VERBS.slice(at, at + 4))} [his|her] [|left|right] ${parts}`] });
    patterns.push({ name: `trouble${i}`, patterns: [`${parts} ${any(TROUBLES.slice(0, 9))}`] });
}
STATES.forEach((s, i) => patterns.push({ name: `state${i}`, patterns: [s] }));
nlp.learnCustomEntities(patterns);
let hits = 0;
for (const text of articles(process.argv[2])) {
    const doc = nlp.readDoc(text);
    hits += doc.customEntities().length();
}
console.log(hits);
