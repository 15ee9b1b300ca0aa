// SPDX-License-Identifier: Apache-2.0
// chrono-node: nothing but the dates, paragraph by paragraph: chrono.js TEXT
const chrono = require('chrono-node');
const { articles } = require('./vocabulary.js');

let hits = 0;
for (const text of articles(process.argv[2])) {
    const published = new Date((text.match(/^ date (\S+)/) || [])[1] || '2024-01-01');
    for (const line of text.split('\n')) if (line) hits += chrono.parse(line, published).length;
}
console.log(hits);
