'use strict';
// Shows the JSON that stands in the page; output/page.c tells its shape.
// The view and the article beside it stand behind the # of the address: #view=table:injuries&article=3&table=0&row=1

const PIECE = 200; // rows or lanes shown at once; more come when one scrolls
const PAPER = 2000; // that are printed: a browser takes minutes for tens of thousands
const LAST = new Set(['id', 'line', 'start', 'end', 'rules', 'rule']); // columns that are hidden at first
const ORIGIN = ['published', 'article', 'evidence', ...LAST]; // what says where a row comes from stands last
const DAY = 86400000;

// --- data ------------------------------------------------------------------------------------------------------------

const read = node => JSON.parse(node.textContent);
const texts = document.querySelectorAll('script.text');
const articles = Array.from(document.querySelectorAll('script.rows'), read);
const tables = read(document.getElementById('heads'));
tables.forEach((table, t) => {
  table.number = t;
  table.index = Object.fromEntries(table.columns.map((column, i) => [column.name, i]));
  table.state = { filters: {}, sort: null, wide: false, shown: PIECE };
  if (table.from !== 'rows') return;
  for (const article of articles) for (const row of article.rows[t]) fillKnown(table, row, article.name, '');
  table.rows = articles.flatMap((article, a) => rowsOf(article.rows[t], a));
});

// What is told elsewhere is 0 in a row: the article's name, and the words themselves.
function fillKnown(table, row, name, words) {
  if (row[table.index.article] === 0) row[table.index.article] = name;
  if (row[table.index.text] === 0) row[table.index.text] = words;
}

function readText(a) {
  const data = read(texts[a]);
  const words = cutter(data.text);
  data.lists.forEach((rows, t) => rows.forEach((row, r) =>
    fillKnown(tables[t], row, articles[a].name, words(...data.at[t][r]))));
  return data;
}

function rowsOf(rows, a) {
  return rows.map((cells, r) => ({ cells, a, r }));
}

// Mentions and the like stand with the texts, names and episodes alone: read when they are first asked for.
function rowsOfTable(table) {
  if (table.rows) return table.rows;
  if (table.from === 'own') {
    const own = document.getElementById(`own-${table.number}`);
    table.rows = rowsOf(own ? read(own) : [], null);
  } else {
    table.rows = articles.flatMap((_, a) => rowsOf(readText(a).lists[table.number], a));
  }
  return table.rows;
}

const timed = tables.filter(t => t.shape && t.shape.subject !== null && t.shape.past_from !== null && t.from === 'rows');
const fold = text => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
const byText = new Intl.Collator('en', { sensitivity: 'base', numeric: true }).compare;

// --- elements --------------------------------------------------------------------------------------------------------

function make(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, '');
    else if (value !== null && value !== undefined && value !== false) node.setAttribute(name, value);
  }
  node.append(...children.flat().filter(child => child !== null && child !== undefined));
  return node;
}

const view = document.getElementById('view');
const pane = document.getElementById('article');
const tip = document.getElementById('tip');
let grow = null; // shows more of the view; returns whether there was more

function choice(label, options, chosen, onchange) {
  const id = 'c' + Math.random().toString(36).slice(2);
  const select = make('select', { id, onchange: () => onchange(select.value) },
    options.map(([value, text]) => make('option', { value, selected: value === chosen }, text)));
  return make('span', {}, make('label', { for: id }, label + ' '), select);
}

// More of a long list, as soon as its end comes near.
const watcher = new IntersectionObserver(entries => {
  if (entries.some(entry => entry.isIntersecting) && grow) grow();
}, { rootMargin: '600px' });

// --- the address -----------------------------------------------------------------------------------------------------

const place = () => new URLSearchParams(location.hash.slice(1));

function address(changes) {
  const next = place();
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) next.delete(name);
    else next.set(name, value);
  }
  return '#' + next.toString();
}

const rowAddress = (table, row) => address({ article: row.a, table: table.number, row: row.r });

// --- tables ----------------------------------------------------------------------------------------------------------

// A filter of a column: words that it holds; or < > <= >= before a day or a number.
function matcher(kind, text) {
  const compare = /^([<>]=?)\s*(\S+)$/.exec(text.trim());
  if (compare && kind !== 'text') {
    const [, sign, limit] = compare;
    const order = kind === 'number' ? cell => Number(cell) - Number(limit) : cell => (cell > limit) - (cell < limit);
    return cell => cell !== '' && (sign[0] === '<' ? order(cell) < 0 : order(cell) > 0 || false) ||
      (sign[1] === '=' && cell !== '' && order(cell) === 0);
  }
  const words = fold(text).split(/\s+/).filter(Boolean);
  return cell => { const folded = fold(cell); return words.every(word => folded.includes(word)); };
}

