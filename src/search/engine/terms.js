// @ts-check
/*
 * Chooses the grams by which a term is looked up. A "gram" is a short piece of text under which the
 * index lists documents.
 */

/**
 * The estimated cost of loading a gram's list. The estimate uses only the root. The cost grows with
 * the number of shards that may have the gram. It grows by up to 1 more if the first key of the
 * first such shard is close to that of the next shard. Shards have similar sizes, so such a shard
 * has long lists.
 * @param {Shards} family
 * @param {number} key
 */
function weight(family, key) {
  const found = shardsOf(family, key, null), i = found[0];
  if (i === undefined) return 0;
  const span = (i + 1 < family.keys.length ? family.keys[i + 1] : Infinity) - family.keys[i];
  return 1 + 2 * (found.length - 1) + 1 / (1 + Math.log2(1 + Math.max(0, span)));
}

/**
 * The key of two adjacent characters.
 * @param {string} a
 * @param {string} b
 */
const pairKey = (a, b) => codeOf(a) * SHIFT + codeOf(b) + 1;

/** @param {string} character */
const codeOf = (character) => /** @type {number} */ (character.codePointAt(0));

/**
 * The grams that cover a term and cost least to load in a segment, in the order of their offsets.
 * @param {Segment} segment
 * @param {string} text
 * @returns {Term}
 */
function cover(segment, text) {
  const chars = Array.from(text), count = chars.length;
  const white = chars.map((c) => ANY_WHITE.test(c));
  /** @type {{cost: number, grams: Gram[]}[]} */
  const best = [{ cost: 0, grams: [] }]; // at index n: the best grams for the first n characters
  /**
   * @param {number} from
   * @param {number} length
   * @param {number} key
   */
  const relax = (from, length, key) => {
    // A pair of ASCII characters costs more, because it is common in numbers. Four digits cost less
    // towards the end, because the last digits of a number are the most distinctive.
    const known = length === 4 ? -from / 64 : length === 2 && key < ASCII ? 0.5 : 0;
    /** @type {Gram} */
    const gram = { key, offset: from, length, cost: weight(segment.families[DOCUMENTS], key) + known, list: null };
    for (let j = from; j < from + length; j++) {
      const before = best[j], end = best[from + length];
      if (before && (!end || before.cost + gram.cost < end.cost)) best[from + length] = { cost: before.cost + gram.cost, grams: before.grams.concat(gram) };
    }
  };
  for (let i = 0; i < count; i++) {
    const lone = (i === 0 || white[i - 1]) && (i + 1 === count || white[i + 1]);
    if (white[i]) best[i + 1] = best[i]; // no gram has white space; the search in the text checks it
    else if (lone) relax(i, 1, codeOf(chars[i]) * SHIFT);
    else if (i + 1 < count && !white[i + 1]) relax(i, 2, pairKey(chars[i], chars[i + 1]));
    const four = chars.slice(i, i + 4).join('');
    if (/^[0-9]{4}$/.test(four)) relax(i, 4, 0x110000 * SHIFT + Number(four) + 1);
  }
  const grams = best[count].grams;
  return { text, grams, bridges: bridgesOf(grams, chars, white), whole: !white.includes(true), digit: /[0-9]/.test(text), length: count };
}

/**
 * The pairs of characters at the seams between the grams of a term. These pairs are mostly rarer
 * than the grams.
 * @param {Gram[]} grams
 * @param {string[]} chars
 * @param {boolean[]} white
 */
function bridgesOf(grams, chars, white) {
  /** @type {Gram[]} */
  const bridges = [];
  for (const { offset, length } of grams) {
    const i = offset + length - 1, [a, b] = [chars[i], chars[i + 1]];
    const inside = grams.some((g) => g.offset <= i && g.offset + g.length > i + 1);
    if (b && !white[i] && !white[i + 1] && !inside && !/^[0-9]{2}$/.test(a + b)) bridges.push({ key: pairKey(a, b), offset: i, length: 2, cost: 0, list: null });
  }
  return bridges;
}

/**
 * All terms joined into one. The pairs at the seams between terms are added as grams, because they
 * are mostly rare.
 * @param {Segment} segment
 * @param {string[]} words
 */
function coverPhrase(segment, words) {
  const term = cover(segment, words.join('')), chars = Array.from(term.text);
  let at = 0;
  for (const word of words.slice(0, -1)) {
    at += Array.from(word).length;
    const [a, b] = [chars[at - 1], chars[at]];
    if (ANY_WHITE.test(a + b) || term.grams.some((g) => g.offset < at && g.offset + g.length > at)) continue;
    term.grams.push({ key: pairKey(a, b), offset: at - 1, length: 2, cost: 0, list: null });
  }
  term.grams.sort((a, b) => a.offset - b.offset);
  return term;
}
