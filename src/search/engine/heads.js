// @ts-check
/*
 * The head of a document is every searched field but the body. This file finds terms in it, and
 * computes the points, which docs/search.md lists.
 */

// The places of a term in a head, as bits. Each of WHOLE, TAIL, BOUNDED and BEGIN is the first of
// three bits, one for each kind of number. BEGIN means that a term without digits begins the
// number.
const WHOLE = 1, TAIL = 8, BOUNDED = 64, LOOSE = 512, TITLE = 1024, WHOLE_TITLE = 2048, LOOSE_TITLE = 4096, SUMMARY = 8192;
const IN_NUMBER = 16384, IN_ATTACHMENT = 32768, BEGIN = 65536;
const NUMBERS = 7; // multiplied by WHOLE, TAIL, BOUNDED or BEGIN: the bits of all three kinds of number

/**
 * The bits of one occurrence of a term: one bit, or LOOSE and a bit of BEGIN. `flags`: 1 = the term
 * does not begin inside a sequence of digits, 2 = it does not end inside one, 4 = it ends the
 * field.
 * @param {Term} term
 * @param {number} field
 * @param {number} offset
 * @param {number} flags
 */
function place(term, field, offset, flags) {
  const ends = flags & 4, clean = (flags & 3) === 3;
  if (field === 0) return offset === 0 && ends ? WHOLE_TITLE : clean ? TITLE : LOOSE_TITLE;
  if (field > 3) return field === 5 || field === 6 ? SUMMARY : LOOSE;
  if (offset === 0 && ends) return WHOLE << (field - 1);
  if (!term.digit && offset === 0) return LOOSE | (BEGIN << (field - 1));
  return term.digit && clean ? (ends ? TAIL : BOUNDED) << (field - 1) : LOOSE;
}

/**
 * Finds a term in heads by the places of its grams; the result is by document.
 * @param {Term} term
 */
function headsFromLists(term) {
  const lists = term.grams.map((gram) => /** @type {DocumentList} */ (gram.list)), last = lists.length - 1;
  /** @type {Map<number, Head>} */
  const found = new Map();
  const at = lists.map(() => 0), offsets = term.grams.map((gram) => gram.offset);
  const first = lists[0].places;
  next: for (let i = 0; i < first.length; i++) {
    for (let l = 1; l <= last; l++) {
      const places = lists[l].places, aim = first[i] + offsets[l];
      while (places[at[l]] < aim) at[l]++;
      if (places[at[l]] !== aim) continue next;
    }
    const flags = (lists[0].flags[i] & 1) | (lists[last].flags[last ? at[last] : i] & 6);
    const offset = first[i] % FIELDS, rest = (first[i] - offset) / FIELDS;
    addHead(found, Math.floor(rest / 8), term, rest % 8, offset, flags);
  }
  return found;
}

/**
 * @param {Map<number, Head>} found
 * @param {number} doc
 * @param {Term} term
 * @param {number} field
 * @param {number} offset
 * @param {number} flags
 */
function addHead(found, doc, term, field, offset, flags) {
  let head = found.get(doc);
  if (!head) found.set(doc, (head = { bits: 0 }));
  head.bits |= place(term, field, offset, flags) | (field === 7 ? IN_ATTACHMENT : field > 0 && field < 4 ? IN_NUMBER : 0);
}

/**
 * The head fields of a document, from its SearchText record, each with its code. They are in the
 * order of the codes.
 * @param {SearchText} text
 */
function headFields(text) {
  const [index, title, , number, body] = text.r;
  /** @type {[number, string][]} */
  const out = [[0, title]];
  if (index) out.push([1, index]);
  if (number) out.push([2, number]);
  /** @type {[number, string[] | undefined][]} */
  const lists = [[3, text.n], [4, (body ? [body] : []).concat(text.i || [])], [5, text.k], [6, text.s], [7, text.a]];
  for (const [field, values] of lists) for (const value of values || []) out.push([field, value]);
  return out;
}

/**
 * Finds a term in the head of one text.
 * @param {Term} term
 * @param {SearchText} text
 * @param {number} doc
 * @param {Map<number, Head>} found
 */
function headFromText(term, text, doc, found) {
  /** @param {string | undefined} c */
  const digit = (c) => c !== undefined && c >= '0' && c <= '9';
  for (const [field, value] of text.head) {
    for (let i = value.indexOf(term.text); i >= 0; i = value.indexOf(term.text, i + 1)) {
      const end = i + term.text.length;
      const flags = (digit(value[i - 1]) && digit(value[i]) ? 0 : 1) | (digit(value[end - 1]) && digit(value[end]) ? 0 : 2) | (end === value.length ? 4 : 0);
      addHead(found, doc, term, field, field ? i : Array.from(value.slice(0, i)).length, flags);
    }
  }
}

/**
 * The points of a document for where each term occurs in its head.
 * @param {(Head | undefined)[]} heads
 */
function score(heads) {
  let others = 0, points = 0;
  for (const head of heads) if (head) others |= (head.bits | (head.bits >> 3) | (head.bits >> 16)) & NUMBERS;
  for (const head of heads) {
    const bits = head ? head.bits : 0;
    points += bits & NUMBERS * WHOLE ? 100 : bits & NUMBERS * TAIL ? 60 : bits & WHOLE_TITLE ? 55 : bits & others * BOUNDED ? 50
      : bits & TITLE ? 40 : bits & LOOSE_TITLE ? 35 : bits & SUMMARY ? 20 : bits & NUMBERS * BOUNDED ? 12 : bits & LOOSE ? 10 : 0;
  }
  return points;
}

/** For each part of the head to which a search can be limited, the bits of the places in it. */
const PARTS = /** @type {{[part: string]: number}} */ ({ title: TITLE | WHOLE_TITLE | LOOSE_TITLE, number: IN_NUMBER, attachments: IN_ATTACHMENT });

/**
 * The extra points of a document with adjacent terms in the order of the query.
 * @param {Head | undefined} head
 */
const scorePhrase = (head) => (!head ? 5 : head.bits & (NUMBERS * WHOLE | WHOLE_TITLE) ? 15 : head.bits & (TITLE | LOOSE_TITLE) ? 10 : 5);