// The day that a row tells, or that of its article: for counts, which have a filter of that name.
const SINCE = 'since';

function chosenRows(table) {
  const { filters, sort } = table.state;
  let rows = rowsOfTable(table);
  for (const [name, text] of Object.entries(filters)) {
    if (!text.trim()) continue;
    if (name === SINCE) {
      const { past_from } = table.shape, fits = matcher('day', text);
      rows = rows.filter(row => fits(row.cells[past_from] || row.cells[table.index.published]));
    } else if (name === '') {
      const all = matcher('text', text);
      rows = rows.filter(row => all(row.cells.join(' ')));
    } else {
      const i = table.index[name], fits = matcher(table.columns[i].kind, text);
      rows = rows.filter(row => fits(row.cells[i]));
    }
  }
  if (!sort) return rows;
  const i = table.index[sort.column], sign = sort.down ? -1 : 1;
  const number = table.columns[i].kind === 'number';
  const order = (x, y) => number ? Number(x) - Number(y) : byText(x, y);
  return [...rows].sort((x, y) => (x.cells[i] === '') - (y.cells[i] === '') || sign * order(x.cells[i], y.cells[i]));
}

function tableRow(table, columns, row, n, isChosen) {
  const open = row.a === null ? String(n + 1)
    : make('a', { class: 'open', href: rowAddress(table, row), 'aria-label': `Row ${n + 1}: show its words` }, String(n + 1));
  return make('tr', { class: isChosen ? 'chosen' : null, onclick: event => {
    if (row.a !== null && !event.target.closest('a') && !String(getSelection())) location.hash = rowAddress(table, row);
  } }, make('td', {}, open), columns.map(column => {
    const cell = row.cells[table.index[column.name]];
    const words = column.name === 'article' ? cell.replace(/^.*\//, '') : cell;
    return make('td', { class: column.kind }, column.kind === 'text' ? make('div', {
      class: words.length > 80 ? 'long' : null, title: words !== cell || cell.length > 80 ? cell : null }, words) : cell);
  }));
}

function showTable(table) {
  const state = table.state, params = place();
  const rank = column => ORIGIN.indexOf(column.name);
  const columns = table.columns.filter(column => state.wide || !LAST.has(column.name)).sort((x, y) => rank(x) - rank(y));
  const count = make('span', { class: 'quiet', role: 'status' }), body = make('tbody');
  const end = make('div', { class: 'end' });
  let rows = [], shown = 0;

  grow = () => {
    const from = shown;
    shown = Math.min(rows.length, shown + PIECE);
    const chosen = [params.get('table'), params.get('article'), params.get('row')].join();
    body.append(...rows.slice(from, shown).map((row, i) =>
      tableRow(table, columns, row, from + i, chosen === [table.number, row.a, row.r].join())));
    return shown < rows.length;
  };
  function fill() {
    rows = chosenRows(table);
    shown = 0;
    body.replaceChildren();
    grow();
    const all = rowsOfTable(table).length;
    count.textContent = rows.length === all ? `${all} rows` : `${rows.length} of ${all} rows`;
  }
  function sortBy(column) {
    const same = state.sort && state.sort.column === column;
    state.sort = !same ? { column, down: false } : state.sort.down ? null : { column, down: true };
    for (const th of titles) th.setAttribute('aria-sort', !state.sort || th.dataset.column !== state.sort.column ? 'none'
      : state.sort.down ? 'descending' : 'ascending');
    fill();
  }
  let waiting;
  const filter = (name, label) => make('input', { type: 'search', value: state.filters[name] || '', 'aria-label': label,
    placeholder: name === '' ? 'Filter all columns' : null, oninput: event => {
      state.filters[name] = event.target.value;
      clearTimeout(waiting);
      waiting = setTimeout(fill, 120);
    } });

  const titles = columns.map(column => make('th', { scope: 'col', class: column.kind, 'data-column': column.name,
    'aria-sort': state.sort && state.sort.column === column.name ? (state.sort.down ? 'descending' : 'ascending') : 'none' },
    make('button', { type: 'button', onclick: () => sortBy(column.name) }, column.name)));
  const wide = make('input', { type: 'checkbox', id: 'wide', checked: state.wide,
    onchange: () => { state.wide = wide.checked; show(); } });
  view.replaceChildren(
    make('h2', {}, table.name),
    make('div', { class: 'tools' }, filter('', 'Filter all columns'),
      make('button', { type: 'button', onclick: () => { state.filters = {}; show(); } }, 'Clear filters'),
      make('span', {}, wide, ' ', make('label', { for: 'wide' }, 'all columns')), count,
      state.filters[SINCE] ? make('span', {}, `since ${state.filters[SINCE]}`) : null),
    make('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': `Table ${table.name}` },
      make('table', {}, make('thead', {}, make('tr', {}, make('th', { scope: 'col' }, '#'), titles),
        make('tr', {}, make('td'), columns.map(column =>
          make('th', {}, filter(column.name, `Filter ${column.name}`))))), body), end));
  fill();
  watcher.disconnect();
  watcher.observe(end);
}

