// @ts-check
/*
 * Finds what a term that occurs nowhere may be meant for: the name that it shortens, a word with
 * another character in its middle, or what its letters spell. The rules are in docs/search.md,
 * section 11.
 */

const SHORT = 3, SHORTEST = 8; // the length of a short name: at least, at most
const FULL = 4; // a full name has at most so many times the characters of its short name
const AFTER = 4; // the maximum number of characters that complete a wording
const COMBINED = 12; // the maximum number of meanings of letters among Han characters

/** Whether a character is a letter and no part of a number. @param {string | undefined} c */
const isPlain = (c) => c !== undefined && LETTER.test(c) && !COUNTED.includes(c);

/**
 * How many documents have a wording.
 * @param {Root} root
 * @param {string} text
 */
const totalOf = async (root, text) => (await matches(root, termsOf(text), EVERYWHERE)).docs.length;

/**
 * A wording with the characters that follow it in nearly all documents that have it.
 * @param {Root} root
 * @param {string[]} wording
 * @param {string[]} after the characters that follow it in one document
 */
async function completed(root, wording, after) {
  let text = wording.join(''), total = after.length ? await totalOf(root, text) : 0;
  for (const c of after) {
    const longer = await totalOf(root, text + c);
    if (longer * 20 < total * 19) break;
    text += c;
    total = longer;
  }
  return text;
}

/**
 * The place of the shortest wording in a text that has all characters of a term in their order. The
 * characters between them are neither marks nor parts of numbers. Null if there is none.
 * @param {string[]} text
 * @param {string[]} term
 */
function fullIn(text, term) {
  /** @type {[number, number] | null} */
  let best = null;
  for (let from = 0; from < text.length; from++) {
    if (text[from] !== term[0]) continue;
    let to = from + 1, found = 1;
    for (const end = Math.min(text.length, from + FULL * term.length); found < term.length && to < end; to++) {
      if (text[to] === term[found]) found++;
      else if (!isPlain(text[to])) break;
    }
    if (found === term.length && (!best || to - from < best[1] - best[0])) best = [from, to];
  }
  return best;
}

/**
 * The place of the first wording in a text that differs from a term of three characters by the one
 * in the middle. Null if there is none.
 * @param {string[]} text
 * @param {string[]} term
 * @returns {[number, number] | null}
 */
function middleIn(text, term) {
  const at = text.findIndex((c, i) => c === term[0] && text[i + 2] === term[2] && isPlain(text[i + 1]));
  return at < 0 ? null : [at, at + 3];
}

/** @param {string[]} term */
const isShort = (term) => term.length >= SHORT && term.length <= SHORTEST && term.every((c) => LETTER.test(c)) && term.some(isPlain);

/**
 * The names of issuing bodies that a term shortens; none if there are too many.
 * @param {Root} root
 * @param {string} word
 */
function bodiesNamed(root, word) {
  const term = Array.from(word);
  /** @type {string[]} */
  const names = [];
  if (!isShort(term)) return names;
  for (const { name, values } of root.facets) {
    if (name !== 'issuing_body') continue;
    for (const body of flat(values)) if (!names.includes(body) && fullIn(Array.from(fold(body)), term)) names.push(body);
  }
  return names.length > OFFERED ? [] : names;
}

/**
 * The wordings that `find` gives for the nearest documents that have some characters; those of the
 * most documents come first. A wording must be in a quarter of these documents.
 * @param {Root} root
 * @param {string} word
 * @param {string} needed
 * @param {(text: string[], term: string[]) => [number, number] | null} find
 */
async function frequentIn(root, word, needed, find) {
  const term = Array.from(word), pairs = itemsOf(loosened(word), 0).items;
  /** @type {Map<string, {count: number, after: string[]}>} */
  const found = new Map();
  const ids = await nearest(root, [itemsOf(loosened(needed), Infinity), { items: pairs, need: 0 }], EVERYWHERE);
  for (let i = 0; i < ids.length; i += TOGETHER) {
    for (const fields of await Promise.all(ids.slice(i, i + TOGETHER).map((id) => fieldsOf(root, id, false)))) {
      /** @type {Set<string>} */
      const here = new Set();
      for (const field of fields) {
        const place = find(field, term);
        if (!place) continue;
        const text = field.slice(place[0], place[1]).join(''), rest = field.slice(place[1], place[1] + AFTER), stop = rest.findIndex((c) => !isPlain(c));
        if (!found.has(text)) found.set(text, { count: 0, after: stop < 0 ? rest : rest.slice(0, stop) });
        here.add(text);
      }
      found.forEach((one, text) => (one.count += here.has(text) ? 1 : 0));
    }
    await breathe();
  }
  const best = Array.from(found).filter(([, one]) => one.count * 4 >= ids.length).sort((a, b) => b[1].count - a[1].count).slice(0, OFFERED);
  /** @type {string[]} */
  const texts = [];
  for (const [text, { after }] of best) texts.push(find === fullIn ? await completed(root, Array.from(text), after) : text);
  return texts;
}

/**
 * A term with each run of letters replaced by what it may spell; the most frequent texts first.
 * @param {Root} root
 * @param {string} word
 */
async function spelledOut(root, word) {
  const parts = word.match(/[a-z]+|[^a-z]+/g) || [];
  let texts = [''];
  for (const part of parts) {
    const meant = /^[a-z]{2,40}$/.test(part) ? await beginningsFor(root, part) : [part];
    texts = flat(texts.map((text) => meant.map((more) => text + more))).slice(0, COMBINED);
  }
  /** @type {{text: string, total: number}[]} */
  const found = [];
  for (const text of texts) found.push({ text, total: await totalOf(root, text) });
  return found.filter(({ total }) => total).sort((a, b) => b.total - a.total).slice(0, OFFERED).map(({ text }) => text);
}

/**
 * Wordings of the documents for a term that occurs nowhere.
 * @param {Root} root
 * @param {string} word
 */
async function wordingsFor(root, word) {
  const term = Array.from(word);
  if (/[a-z]{2}/.test(word) && term.some((c) => c > '\x7f' && isPlain(c))) return spelledOut(root, word);
  const near = await nearWordings(root, word, EVERYWHERE);
  if (near.length || !isShort(term)) return near;
  const full = await frequentIn(root, word, term.filter(isPlain).join(''), fullIn);
  return full.length || term.length !== 3 || !term.every(isPlain) ? full : frequentIn(root, word, term[0] + term[2], middleIn);
}
