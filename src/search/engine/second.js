// @ts-check
/*
 * Offers a similar query when a query finds nothing. The rules are in docs/search.md, section 11.
 */

// A "mark" is a character that is neither a letter nor a digit, and not a sign inside a number.
const GAP = 6; // the maximum number of marks between two characters of a term
const NEAREST = 24, // the maximum number of documents that are read
  TOGETHER = 8; // the maximum number of documents that are read at a time
const LISTS = 12; // the approximate number of lists that are loaded for a long term
const LONG = 8; // from this number of digits on, a number is looked up by its groups of four digits
const OFFERED = 3; // the maximum number of wordings that are offered
/** @type {{[character: string]: string}} all forms of a character that has more than one */
const FORMS = {};
for (let i = 0; i < VARIANTS.length; i += 2) {
  const [a, b] = [VARIANTS[i], VARIANTS[i + 1]];
  FORMS[a] = (FORMS[a] || a) + b;
  FORMS[b] = (FORMS[b] || b) + a;
}

/** @typedef {{character: string, forms: string, apart: boolean}} Loose a character of a term, all its forms, and whether a mark must stand before it */

/**
 * The ways to write the character at `at`, if it is a zero in a number and has more than one;
 * otherwise empty.
 * @param {string[]} chars
 * @param {number} at
 */
function zerosFor(chars, at) {
  if (!ZEROS.includes(chars[at])) return '';
  /** @param {(c: string) => boolean} belongs */
  const run = (belongs) => {
    let from = at, to = at + 1;
    while (from > 0 && belongs(chars[from - 1])) from--;
    while (to < chars.length && belongs(chars[to])) to++;
    return chars.slice(from, to);
  };
  if (run((c) => (ZEROS + NUMERALS).includes(c)).some((c) => NUMERALS.includes(c))) return ZEROS;
  if (chars[at] !== '0' && chars[at] !== '\u96f6' && run((c) => isDigit(c) || ZEROS.includes(c)).some((c) => c >= '1' && c <= '9')) return chars[at] + '0';
  return '';
}

/**
 * The characters of a folded term without its marks, each with all its forms.
 * @param {string} term
 */
function loosened(term) {
  const chars = Array.from(term);
  /** @type {Loose[]} */
  const out = [];
  let apart = false;
  chars.forEach((character, at) => {
    const zeros = zerosFor(chars, at);
    if (!zeros && !LETTER.test(character)) {
      apart = true;
      return;
    }
    const last = out[out.length - 1];
    out.push({ character, forms: zeros || FORMS[character] || character, apart: apart && isDigit(character) && last !== undefined && isDigit(last.character) });
    apart = false;
  });
  return out;
}

/**
 * The first place in a folded text that matches a loosened term; null if there is none. `pieces` is
 * the wording there, divided at its marks except those between digits. `changed` tells whether a
 * character has another form than in the term.
 * @param {string[]} text
 * @param {Loose[]} term
 */
function looseIn(text, term) {
  next: for (let at = 0; at < text.length; at++) {
    if (!term[0].forms.includes(text[at])) continue;
    const pieces = [text[at]];
    let changed = text[at] !== term[0].character, i = at + 1;
    for (const { character, forms, apart } of term.slice(1)) {
      const from = i;
      while ((apart && i === from) || i >= text.length || !forms.includes(text[i])) {
        if (i >= text.length || i - from >= GAP || LETTER.test(text[i])) continue next;
        i++;
      }
      changed = changed || text[i] !== character;
      if (from === i || (isDigit(text[from - 1]) && isDigit(text[i]))) pieces[pieces.length - 1] += text.slice(from, i + 1).join('');
      else pieces.push(text[i]);
      i++;
    }
    return { pieces, changed };
  }
  return null;
}

/**
 * The first wording in a text that differs from a term by one character: the character is replaced
 * or, inside the term, inserted or left out. That character is no mark, digit or numeral. Empty if
 * there is no such wording.
 * @param {string[]} text
 * @param {string[]} term
 */
function nearIn(text, term) {
  const whole = term.length;
  /** @param {number} at @param {number} from */
  const rest = (at, from) => at + whole - from <= text.length && term.slice(from).every((c, i) => c === text[at + i]);
  /** @param {string | undefined} c */
  const free = (c) => c === undefined || (LETTER.test(c) && !isDigit(c) && !(NUMERALS + ZEROS).includes(c));
  for (let at = 0; at < text.length; at++) {
    let same = 0;
    while (same < whole && text[at + same] === term[same]) same++;
    const typed = term[same], found = text[at + same];
    if (!free(typed) || !free(found) || found === undefined) continue;
    if (rest(at + same + 1, same + 1)) return text.slice(at, at + whole).join('');
    if (same && same + 1 < whole && rest(at + same, same + 1)) return text.slice(at, at + whole - 1).join('');
    if (same && rest(at + same + 1, same)) return text.slice(at, at + whole + 1).join('');
  }
  return '';
}