// Up and down go from row to row.
view.addEventListener('keydown', event => {
  const row = event.target.closest('tbody tr');
  if (!row || (event.key !== 'ArrowDown' && event.key !== 'ArrowUp')) return;
  const next = event.key === 'ArrowDown' ? row.nextElementSibling : row.previousElementSibling;
  const link = next && next.querySelector('a');
  if (link) { link.focus(); event.preventDefault(); }
});

// --- articles --------------------------------------------------------------------------------------------------------

function showArticles() {
  const shownTables = tables.filter(table => table.from === 'rows');
  const body = make('tbody'), count = make('span', { class: 'quiet', role: 'status' }), end = make('div');
  let found = [], shown = 0;
  grow = () => {
    const from = shown;
    shown = Math.min(found.length, shown + PIECE);
    body.append(...found.slice(from, shown).map(a => make('tr', {},
      make('td', {}, make('a', { href: address({ article: a, table: null, row: null }) }, articles[a].name)),
      make('td', { class: 'day' }, articles[a].day),
      shownTables.map(table => make('td', { class: 'number' }, String(articles[a].rows[table.number].length))))));
    return shown < found.length;
  };
  const input = make('input', { type: 'search', 'aria-label': 'Filter articles', placeholder: 'Filter by name or day', oninput: fill });
  function fill() {
    const fits = matcher('text', input.value);
    found = articles.map((_, a) => a).filter(a => fits(articles[a].name + ' ' + articles[a].day));
    shown = 0;
    body.replaceChildren();
    grow();
    count.textContent = `${found.length} of ${articles.length} articles`;
  }
  view.replaceChildren(make('h2', {}, 'Articles'), make('div', { class: 'tools' }, input, count),
    make('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Articles' }, make('table', {},
      make('thead', {}, make('tr', {}, ['article', 'day', ...shownTables.map(table => table.name)].map((name, i) =>
        make('th', { scope: 'col', class: i > 1 ? 'number' : null }, name)))), body), end));
  fill();
  watcher.disconnect();
  watcher.observe(end);
}

// Bytes of UTF-8 to places in a string; fast for places in rising order.
function converter(text) {
  let byte = 0, unit = 0;
  return wanted => {
    if (wanted < byte) byte = unit = 0;
    while (byte < wanted && unit < text.length) {
      const code = text.codePointAt(unit);
      byte += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
      unit += code < 0x10000 ? 1 : 2;
    }
    return unit;
  };
}

// The words between two bytes.
function cutter(text) {
  const convert = converter(text);
  return (from, to) => text.slice(convert(from), convert(to));
}

const colours = new Map(); // of types, in the order in which they are met
const wished = new Map(); // of types: highlighted or not, where the reader has said so

function colourOf(type) {
  if (!colours.has(type)) colours.set(type, colours.size % 10);
  return 't' + colours.get(type);
}

function rowTitle(table, row) {
  const cell = name => row[table.index[name]] || '';
  const shape = table.shape;
  const parts = shape ? [shape.subject, shape.kind, shape.past_from].filter(i => i !== null).map(i => row[i]) : [];
  return parts.filter(Boolean).join(', ') || cell('quote') || cell('evidence') || row.filter(Boolean).slice(0, 3).join(', ');
}

