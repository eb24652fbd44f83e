// @ts-check
/*
 * The form in which texts and queries are compared. docs/search.md describes the folding. Call
 * `ready` with a text before you fold the text.
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

/** The Han characters of GB 2312 (the simplified ones in use), in its order. */
const HAN = new TextDecoder('gbk').decode(Uint8Array.from({ length: 72 * 94 * 2 }, (_, i) => (i & 1 ? 0xa1 + (i >> 1) % 94 : 0xb0 + Math.floor(i / 188))));
// A text needs the pairs of traditional and simplified characters only if it has a character
// outside `HAN` and these ranges. Folding turns no character of these ranges into one that has a
// pair.
const UNCOMMON = new RegExp('[^\\0-\\u2e7f\\u3000-\\u3037\\u303b-\\u30ff\\u3220-\\u3229\\u3380-\\u33df\\ue000-\\uf8ff\\uff00-\\uffef' + HAN + ']');

/** @type {FoldTable} */
let table;
/** @param {[string, string][]} pairs of a traditional and a simplified character */
function useTable(pairs) {
  const map = new Map(Object.entries(SINGLE).concat(pairs));
  const any = new RegExp('[' + Array.from(map.keys()).join('').replace(/[\]\\^-]/g, '\\$&') + ']', 'gu');
  table = { any, one: (c) => /** @type {string} */ (map.get(c)), known: new Map() };
}
useTable(Array.from({ length: PAIRS.length / 2 }, (_, i) => [PAIRS[2 * i], PAIRS[2 * i + 1]]));

/** @type {Promise<void> | null} */
let pairsPromise = null;

/**
 * Makes a text foldable: loads the pairs if the text has an uncommon character.
 * @param {string} text
 */
async function ready(text) {
  if (!UNCOMMON.test(text)) return;
  if (!pairsPromise) {
    pairsPromise = load(PAIRS_FILE, PAIRS_SUM).then(inflate).then((bytes) => useTable(readPairs(new ByteReader(bytes))));
    pairsPromise.catch(() => (pairsPromise = null));
  }
  await pairsPromise;
}

/**
 * Folding without its last step, which removes the white space beside Han characters.
 * @param {string} text
 */
function foldChars(text) {
  const normal = text.normalize('NFKC');
  // Each code point is changed alone, because the lower case of a capital sigma would otherwise
  // depend on its neighbours.
  const lower = normal.includes('\u03a3') ? Array.from(normal, (c) => c.toLowerCase()).join('') : normal.toLowerCase();
  return lower.replace(table.any, table.one);
}

/**
 * The form in which texts and terms are compared.
 * @param {string} text
 */
function fold(text) {
  const out = foldChars(text);
  return ANY_WHITE.test(out) ? out.replace(HAN_WHITE, '$1').replace(WHITE_HAN, '') : out;
}

/**
 * Folds a text and maps each UTF-16 unit of the result to its place in `text`; null if that is
 * impossible.
 * @param {string} text
 * @returns {MappedText | null}
 */
function foldMapped(text) {
  const whole = fold(text);
  let loose = '';
  const from = [], to = [];
  const cluster = /[^][\p{M}\u1160-\u11ff\uff9e\uff9f]*/gu; // the characters that NFKC may join
  for (let match; (match = cluster.exec(text)); ) {
    let folded = table.known.get(match[0]);
    if (folded === undefined) table.known.set(match[0], (folded = foldChars(match[0])));
    for (let i = 0; i < folded.length; i++) {
      from.push(match.index);
      to.push(match.index + match[0].length);
    }
    loose += folded;
  }
  // `loose` still has the white space that the last step removes. The comparison with `whole`
  // leaves out the places of this white space.
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
 * The folded terms of a query, each once. A term that is part of another term is left out.
 * @param {string} query
 */
function termsOf(query) {
  /** @type {string[]} */
  const all = [];
  for (const part of query.split(SPLIT)) {
    const term = fold(part);
    if (term && !all.includes(term)) all.push(term);
  }
  return all.filter((term) => !all.some((other) => other !== term && other.includes(term)));
}

/**
 * All members of several lists in one list. `flatMap` is newer than ES2018, the limit for scripts.
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
