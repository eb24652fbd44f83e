// @ts-check
/*
 * Text: the form in which texts and queries are compared. docs/search.md describes the folding.
 */

const WHITE = '\\t-\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000'; // Unicode White_Space
const ANY_WHITE = new RegExp('[' + WHITE + ']');
const SPLIT = new RegExp('[' + WHITE + ']+');
const HAN_WHITE = new RegExp('(\\p{Script=Han})[' + WHITE + ']+', 'gu');
const WHITE_HAN = new RegExp('[' + WHITE + ']+(?=\\p{Script=Han})', 'gu');
/** @type {{[character: string]: string}} */
const SINGLE = { '\u2013': '-', '\u2014': '-', '\uff0d': '-', '\u200b': '', '\u200c': '', '\u200d': '', '\u2060': '', '\ufeff': '' };
for (const bracket of '\u3014[\uff08\u3010\u3008\ufe5d') SINGLE[bracket] = '(';
for (const bracket of '\u3015]\uff09\u3011\u3009\ufe5e') SINGLE[bracket] = ')';

/**
 * Makes the table of single characters out of the root's pairs of a traditional and a simplified character.
 * @param {[number, number][]} pairs
 * @returns {FoldTable}
 */
function makeTable(pairs) {
  const map = new Map(Object.entries(SINGLE));
  for (const [from, to] of pairs) map.set(String.fromCodePoint(from), String.fromCodePoint(to));
  const any = new RegExp('[' + Array.from(map.keys()).join('').replace(/[\]\\^-]/g, '\\$&') + ']', 'gu');
  return { any, one: (c) => /** @type {string} */ (map.get(c)), known: new Map() };
}

/**
 * Folding without its last step, which depends on neighbouring characters.
 * @param {string} text
 * @param {FoldTable} table
 */
function foldChars(text, table) {
  const normal = text.normalize('NFKC');
  // Lower case by code point: only a capital sigma depends on its neighbours.
  const lower = normal.includes('\u03a3') ? Array.from(normal, (c) => c.toLowerCase()).join('') : normal.toLowerCase();
  return lower.replace(table.any, table.one);
}

/**
 * The form in which texts and terms are compared.
 * @param {string} text
 * @param {FoldTable} table
 */
function fold(text, table) {
  const out = foldChars(text, table);
  return ANY_WHITE.test(out) ? out.replace(HAN_WHITE, '$1').replace(WHITE_HAN, '') : out;
}

/**
 * Folds a text and maps every unit of the result to its origin in `text`; null if there is no such
 * mapping.
 * @param {string} text
 * @param {FoldTable} table
 * @returns {MappedText | null}
 */
function foldMapped(text, table) {
  const whole = fold(text, table);
  let loose = '';
  const from = [], to = [];
  const cluster = /[^][\p{M}\u1160-\u11ff\uff9e\uff9f]*/gu; // the characters that NFKC may join
  for (let match; (match = cluster.exec(text)); ) {
    let folded = table.known.get(match[0]);
    if (folded === undefined) table.known.set(match[0], (folded = foldChars(match[0], table)));
    for (let i = 0; i < folded.length; i++) {
      from.push(match.index);
      to.push(match.index + match[0].length);
    }
    loose += folded;
  }
  // Then walk along the true result and drop the white space that it lacks.
  /** @type {MappedText} */
  const kept = { whole, from: [], to: [] };
  for (let i = 0, j = 0; j < whole.length; i++, j++) {
    while (i < loose.length && loose[i] !== whole[j] && ANY_WHITE.test(loose[i])) i++;
    if (loose[i] !== whole[j]) return null;
    kept.from.push(from[i]);
    kept.to.push(to[i]);
  }
  return kept;
}

/**
 * The folded terms of a query, each once, without those that are part of another.
 * @param {string} query
 * @param {FoldTable} table
 */
function termsOf(query, table) {
  /** @type {string[]} */
  const all = [];
  for (const part of query.split(SPLIT)) {
    const term = fold(part, table);
    if (term && !all.includes(term)) all.push(term);
  }
  return all.filter((term) => !all.some((other) => other !== term && other.includes(term)));
}

/**
 * The members of several lists in one list. Some supported browsers have no `flatMap`.
 * @template T
 * @param {T[][]} lists
 * @returns {T[]}
 */
function flat(lists) {
  /** @type {T[]} */
  const all = [];
  for (const list of lists) for (const member of list) all.push(member);
  return all;
}