// What is known of the words: things recognised, and cells that they went into.
function findingsOf(article, data) {
  const mentions = tables.find(table => table.name === 'mentions');
  const things = mentions ? data.lists[mentions.number].map((cells, r) => {
    const cell = name => cells[mentions.index[name]];
    const [from, to] = data.at[mentions.number][r];
    const days = [cell('from'), cell('to')].filter(Boolean).join(' – ');
    return { from, to, type: cell('type'), lines: [`${cell('type')}: ${cell('canonical') || cell('text')}${days ? ` (${days})` : ''}`,
      cell('rule') ? `by the rule ${cell('rule')}` : null].filter(Boolean) };
  }) : [];
  const fed = data.cells.map(([from, to, t, r, c, rule]) => ({ from, to, fed: true, lines: [
    `→ ${tables[t].name}.${tables[t].columns[c].name} = ${article.rows[t][r][c]}`,
    `   row: ${rowTitle(tables[t], article.rows[t][r])}${rule ? `; rule ${rule}` : ''}`] }));
  return [...things, ...fed].filter(finding => finding.to > finding.from);
}

// Types that have a colour at first: those of which cells came, and not just now and then. Others have a dotted line.
function colouredTypes(findings) {
  const fed = new Set(findings.filter(f => f.fed).map(f => `${f.from},${f.to}`));
  const all = new Map(), used = new Map();
  for (const f of findings.filter(f => f.type)) {
    all.set(f.type, (all.get(f.type) || 0) + 1);
    if (fed.has(`${f.from},${f.to}`)) used.set(f.type, (used.get(f.type) || 0) + 1);
  }
  const types = new Set([...used].filter(([type, n]) => n * 8 >= all.get(type)).map(([type]) => type));
  for (const [type, on] of wished) if (on) types.add(type); else types.delete(type);
  return types;
}

// Of several things in one place a coloured one is shown, and rather a long one, but no whole sentence.
function shownFirst(coloured) {
  const worth = f => (coloured.has(f.type) ? 1000 : 0) + (f.to - f.from > 48 ? 0 : f.to - f.from);
  return (x, y) => worth(y) - worth(x);
}

// The text in pieces, each with all that is known of it.
function marked(text, findings, evidence, coloured) {
  const cuts = [...new Set([0, ...findings.flatMap(f => [f.from, f.to]), ...evidence])].sort((x, y) => x - y);
  const starts = new Map(), convert = converter(text), nodes = [];
  for (const f of findings) starts.set(f.from, [...starts.get(f.from) || [], f]);
  let open = [];
  cuts.forEach((cut, i) => {
    open = open.filter(f => f.to > cut).concat(starts.get(cut) || []);
    const words = text.slice(convert(cut), i + 1 < cuts.length ? convert(cuts[i + 1]) : text.length);
    if (!words) return;
    const inside = evidence.length && cut >= evidence[0] && cut < evidence[1];
    if (!open.length) { nodes.push(inside ? make('span', { class: 'evidence' }, words) : words); return; }
    const things = open.filter(f => f.type).sort(shownFirst(coloured));
    const fed = open.some(f => f.fed);
    const classes = [things[0] && coloured.has(things[0].type) ? `on ${colourOf(things[0].type)}` : '',
      fed ? 'fed' : '', inside ? 'evidence' : ''].filter(Boolean).join(' ');
    const node = make('mark', { class: classes, tabindex: fed ? 0 : null, 'data-type': things[0] ? things[0].type : null }, words);
    node.lines = [...things, ...open.filter(f => f.fed)].flatMap(f => f.lines);
    nodes.push(node);
  });
  return nodes;
}

function legend(findings, coloured, text, repaint) {
  const types = [...new Set(findings.filter(f => f.type).map(f => f.type))].sort(byText);
  return make('div', { class: 'legend', role: 'group', 'aria-label': 'What is highlighted' }, types.map(type => {
    const box = make('input', { type: 'checkbox', checked: coloured.has(type), onchange: () => {
      wished.set(type, box.checked);
      box.parentNode.className = box.checked ? colourOf(type) : '';
      text.replaceChildren(...repaint());
    } });
    return make('label', { class: coloured.has(type) ? colourOf(type) : null }, box, type);
  }));
}

function foundRows(article, a, chosen) {
  return tables.filter(table => table.from === 'rows' && article.rows[table.number].length).map(table => [
    make('h3', {}, table.name),
    make('ul', { class: 'found' }, article.rows[table.number].map((row, r) => make('li', {},
      make('a', { href: rowAddress(table, { a, r }), 'aria-current': chosen === `${table.number},${r}` ? 'true' : null },
        rowTitle(table, row)))))]).flat();
}

