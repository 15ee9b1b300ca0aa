// SPDX-License-Identifier: Apache-2.0
// The words of tools/bench/rules.py for the programs of Node, and the articles of a file of them.
const fs = require('fs');
const path = require('path');

const source = fs.readFileSync(path.join(__dirname, '..', 'rules.py'), 'utf8');
const words = (name) =>
    source.match(new RegExp(`^${name} = """([^"]*)"""`, 'm'))[1].split(/\s+/).map((w) => w.toLowerCase());
exports.VERBS = words('VERBS');
exports.PARTS = words('PARTS');
exports.TROUBLES = words('TROUBLES');
exports.STATES = [...source.match(/^STATES = \[([^\]]*)\]/m)[1].matchAll(/"([^"]*)"/g)].map((m) => m[1]);
exports.articles = (file) => fs.readFileSync(file, 'utf8').split(/^(?= date \d{4}-)/m);
