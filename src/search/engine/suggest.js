// @ts-check
/*
 * Suggestions: pieces of titles whose pinyin begins with the letters of a query.
 */

const LONGEST = 8, SUGGESTED = 6; // characters of a piece of a title; pieces that are suggested

/** @typedef {{text: string[], count: number}} Piece */

/**
 * What a query of two to eight letters may mean.
 * @param {Root} root
 * @param {string} query
 */
async function suggestionsFor(root, query) {
  const initials = fold(query.trim(), root.table), length = initials.length;
  if (!/^[a-z]{2,8}$/.test(initials)) return [];
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
      for (let i = 1; i < line.length; i += 2) pieces.push({ text: Array.from(line[i]), count: line[i + 1] });
    }
  }
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const { text, count } of pieces) {
    const begin = text.slice(0, length).join('');
    counts.set(begin, (counts.get(begin) || 0) + count);
  }
  const best = Array.from(counts).sort((a, b) => b[1] - a[1] || compareCharacters(a[0], b[0])).slice(0, SUGGESTED);
  return best.map(([text, count]) => goOn(Array.from(text), count, pieces)).map((text) => ({ text, query: text }));
}

/**
 * The order of two texts of the same length by their code points.
 * @param {string} a
 * @param {string} b
 */
function compareCharacters(a, b) {
  const others = Array.from(b, codeOf);
  return Array.from(a, codeOf).reduce((order, code, i) => order || code - others[i], 0);
}

/**
 * Extends a piece that nearly always continues in the same way: 退役军 becomes 退役军人.
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