function showArticle() {
  const params = place(), a = Number(params.get('article')), article = params.has('article') ? articles[a] : undefined;
  hideTip();
  pane.hidden = !article;
  if (!article) { pane.replaceChildren(); return; }
  const data = readText(a), t = params.get('table'), r = params.get('row');
  const at = t !== null && r !== null && data.at[t] && data.at[t][r];
  const evidence = at && at[1] > at[0] ? at : [];
  const findings = findingsOf(article, data);
  const paint = () => marked(data.text, findings, evidence, colouredTypes(findings));
  const text = make('div', { class: 'words' }, paint());
  const step = (to, label) => make('button', { type: 'button', disabled: !articles[to],
    onclick: () => { location.hash = address({ article: to, table: null, row: null }); } }, label);
  pane.replaceChildren(
    make('div', { class: 'bar-head' }, make('h2', { tabindex: -1 }, article.name),
      make('button', { type: 'button', id: 'close', 'aria-label': 'Close the article', onclick: closeArticle }, '×')),
    make('div', { class: 'tools' }, make('span', { class: 'quiet' }, article.day || 'no day'), step(a - 1, 'Previous'), step(a + 1, 'Next')),
    legend(findings, colouredTypes(findings), text, paint), text, foundRows(article, a, `${t},${r}`));
  const words = text.querySelector('.evidence');
  pane.scrollTop = 0;
  if (words) pane.scrollTop = words.getBoundingClientRect().top - pane.getBoundingClientRect().top - pane.clientHeight / 3;
}

function closeArticle() {
  const { table, article, row } = Object.fromEntries(place());
  location.hash = address({ article: null, table: null, row: null });
  const link = [...view.querySelectorAll('a')].find(a => a.hash.includes(`article=${article}`) && (!table || a.hash.endsWith(`table=${table}&row=${row}`)));
  (link || view).focus();
}

// --- the tip ---------------------------------------------------------------------------------------------------------

function showTip(mark) {
  if (!mark || !mark.lines) { hideTip(); return; }
  tip.textContent = mark.lines.join('\n');
  tip.hidden = false;
  mark.setAttribute('aria-describedby', 'tip');
  const box = mark.getBoundingClientRect(), own = tip.getBoundingClientRect();
  const below = box.bottom + own.height + 8 < innerHeight;
  tip.style.top = `${below ? box.bottom + 6 : Math.max(4, box.top - own.height - 6)}px`;
  tip.style.left = `${Math.max(4, Math.min(box.left, innerWidth - own.width - 8))}px`;
}

function hideTip() { tip.hidden = true; }

pane.addEventListener('mouseover', event => showTip(event.target.closest('mark')));
pane.addEventListener('mouseout', hideTip);
pane.addEventListener('focusin', event => showTip(event.target.closest('mark')));
pane.addEventListener('focusout', hideTip);
pane.addEventListener('scroll', hideTip);

// --- the timeline ----------------------------------------------------------------------------------------------------

const timeOf = day => Date.parse(day + 'T00:00:00Z');
const dayOf = time => new Date(time).toISOString().slice(0, 10);

// From when (the day told, or the article's) to when it was told, and to when it is expected to last.
function spanOf(table, row) {
  const shape = table.shape, cell = i => (i === null ? '' : row.cells[i]);
  const told = row.cells[table.index.published] || '';
  const since = cell(shape.past_from) || told;
  if (!since) return null;
  const until = cell(shape.future_to) || cell(shape.future_from);
  const out = until && until < told ? until : told > since ? told : since;
  return { table, row, from: timeOf(since), out: timeOf(out), until: until > out ? timeOf(until) : null,
    subject: cell(shape.subject), kind: cell(shape.kind),
    label: `${cell(shape.subject)}: ${cell(shape.kind)}, since ${since}${until ? `, until ${until}` : ''}; told ${told || 'on an unknown day'} by ${articles[row.a].name}` };
}

const timeline = { table: 0, group: null, filter: '', from: '', to: '' };

// Bars that do not cover each other, in as few lines as that takes.
function stacked(spans) {
  const lines = [];
  for (const span of spans.sort((x, y) => x.from - y.from)) {
    const line = lines.find(l => l[l.length - 1].end < span.from) || (lines.push([]), lines[lines.length - 1]);
    span.end = Math.max(span.out, span.until || 0) + 45 * DAY;
    line.push(span);
  }
  return lines;
}