/**
 * The keys of all groups of four digits in the long numbers of a term, and the characters that they
 * cover. Nearly every document has the pairs of digits, so pairs do not help.
 * @param {Loose[]} term
 */
function foursIn(term) {
  /** @type {number[]} */
  const keys = [];
  const covered = new Uint8Array(term.length);
  for (let from = 0, to; from < term.length; from = to) {
    for (to = from; to < term.length && isDigit(term[to].character) && (to === from || !term[to].apart); ) to++;
    if (to - from >= LONG) {
      covered.fill(1, from, to);
      for (let i = from; i + 4 <= to; i++) keys.push(0x110000 * SHIFT + Number(term.slice(i, i + 4).map((c) => c.character).join('')) + 1);
    }
    if (to === from) to++;
  }
  return { keys: Array.from(new Set(keys)), covered };
}

/**
 * The lists that decide whether a document may have a loosened term. Each item gives the keys of
 * all forms of one list. `need` is the number of these lists on which a document must be. A term of
 * `least` characters or more is looked up by its pairs.
 * @param {Loose[]} term
 * @param {number} least
 */
function itemsOf(term, least) {
  const count = term.length, step = count > 6 ? Math.max(2, Math.ceil(count / LISTS)) : 1;
  /** @type {number[][]} */
  const items = [];
  if (count < least) {
    for (const { forms } of term) items.push(Array.from(forms, (c) => codeOf(c) * SHIFT));
    return { items, need: items.length };
  }
  /** @type {number[]} */
  const offsets = [];
  for (let at = 0; at < count - 2; at += step) offsets.push(at);
  const { keys, covered } = foursIn(term);
  for (const at of offsets.concat(count - 2)) {
    const [a, b] = [term[at], term[at + 1]];
    if (!b.apart && !(covered[at] && covered[at + 1])) items.push(flat(Array.from(a.forms, (x) => Array.from(b.forms, (y) => pairKey(x, y)))));
  }
  const pairs = Math.max(keys.length ? 0 : 1, items.length - Math.min(Math.max(items.length >> 1, 2), 4));
  return { items: items.concat(keys.map((key) => [key])), need: pairs + (keys.length >> 2) };
}

/**
 * At most `NEAREST` documents that are on enough lists of every plan: first those on the most
 * lists, then the newest.
 * @param {Root} root
 * @param {{items: number[][], need: number}[]} plans see `itemsOf`
 * @param {Scope} scope
 */
async function nearest(root, plans, scope) {
  /** @type {{id: number, points: number}[]} */
  const all = [];
  if (plans.some((plan) => !plan.items.length)) return [];
  await Promise.all(root.segments.map(async (segment) => {
    const size = segment.to - segment.from, points = new Uint16Array(size), fits = new Uint8Array(size);
    for (const { items, need } of plans) {
      const lists = await Promise.all(items.map((keys) => Promise.all(keys.map((key) => documentsOf(segment, key)))));
      await breathe();
      const held = new Uint8Array(size);
      for (const forms of lists) for (const doc of new Set(flat(forms.map((list) => list.docs)))) held[doc]++;
      for (let doc = 0; doc < size; doc++) {
        if (held[doc] < need) continue;
        fits[doc]++;
        points[doc] += held[doc];
      }
    }
    for (let doc = 0; doc < size; doc++) {
      const id = segment.from + doc;
      if (fits[doc] === plans.length && (!scope.allowed || scope.allowed[id])) all.push({ id, points: points[doc] });
    }
  }));
  return all.sort((a, b) => b.points - a.points || newestFirst(root)(a.id, b.id)).slice(0, NEAREST).map((one) => one.id);
}

/**
 * The folded fields and blocks of a document; with `inside`, also the blocks of its attachments.
 * @param {Root} root
 * @param {number} id
 * @param {boolean} inside
 */
async function fieldsOf(root, id, inside) {
  const segment = root.segments.find((s) => id >= s.from && id < s.to);
  if (!segment) throw new Damaged('a document lies in no segment');
  const text = await textOf(root, segment, id - segment.from), blocks = text.blocks.slice();
  if (inside) {
    await inAttachments(root, segment, id - segment.from, text, (passage) => {
      blocks.push(...passage[3]);
      return false;
    });
  }
  return text.head.map(([, value]) => value).concat(blocks).map((value) => Array.from(value));
}

/**
 * Reads documents, first one and then a few at a time, until `look` returns true. The second pass
 * also reads attachments, which are in separate files.
 * @param {Root} root
 * @param {number[]} ids
 * @param {(fields: string[][]) => boolean} look
 */
async function readUntil(root, ids, look) {
  for (const inside of [false, true]) {
    for (let i = 0, size = 1; i < ids.length; i += size, size = TOGETHER) {
      for (const fields of await Promise.all(ids.slice(i, i + size).map((id) => fieldsOf(root, id, inside)))) if (look(fields)) return;
      await breathe();
    }
  }
}

