// SPDX-License-Identifier: Apache-2.0
// wink-nlp with custom entities of the vocabulary: wink.js TEXT
const winkNLP = require('wink-nlp');
const model = require('wink-eng-lite-web-model');
const { articles, VERBS, PARTS, TROUBLES, STATES } = require('./vocabulary.js');

const nlp = winkNLP(model, ['sbd', 'cer']);
const any = (words) => '[' + words.join('|') + ']';
const patterns = [];
for (let i = 0; i < PARTS.length; i += 2) {
    const parts = any(PARTS.slice(i, i + 2));
    patterns.push({ name: `harm${i}`, patterns: [`${any(VERBS)} ${any(['his', 'her', 'a', 'the'])} [|left|right] ${parts}`] });
    patterns.push({ name: `trouble${i}`, patterns: [`${parts} ${any(TROUBLES)}`] });
}
STATES.forEach((s, i) => patterns.push({ name: `state${i}`, patterns: [s] }));
nlp.learnCustomEntities(patterns);
let hits = 0;
for (const text of articles(process.argv[2])) {
    const doc = nlp.readDoc(text);
    hits += doc.sentences().length() * 0 + doc.customEntities().length();
}
console.log(hits);