function ticks(from, to) {
  const months = (to - from) / DAY / 30.4, step = [1, 3, 6, 12, 24, 60, 120].find(s => months / s <= 14) || 240;
  const first = new Date(from), list = [];
  let month = first.getUTCFullYear() * 12 + first.getUTCMonth();
  for (month = Math.ceil(month / step) * step; ; month += step) {
    const time = Date.UTC(Math.floor(month / 12), month % 12, 1);
    if (time > to) return list;
    if (time >= from) list.push([time, step < 12 ? dayOf(time).slice(0, 7) : dayOf(time).slice(0, 4)]);
  }
}

function laneOf(subject, spans, scale) {
  const lines = stacked(spans), part = (from, to) => `left:${scale(from)}%;width:${Math.max(0, scale(to) - scale(from))}%`;
  return make('div', { class: 'lane' }, make('div', {}, subject), make('div', { class: 'track', style: `height:${lines.length * 22 + 6}px` },
    lines.flatMap((line, i) => line.map(span => {
      const left = Math.max(0, scale(span.from));
      const inner = (from, to, name) => {
        const width = scale(Math.max(span.out, span.until || 0)) - left || 1;
        return make('i', { class: name, style: `left:${100 * Math.max(0, scale(from) - left) / width}%;width:${100 * (scale(to) - Math.max(left, scale(from))) / width}%` });
      };
      const late = scale(Math.max(span.out, span.until || 0)) > 88;
      return make('a', { class: late ? 'span late' : 'span', href: rowAddress(span.table, span.row), title: span.label, 'aria-label': span.label,
        style: `top:${i * 22 + 4}px;${part(Math.max(span.from, scale.from), Math.max(span.out, span.until || 0))}` },
      inner(span.from, span.out, 'out'), span.until ? inner(span.out, span.until, 'hope') : null, make('b', {}, span.kind));
    }))));
}

function groupsOf(table, spans, column) {
  const groups = new Map();
  for (const span of spans) {
    const group = column ? span.row.cells[table.index[column]] : '';
    if (!groups.has(group)) groups.set(group, new Map());
    const lanes = groups.get(group);
    lanes.set(span.subject, [...lanes.get(span.subject) || [], span]);
  }
  return [...groups].sort(([x], [y]) => (x === '') - (y === '') || byText(x, y));
}

function showTimeline() {
  const table = timed[timeline.table], subject = table.columns[table.shape.subject].name;
  const textColumns = table.columns.filter(column => column.kind === 'text' && !LAST.has(column.name) &&
    !['article', 'evidence', 'quote', subject].includes(column.name)).map(column => column.name);
  if (timeline.group === null) timeline.group = textColumns.find(name => table.index[name] > table.shape.subject) || '';
  const all = table.rows.map(row => spanOf(table, row)).filter(Boolean);
  const told = table.rows.map(row => row.cells[table.index.published]).filter(Boolean).sort();
  if (!timeline.from && told.length) timeline.from = dayOf(timeOf(told[0]) - 60 * DAY);
  if (!timeline.to && told.length) timeline.to = dayOf(timeOf(told[told.length - 1]) + 300 * DAY);
  const from = timeOf(timeline.from || '2000-01-01'), to = Math.max(from + 31 * DAY, timeOf(timeline.to || '2000-12-31'));
  const scale = time => Math.min(100, 100 * (time - from) / (to - from));
  scale.from = from;
  const fits = matcher('text', timeline.filter);
  const spans = all.filter(span => Math.max(span.out, span.until || 0) >= from && span.from <= to && fits(span.row.cells.join(' ')));
  const lanes = make('div', { class: 'lanes', tabindex: 0, role: 'region', 'aria-label': 'Timeline' });
  const pieces = groupsOf(table, spans, timeline.group).flatMap(([group, subjects]) => [
    ...timeline.group ? [() => make('div', { class: 'lane group' }, make('div', {}, `${group || `no ${timeline.group} told`} (${subjects.size})`))] : [],
    ...[...subjects].sort(([x], [y]) => byText(x, y)).map(([name, own]) => () => laneOf(name, own, scale))]);
  let shown = 0;
  const end = make('div');
  grow = () => {
    const from = shown;
    shown = Math.min(pieces.length, shown + PIECE);
    end.before(...pieces.slice(from, shown).map(piece => piece()));
    return shown < pieces.length;
  };
  const again = change => { Object.assign(timeline, change); showTimeline(); };
  const date = (name, label) => make('label', {}, label + ' ', make('input', { type: 'date', value: timeline[name], onchange: event => again({ [name]: event.target.value }) }));
  const input = make('input', { type: 'search', value: timeline.filter, 'aria-label': 'Filter the timeline', placeholder: 'Filter', onchange: () => again({ filter: input.value }) });
  lanes.append(make('div', { class: 'lane axis' }, make('div', {}, subject), make('div', { class: 'track', style: 'height:22px' },
    ticks(from, to).map(([time, name]) => make('span', { class: 'tick', style: `left:${scale(time)}%` }, name)))), end);
  view.replaceChildren(make('h2', {}, 'Timeline'), make('div', { class: 'tools' },
    timed.length > 1 ? choice('Table', timed.map((t, i) => [String(i), t.name]), String(timeline.table), value => again({ table: Number(value), group: null, from: '', to: '' })) : null,
    choice('By', [['', 'nothing'], ...textColumns.map(name => [name, name])], timeline.group, group => again({ group })),
    input, date('from', 'From'), date('to', 'to'),
    make('span', { class: 'key' }, make('i', { style: 'background:var(--bar)' }), 'until it was told'),
    make('span', { class: 'key' }, make('i', { class: 'hope', style: 'background:repeating-linear-gradient(135deg,var(--hope) 0 3px,transparent 3px 7px);border:1px solid var(--hope)' }), 'expected'),
    make('span', { class: 'quiet', role: 'status' }, `${spans.length} of ${all.length} rows`)), lanes);
  grow();
  watcher.disconnect();
  watcher.observe(end);
}

