// @ts-check
/*
 * Divides a query that finds nothing into pieces that one document has. The rules are in
 * docs/search.md, section 11.
 */

const READ = 8; // the maximum number of documents that are read
const PIECE = 3, SKIP = 2; // the cost of a piece; the cost of a gap between pieces, and of each character in it
const LARGE = '\u5341\u767e\u5343\u4e07\u4ebf', COUNTED = NUMERALS + ZEROS + '0123456789' + LARGE;
// No piece may end inside one of these: a number with its unit, a day, a word in Latin letters.
const UNCUT = new RegExp('(?:' + YEAR + '\u5e74)?[0-9]{1,2}\u6708(?:[0-9]{1,2}[\u65e5\u53f7]?)?|\u7b2c?(?:[0-9]+[' + LARGE + ']*|[' + COUNTED + ']+)(?:[-.,:/][0-9]+)*(?:' + UNITS + '|[%\u2030\u2031\u00b0]|\u5206\u4e4b[' + COUNTED + ']+)?|[a-z]+', 'g');
// The number of an article, a paragraph or an item of a law.
const ARTICLE = new RegExp('\u7b2c?[' + COUNTED + ']+[\u6761\u6b3e\u9879]', 'g');
// Question words, such as "how" and "when". They are left out, because documents rarely contain
// them.
const QUESTION = /\u8bf7\u95ee|\u600e\u4e48\u6837?|\u600e\u6837|\u5982\u4f55|\u4ec0\u4e48(?:\u65f6\u5019|\u662f)?|(?:\u6709|\u5728)?\u54ea[\u4e9b\u91cc\u513f\u4e2a]|\u662f?\u591a\u5c11\u94b1?|\u662f\u5426|(?:\u53ef\u4e0d)?\u53ef\u4ee5\u5417|\u80fd\u4e0d\u80fd|\u51e0[\u70b9\u65f6\u53f7\u5929]|[\u5417\u5462]/g;

/**
 * The number of characters of a text outside numbers.
 * @param {string} text
 */
const lettersIn = (text) => Array.from(text).filter((c) => LETTER.test(c) && !COUNTED.includes(c)).length;

/**
 * The number of characters of a text outside numbers with their units.
 * @param {string} text
 */
const lettersBesideNumbers = (text) => lettersIn(text.replace(UNCUT, (whole) => (/^[a-z]/.test(whole) ? whole : '')));

/**
 * The best division of a folded term: few pieces, and few characters outside. Of divisions with
 * equal cost, it is the one whose pieces are more frequent in the text, because words are more
 * frequent than parts of two words.
 * @param {string} text the fields of a document, with a character between them that no query has
 * @param {string} term
 */
function divideBy(text, term) {
  const chars = Array.from(term), count = chars.length, glued = new Uint8Array(count + 1);
  term.replace(UNCUT, (whole, ...rest) => {
    const from = Array.from(term.slice(0, rest[rest.length - 2])).length;
    glued.fill(1, from + 1, from + whole.length);
    return whole;
  });
  /** @type {{cost: number, left: number, weight: number, pieces: string[]}[]} */
  const best = []; // at each place: the best division from there to the end
  best[count] = { cost: 0, left: 0, weight: 1, pieces: [] };
  for (let from = count - 1; from >= 0; from--) {
    if (!LETTER.test(chars[from])) {
      best[from] = best[from + 1];
      continue;
    }
    best[from] = { cost: Infinity, left: count, weight: 0, pieces: [] };
    let piece = '', held = !glued[from], isFree = true;
    for (let to = from + 1; to <= count && (held || isFree); to++) {
      const after = best[to], last = chars[to - 1];
      piece += last;
      held = held && text.includes(piece);
      isFree = isFree && LETTER.test(last) && !COUNTED.includes(last);
      const cost = after.cost + PIECE;
      if (held && to > from + 1 && LETTER.test(last) && !glued[to] && cost <= best[from].cost) {
        const weight = after.weight * (text.split(piece).length - 1);
        if (cost < best[from].cost || weight >= best[from].weight) best[from] = { cost, left: after.left, weight, pieces: [piece].concat(after.pieces) };
      }
      const skipped = after.cost + SKIP * (to - from + 1);
      if (isFree && skipped < best[from].cost) best[from] = { cost: skipped, left: after.left + to - from, weight: after.weight, pieces: after.pieces };
    }
  }
  return best[0];
}

/**
 * A query without question words, in pieces that one document has. `left` is the number of
 * characters outside the pieces, which must be few, plus 1 if question words were left out.
 * @param {Root} root
 * @param {string[]} words
 * @param {Scope} scope
 * @returns {Promise<{query: string, left: number} | null>}
 */
async function divided(root, words, scope) {
  const folded = words.join(' '), plain = folded.replace(QUESTION, ' ');
  let best = { cost: Infinity, left: 0, query: '' };
  for (const form of [plain].concat(otherNumerals(plain).slice(0, 2))) {
    const some = termsOf(form), term = loosened(some.join('')), count = term.length;
    if (!count) return null;
    const { items } = itemsOf(term, 3), ids = await nearest(root, [{ items, need: Math.ceil(items.length / 4) }], scope);
    await readUntil(root, ids.slice(0, READ), (fields) => {
      const text = fields.map((field) => field.join('')).join('\n');
      const all = some.map((word) => divideBy(text, word)), cost = all.reduce((n, one) => n + one.cost, 0), left = all.reduce((n, one) => n + one.left, 0);
      const letters = left * 3 <= count ? 2 : 3;
      if (cost < best.cost && left * 2 <= count && all.some((one) => one.pieces.some((piece) => lettersIn(piece) >= letters))) best = { cost, left, query: flat(all.map((one) => one.pieces)).join(' ') };
      return cost <= PIECE * (some.length + 1) && !left;
    });
    if (best.query && !best.left) break;
  }
  return best.query ? { query: best.query, left: best.left + (plain === folded ? 0 : 1) } : null;
}

/**
 * A query without the numbers of articles, in any other form; null if it has none, or finds
 * nothing.
 * @param {Root} root
 * @param {string[]} words
 * @returns {Promise<Relaxed | null>}
 */
async function withoutArticle(root, words) {
  const folded = words.join(' '), query = folded.replace(ARTICLE, ' ').trim(), rest = termsOf(query);
  if (rest.join(' ') === folded || lettersIn(query) < 3) return null;
  let found = (await offered(root, '', query, EVERYWHERE)) || (await relax(root, query, rest, EVERYWHERE));
  const parts = found ? null : await divided(root, rest, EVERYWHERE);
  if (parts) found = await offered(root, '', parts.query, EVERYWHERE);
  return found && { ...found, reason: 'term' };
}
