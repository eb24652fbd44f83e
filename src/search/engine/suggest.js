// @ts-check
/*
 * Suggestions: pieces of titles whose pinyin (Chinese spelled in Latin letters) begins with the
 * letters of a query.
 */

const LONGEST = 8, // the maximum number of characters of a piece of a title, and thus of initials
  SUGGESTED = 6; // the maximum number of pieces that are suggested

/** @typedef {{text: string[], count: number}} Piece */

const DIVISIONS = 6; // the maximum number of ways to read a query of letters as initials
const CONSONANTS = /^(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])/;
const FINALS = 'a ai an ang ao e ei en eng er i ia ian iang iao ie in ing iong iu o ong ou u ua uai uan uang ue ui un uo v ve ng'.split(' ');

/**
 * The initials that a query of letters may mean. A query of two to eight letters may itself be
 * initials. If the query can be divided into syllables, the initials of these syllables are also
 * given. The last syllable may be incomplete.
 * @param {string} query
 */
function initialsOf(query) {
  /** @type {string[]} */
  const out = [];
  if (query.length <= LONGEST) out.push(query);
  /** @param {string} rest @param {string} initials */
  const divide = (rest, initials) => {
    if (initials.length >= LONGEST || out.length >= DIVISIONS) return;
    const longer = initials + rest[0], begins = rest.replace(CONSONANTS, '');
    if (rest.length <= 6 && initials && FINALS.some((f) => f.startsWith(begins)) && !out.includes(longer)) out.push(longer);
    for (let length = Math.min(rest.length - 1, 6); length > 0; length--) if (FINALS.includes(rest.slice(0, length).replace(CONSONANTS, ''))) divide(rest.slice(length), longer);
  };
  divide(query, '');
  return out.slice(0, DIVISIONS);
}

/**
 * The suggestions for a query of letters: the pieces of titles that all its letters, joined, may
 * mean. If there are none, a query is made from the likeliest piece for each word. That query is
 * the only suggestion, and is given only if it finds documents.
 * @param {Root} root
 * @param {string[]} words
 * @param {boolean} cut whether the texts of the documents, not the titles, tell where a piece ends
 */
async function suggestionsFor(root, words, cut) {
  /** @param {string} letters @param {number} most */
  const textsFor = async (letters, most) => {
    /** @type {string[]} */
    const texts = [];
    for (const { text, least } of (await piecesFor(root, letters)).slice(0, most)) texts.push(cut ? await completed(root, text.slice(0, least), text.slice(least)) : text.join(''));
    return texts.filter((text, i) => texts.indexOf(text) === i);
  };
  const together = await textsFor(words.join(''), SUGGESTED);
  if (together.length || words.length < 2) return together.map((text) => ({ text, query: text }));
  const each = (await Promise.all(words.map((word) => textsFor(word, 1)))).map((texts) => texts[0]), query = each.join(' ');
  return each.every(Boolean) && (await matches(root, termsOf(query), EVERYWHERE)).docs.length ? [{ text: query, query }] : [];
}

/**
 * The pieces of titles that some letters may mean. Each has one character for each initial, at
 * `least`, and those that follow in nearly all titles.
 * @param {Root} root
 * @param {string} letters
 */
async function piecesFor(root, letters) {
  const all = letters.length > 1 ? initialsOf(letters) : [];
  /** @type {Map<string, {text: string[], least: number}>} */
  const chosen = new Map();
  for (const [i, pieces] of (await Promise.all(all.map((initials) => piecesOf(root, initials, letters)))).entries())
    for (const text of choose(pieces, all[i].length)) if (chosen.size < SUGGESTED && !chosen.has(text)) chosen.set(text, { text: Array.from(text), least: all[i].length });
  return Array.from(chosen.values());
}

/**
 * What letters among Han characters may spell: the most frequent beginnings of pieces of titles, as
 * long as the letters.
 * @param {Root} root
 * @param {string} letters
 */
async function beginningsFor(root, letters) {
  const syllable = FINALS.includes(letters.replace(CONSONANTS, '')) ? [letters[0]] : [];
  /** @type {string[]} */
  const all = [];
  for (const initials of syllable.concat(initialsOf(letters)))
    for (const { text } of beginningsOf(await piecesOf(root, initials, letters), initials.length)) if (all.length < SUGGESTED && !all.includes(text)) all.push(text);
  return all;
}

/**
 * The pieces of titles whose initials begin with `initials`. If `letters` are not these initials,
 * the full pinyin of the pieces also begins with `letters`.
 * @param {Root} root
 * @param {string} initials
 * @param {string} letters
 */
async function piecesOf(root, initials, letters) {
  const length = initials.length;
  const from = Array.from({ length: LONGEST }, (_, i) => (i < length ? initials.charCodeAt(i) - 96 : 0)).reduce((k, n) => k * 27 + n, 0);
  const to = from + 27 ** (LONGEST - length);
  /** @type {Promise<any[]>[]} */
  const shards = [];
  for (const segment of root.segments) {
    const { keys } = segment.families[SUGGESTIONS];
    keys.forEach((key, i) => {
      if (key < to && !(keys[i + 1] <= from)) shards.push(shard(segment, SUGGESTIONS, i).then(unpackJson));
    });
  }
  /** @type {Piece[]} */
  const pieces = [];
  for (const lines of await Promise.all(shards)) {
    for (const line of lines) {
      if (!line[0].startsWith(initials)) continue;
      for (let i = 1; i < line.length; i += 3) if (initials === letters || line[i + 1].startsWith(letters)) pieces.push({ text: Array.from(line[i]), count: line[i + 2] });
    }
  }
  return pieces;
}

/**
 * The most frequent beginnings of some pieces, extended by `goOn`.
 * @param {Piece[]} pieces
 * @param {number} length
 */
const choose = (pieces, length) => beginningsOf(pieces, length).map(({ text, count }) => goOn(Array.from(text), count, pieces));

/**
 * The most frequent beginnings of some pieces, `length` characters long.
 * @param {Piece[]} pieces
 * @param {number} length
 */
function beginningsOf(pieces, length) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const { text, count } of pieces) {
    const begin = text.slice(0, length).join('');
    counts.set(begin, (counts.get(begin) || 0) + count);
  }
  const best = Array.from(counts).sort((a, b) => b[1] - a[1] || compareCharacters(a[0], b[0])).slice(0, SUGGESTED);
  return best.map(([text, count]) => ({ text, count }));
}

/**
 * The order of two equally long texts by code points.
 * @param {string} a
 * @param {string} b
 */
function compareCharacters(a, b) {
  const others = Array.from(b, codeOf);
  return Array.from(a, codeOf).reduce((order, code, i) => order || code - others[i], 0);
}

/**
 * Extends a piece that nearly all titles continue in the same way: 退役军 becomes 退役军人.
 * @param {string[]} text
 * @param {number} count
 * @param {Piece[]} pieces
 */
function goOn(text, count, pieces) {
  for (;;) {
    /** @type {Map<string, number>} */
    const next = new Map();
    pieces = pieces.filter((piece) => text.every((c, i) => piece.text[i] === c));
    for (const piece of pieces) if (piece.text.length > text.length) next.set(piece.text[text.length], (next.get(piece.text[text.length]) || 0) + piece.count);
    const more = Array.from(next).find(([, n]) => n * 20 >= count * 19);
    if (!more) return text.join('');
    text.push(more[0]);
    count = more[1];
  }
}