// --- counts ----------------------------------------------------------------------------------------------------------

const counts = { table: 0, column: null, day: null, per: 'auto' };

function showCounts() {
  const table = timed[counts.table];
  const texts = table.columns.filter(column => column.kind === 'text' && !LAST.has(column.name)).map(column => column.name);
  const days = table.columns.filter(column => column.kind === 'day').map(column => column.name);
  const kind = table.shape.kind === null ? table.shape.subject : table.shape.kind;
  if (counts.column === null) counts.column = table.columns[kind].name;
  if (counts.day === null) counts.day = SINCE;
  const i = table.index[counts.column], { past_from } = table.shape;
  const dayOfRow = counts.day === SINCE ? row => row.cells[past_from] || row.cells[table.index.published]
    : row => row.cells[table.index[counts.day]];
  const months = new Set(table.rows.map(row => dayOfRow(row).slice(0, 7)).filter(Boolean));
  const length = (counts.per === 'auto' ? months.size > 24 : counts.per === 'year') ? 4 : 7;
  const periods = [...new Set([...months].map(month => month.slice(0, length)))].sort();
  const sums = new Map();
  for (const row of table.rows) {
    const own = sums.get(row.cells[i]) || sums.set(row.cells[i], new Map([['', 0], ['all', 0]])).get(row.cells[i]);
    const period = dayOfRow(row).slice(0, length);
    own.set(period, (own.get(period) || 0) + 1);
    own.set('all', own.get('all') + 1);
  }
  const lines = [...sums].sort(([x, a], [y, b]) => b.get('all') - a.get('all') || byText(x, y));
  const most = Math.max(1, ...lines.flatMap(([, own]) => [...own].filter(([period]) => period && period !== 'all').map(([, n]) => n)));
  const link = (n, filters) => n ? make('a', { href: '#' + new URLSearchParams({ view: 'table:' + table.name,
    ...Object.fromEntries(Object.entries(filters).map(([name, value]) => ['f.' + name, value])) }) }, String(n)) : '';
  const cell = (n, filters) => make('td', { style: n ? `background:color-mix(in srgb, var(--bar) ${Math.round(6 + 26 * n / most)}%, transparent)` : null }, link(n, filters));
  const again = change => { Object.assign(counts, change); showCounts(); };
  grow = null;
  view.replaceChildren(make('h2', {}, `${table.name} by ${counts.column} and ${length === 4 ? 'year' : 'month'}`), make('div', { class: 'tools' },
    timed.length > 1 ? choice('Table', timed.map((t, n) => [String(n), t.name]), String(counts.table), value => again({ table: Number(value), column: null, day: null })) : null,
    choice('Rows', texts.map(name => [name, name]), counts.column, column => again({ column })),
    choice('Day', [[SINCE, `${table.columns[past_from].name}, else published`], ...days.map(name => [name, name])], counts.day, day => again({ day })),
    choice('Per', [['auto', 'what fits'], ['month', 'month'], ['year', 'year']], counts.per, per => again({ per }))),
  make('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Counts' }, make('table', { class: 'heat' },
    make('thead', {}, make('tr', {}, [counts.column, 'all', ...periods, 'no day'].map(name => make('th', { scope: 'col' }, name)))),
    make('tbody', {}, lines.map(([name, own]) => make('tr', {}, make('th', { scope: 'row' }, name || 'not told'),
      make('td', { class: 'sum' }, name ? link(own.get('all'), { [counts.column]: name }) : String(own.get('all'))),
      periods.map(period => cell(own.get(period) || 0, { [counts.column]: name, [counts.day]: period })),
      make('td', {}, String(own.get('') || ''))))))));
}