/**
 * The query in the wording of the nearest document that has all terms, apart from marks and forms
 * of characters; null if there is no such document. The reason tells whether forms of characters
 * differ, or only marks.
 * @param {Root} root
 * @param {string[]} words
 * @param {Scope} scope
 */
async function looseQuery(root, words, scope) {
  const terms = words.map(loosened);
  if (!terms.length || terms.some((term) => !term.length)) return null;
  /** @type {{pieces: string[], changed: boolean}[] | null} */
  let best = null;
  await readUntil(root, await nearest(root, terms.map((term) => itemsOf(term, 4)), scope), (fields) => {
    const found = [];
    for (const term of terms) {
      let one = null;
      for (const field of fields) if ((one = looseIn(field, term))) break;
      if (!one) return false;
      found.push(one);
    }
    best = found;
    return true;
  });
  const found = /** @type {{pieces: string[], changed: boolean}[] | null} */ (best);
  return found && { reason: found.some((one) => one.changed) ? 'variant' : 'punctuation', query: flat(found.map((one) => one.pieces)).join(' ') };
}

/**
 * Wordings in the documents that differ from a term by one character; none for a term with fewer
 * than four characters, or fewer than three outside numbers with their units.
 * @param {Root} root
 * @param {string} word
 * @param {Scope} scope
 */
async function nearWordings(root, word, scope) {
  const term = Array.from(word);
  /** @type {string[]} */
  const out = [];
  if (term.length < 4 || lettersBesideNumbers(word) < 3) return out;
  await readUntil(root, await nearest(root, [itemsOf(loosened(word), 4)], scope), (fields) => {
    for (const field of fields) {
      const wording = nearIn(field, term);
      if (!wording) continue;
      if (!out.includes(wording)) out.push(wording);
      break;
    }
    return out.length >= OFFERED;
  });
  return out;
}

/**
 * A query divided into terms at its marks. Empty if a mark other than white space is between
 * digits.
 * @param {string} query
 */
function withoutMarks(query) {
  const chars = Array.from(query.normalize('NFKC'));
  const mark = (/** @type {string} */ c) => !LETTER.test(c) && !/\p{M}/u.test(c) && !'\u25cb\u25ef'.includes(c);
  for (let i = 1; i < chars.length; i++) {
    const from = i;
    while (i < chars.length && mark(chars[i])) i++;
    if (from < i && isDigit(chars[from - 1]) && isDigit(chars[i]) && chars.slice(from, i).some((c) => !ANY_WHITE.test(c))) return '';
  }
  return chars.map((c) => (mark(c) ? ' ' : c)).join('').trim().split(SPLIT).join(' ');
}

/**
 * A query to offer, with the number of documents that it finds; null if it finds nothing.
 * @param {Root} root
 * @param {string} reason
 * @param {string} query
 * @param {Scope} scope
 * @returns {Promise<Relaxed | null>}
 */
async function offered(root, reason, query, scope) {
  const terms = termsOf(query), total = terms.length ? (await matches(root, terms, scope)).docs.length : 0;
  return total ? { reason, query, total } : null;
}

/**
 * The replacement for a query that finds nothing: the first other form that finds documents.
 * @param {Root} root
 * @param {string} query
 * @param {string[]} words
 * @param {Scope} scope
 * @returns {Promise<Relaxed | null>}
 */
async function relax(root, query, words, scope) {
  const bare = withoutMarks(query), folded = words.join(' ');
  const same = termsOf(bare).join(' ') === folded;
  const plain = !bare || same ? null : await offered(root, 'punctuation', bare, scope);
  if (plain) return plain;
  const forms = otherNumerals(folded);
  const arabic = forms.map(termsOf).map(numberForms);
  for (const form of numberForms(words).concat(flat(arabic), forms)) {
    const found = await offered(root, 'number', form, scope);
    if (found) return found;
  }
  for (const form of [folded].concat(forms.slice(0, 2))) {
    const loose = await looseQuery(root, termsOf(form), scope);
    const found = loose && (await offered(root, form === folded ? loose.reason : 'number', loose.query, scope));
    if (found) return found;
  }
  return null;
}

/**
 * The query without one of its terms. If several such queries find documents, it is the one that
 * finds the fewest.
 * @param {Root} root
 * @param {string[]} typed
 * @param {Scope} scope
 * @returns {Promise<Relaxed | null>}
 */
async function withoutOne(root, typed, scope) {
  /** @type {Relaxed | null} */
  let best = null;
  for (let drop = typed.length - 1; drop >= 0 && typed.length > 1; drop--) {
    const query = typed.filter((_, i) => i !== drop).join(' ');
    const total = (await matches(root, termsOf(query), scope)).docs.length;
    if (total && (!best || total < best.total)) best = { reason: 'term', query, total };
  }
  return best;
}