// --- the rest --------------------------------------------------------------------------------------------------------

function showRun() {
  grow = null;
  view.replaceChildren(make('h2', {}, 'How this was made'), make('pre', { tabindex: 0 }, read(document.getElementById('run'))));
}

const views = [
  ...tables.map(table => ['table:' + table.name, table.name, () => showTable(table), table.rows ? table.rows.length : null]),
  ...timed.length ? [['timeline', 'timeline', showTimeline], ['counts', 'counts', showCounts]] : [],
  ['articles', 'articles', showArticles, articles.length],
  ['run', 'run', showRun],
];

function takeFilters() {
  const params = place(), table = tables.find(t => 'table:' + t.name === params.get('view'));
  const filters = [...params].filter(([name]) => name.startsWith('f.'));
  if (!table || !filters.length) return;
  table.state.filters = Object.fromEntries(filters.map(([name, value]) => [name.slice(2), value]));
  for (const [name] of filters) params.delete(name);
  history.replaceState(null, '', '#' + params);
}

let current = null;

function show() {
  takeFilters();
  const wanted = place().get('view') || views[0][0], chosen = views.find(([name]) => name === wanted) || views[0];
  document.getElementById('tabs').replaceChildren(...views.map(([name, title, , n]) => make('a', {
    href: '#' + new URLSearchParams({ view: name }), 'aria-current': name === chosen[0] ? 'page' : null }, title,
  typeof n === 'number' ? make('small', {}, ' ' + n) : null)));
  document.title = `${chosen[1]} – sideline report`;
  current = chosen[0];
  chosen[2]();
}

// A row that is opened leaves the view as it stands; only its mark moves.
function markChosen() {
  const params = place();
  for (const row of view.querySelectorAll('tbody tr')) {
    const link = row.querySelector('a.open'), own = link && new URLSearchParams(link.hash.slice(1));
    row.classList.toggle('chosen', Boolean(own && ['article', 'table', 'row'].every(name => own.get(name) === params.get(name))));
  }
}

addEventListener('hashchange', () => {
  const wanted = place().get('view') || views[0][0];
  if (wanted !== current || [...place()].some(([name]) => name.startsWith('f.'))) show();
  else markChosen();
  showArticle();
});
addEventListener('keydown', event => {
  const typing = event.target.closest('input, select');
  if (event.key === 'Escape' && !tip.hidden) hideTip();
  else if (event.key === 'Escape' && !typing && !pane.hidden) closeArticle();
  else if (event.key === '/' && !typing) {
    const input = view.querySelector('input[type=search]');
    if (input) { input.focus(); event.preventDefault(); }
  }
});
addEventListener('beforeprint', () => {
  let more = Boolean(grow);
  for (let n = view.querySelectorAll('tbody tr, .lane').length; more && n < PAPER; n += PIECE) more = grow();
  if (more) view.append(make('p', { class: 'rest' }, `Only the first ${PAPER} are printed: filter the rest.`));
});
addEventListener('afterprint', () => { for (const note of view.querySelectorAll('.rest')) note.remove(); });

const theme = document.getElementById('theme'), dark = matchMedia('(prefers-color-scheme: dark)');
let isDark = dark.matches;
function nameTheme() { theme.textContent = isDark ? 'Light' : 'Dark'; }
theme.addEventListener('click', () => {
  isDark = !isDark;
  document.documentElement.style.colorScheme = isDark ? 'dark' : 'light';
  nameTheme();
});
nameTheme();
show();
showArticle();
