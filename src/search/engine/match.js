// @ts-check
/*
 * Matching: finds the documents that have every term, and their points.
 */

// The number of lists that are loaded at a time. The first time, it is the number of terms if this
// is larger.
const ROUND = 4;
// If the documents left are in at most this many text shards, no further lists of documents are
// loaded, and the texts are read instead of positions.
const FEW_TEXTS = 12,
  // The maximum number of text shards that are read instead of positions, if the positions are in
  // many shards.
  MANY_TEXTS = 24;

/**
 * The text of one document, with its head and blocks folded.
 * @param {Root} root
 * @param {Segment} segment
 * @param {number} doc
 * @returns {Promise<SearchText>}
 */
async function textOf(root, segment, doc) {
  const part = partOf(segment, doc), at = doc - part.from, group = Math.floor(at / part.group);
  /** @type {SearchText} */
  const text = (await unpacked(root, part.name + group, () => textShard(part, group)))[at % part.group];
  if (!text) throw new Damaged('a text is missing');
  await breathe();
  if (!text.head) {
    const head = headFields(text), blocks = text.b || [];
    await ready(head.map(([, value]) => value).concat(blocks).join(''));
    text.blocks = blocks.map((block) => fold(block));
    text.head = head.map(([field, value]) => [field, fold(value)]);
  }
  return text;
}

/**
 * Passes the attachments of a document to `see`, passage by passage, until `see` returns true.
 * Returns whether `see` returned true.
 * @param {Root} root
 * @param {Segment} segment
 * @param {number} doc
 * @param {SearchText} text
 * @param {(passage: SearchPassage, title: string, url: string) => boolean} see
 */
async function inAttachments(root, segment, doc, text, see) {
  const part = partOf(segment, doc);
  let piece = 0;
  for (const [title, url, sums] of text.f || []) {
    for (const sum of sums) {
      const name = nameOfPiece(part, doc - part.from, piece++, sum);
      /** @type {SearchPassage[]} */
      const passages = await unpacked(root, name, () => load(name, sum));
      for (const passage of passages) {
        if (!passage[3]) {
          await breathe();
          await ready(passage[2].join(''));
          passage[3] = passage[2].map((block) => fold(block));
        }
        if (see(passage, title, url)) return true;
      }
    }
  }
  return false;
}

/** The search for all terms in one segment. */
class Matcher {
  /**
   * @param {Root} root
   * @param {Segment} segment
   * @param {Term[]} terms
   * @param {Scope} scope
   * @param {((docs: number[], heads: Map<number, Head>) => Promise<void>) | null} [report] for a query of one term: is called once with the documents that have the term in their head, and the matching waits for it
   */
  constructor(root, segment, terms, scope, report = null) {
    this.report = report;
    this.root = root;
    this.segment = segment;
    this.terms = terms;
    this.allowed = scope.allowed;
    this.part = scope.part;
    /** @type {number[] | null} the documents that may have every term; null if not yet known */
    this.docs = null;
    /** @type {Map<number, Head>[]} by term: where the term is in heads, by document */
    this.heads = [];
    /** @type {Map<number, Head>[]} by term: documents that certainly have the term, so that their texts need not be searched for it. If only the body counts, this differs from `heads` */
    this.deciding = [];
    /** @type {boolean[]} by term: whether the lists alone show where the term is in heads */
    this.known = [];
    /** @type {boolean[]} by term: whether a document may lack the term although it has all its grams */
    this.open = [];
    /** @type {Gram[][]} by term: the grams whose positions have not been compared */
    this.unread = [];
    /** @type {(Map<number, number[]> | null)[]} by term: where the term may begin in bodies, by document */
    this.begins = terms.map(() => null);
    this.covered = terms.map((term) => new Uint8Array(term.length)); // by term: 1 for each character whose positions have been compared
  }

  /**
   * The number of text shards that have the documents.
   * @param {number[]} docs
   */
  groups(docs) {
    return new Set(docs.map((doc) => {
      const { from, group } = partOf(this.segment, doc);
      return from + Math.floor((doc - from) / group);
    })).size;
  }

  /**
   * Loads the lists of some grams, and keeps only the documents that have all these grams.
   * @param {Gram[]} grams
   */
  async demand(grams) {
    const lists = await Promise.all(grams.map(async (gram) => (gram.list = await documentsOf(this.segment, gram.key))));
    await breathe();
    const { allowed, segment } = this;
    let docs = lists.map((list) => list.docs).concat(this.docs ? [this.docs] : []).sort((a, b) => a.length - b.length).reduce((a, b) => intersect(a, b));
    if (allowed) docs = docs.filter((doc) => allowed[segment.from + doc]);
    this.docs = docs;
  }

  /** @returns {Promise<SegmentMatch>} */
  async run() {
    const { terms } = this;
    // The lists are loaded a few at a time, those with the lowest estimated cost first, until the
    // documents left are in few text shards.
    const queue = flat(terms.map((term) => term.grams)).sort((a, b) => a.cost - b.cost);
    // Many documents have most digits of a number, but only one may have all. The limit is
    // therefore lower if a term has a digit.
    const enough = terms.some((term) => term.digit) ? 3 : FEW_TEXTS;
    while (queue.length && (!this.docs || this.groups(this.docs) > enough)) await this.demand(queue.splice(0, Math.max(ROUND, this.docs ? 0 : terms.length)));
    if (!this.docs) throw new Damaged('a term has no gram');
    if (!this.docs.length) {
      if (this.report) this.report([], new Map());
      return { docs: [], heads: [] };
    }
    this.known = terms.map((term) => term.whole && term.grams.every((gram) => gram.list));
    for (const [i, term] of terms.entries()) {
      this.heads.push(this.known[i] ? headsFromLists(term) : new Map());
      await breathe();
    }
    const body = this.part === 'text', inside = this.part === 'attachments', bits = inside ? 0 : PARTS[this.part];
    // If only the body counts, a listed document whose head lacks a term of one gram has the term
    // in its body.
    this.deciding = !body ? this.heads : terms.map((term, i) => new Map(this.known[i] && term.grams.length === 1 ? this.left().filter((doc) => !this.heads[i].has(doc)).map((doc) => [doc, { bits: 0 }]) : []));
    /** @param {number} doc @param {number} i */
    const fits = (doc, i) => ((this.heads[i].get(doc) || { bits: 0 }).bits & bits) > 0;
    if (bits) this.docs = this.left().filter((doc) => terms.every((_, i) => !this.known[i] || fits(doc, i)));
    // A document in the list of a term of one gram has the term. For any other term, the grams must
    // also be adjacent. If only the body counts, a term in the head decides nothing.
    this.open = terms.map((term, i) => !this.known[i] || term.grams.length > 1 || body);
    this.unread = terms.map((term, i) => (this.open[i] && this.known[i] ? term.grams.filter((gram) => gram.length > 1) : []));
    if (this.report) await this.report(this.left().filter((doc) => this.heads[0].has(doc)), this.heads[0]);
    while (await this.decide());
    if (inside) await this.lookInside();
    const docs = bits ? this.left().filter((doc) => terms.every((_, i) => fits(doc, i))) : this.left();
    return { docs, heads: this.heads };
  }

  /** Keeps only the documents whose attachments have every term in a title or a text. */
  async lookInside() {
    const right = new Set();
    await Promise.all(this.left().map(async (doc) => {
      const text = await textOf(this.root, this.segment, doc);
      let missing = this.terms.filter((term, i) => {
        if (!this.known[i]) headFromText(term, text, doc, this.heads[i]);
        return !((this.heads[i].get(doc) || { bits: 0 }).bits & PARTS.attachments);
      });
      const found = !missing.length || await inAttachments(this.root, this.segment, doc, text, (passage) => {
        missing = missing.filter((term) => !passage[3].some((block) => block.includes(term.text)));
        return !missing.length;
      });
      if (found) right.add(doc);
    }));
    this.docs = this.left().filter((doc) => right.has(doc));
  }

  /**
   * The documents for which it is open whether they have the term.
   * @param {number} i
   */
  unsure(i) {
    return this.open[i] ? this.left().filter((doc) => !this.deciding[i].has(doc)) : [];
  }

  left() {
    return this.docs || [];
  }

  /**
   * The unread grams of a term that cover a character whose positions have not been compared.
   * @param {number} i
   */
  useful(i) {
    return this.unread[i].filter((gram) => this.covered[i].subarray(gram.offset, gram.offset + gram.length).includes(0));
  }

  /**
   * The number of shards that have the positions of a gram.
   * @param {Gram} gram
   */
  price(gram) {
    return listOf(gram).inline ? 0 : shardsOf(this.segment.families[POSITIONS], gram.key, this.docs).length;
  }

  /**
   * Compares the positions of some grams of a term, and drops the documents in which these grams
   * are not adjacent.
   * @param {number} i
   * @param {Gram[]} grams
   */
  async compare(i, grams) {
    const left = this.unsure(i), found = await Promise.all(grams.map((gram) => positionsOf(this.segment, gram.key, listOf(gram), left)));
    await breathe();
    grams.forEach((gram, x) => {
      /** @type {Map<number, number[]>} */
      const narrowed = new Map();
      const before = this.begins[i];
      for (const [doc, positions] of found[x]) {
        let at = positions.map((position) => position - gram.offset);
        if (before) at = intersect(at, before.get(doc) || []);
        if (at.length) narrowed.set(doc, at);
      }
      this.begins[i] = narrowed;
      this.covered[i].fill(1, gram.offset, gram.offset + gram.length);
    });
    this.unread[i] = this.unread[i].filter((gram) => !grams.includes(gram));
    const begins = this.begins[i];
    this.docs = this.left().filter((doc) => this.deciding[i].has(doc) || (begins && begins.has(doc)));
    this.open[i] = this.covered[i].includes(0);
  }

  /**
   * Searches the texts of some documents and of their attachments, and drops the documents that
   * lack a term.
   * @param {number[]} docs
   */
  async read(docs) {
    const wrong = new Set();
    await Promise.all(docs.map(async (doc) => {
      const text = await textOf(this.root, this.segment, doc);
      let missing = this.terms.filter((term, i) => {
        if (!this.open[i] || this.deciding[i].has(doc)) return false;
        if (!this.known[i]) headFromText(term, text, doc, this.heads[i]);
        return !this.deciding[i].has(doc) && !text.blocks.some((block) => block.includes(term.text));
      });
      const found = !missing.length || await inAttachments(this.root, this.segment, doc, text, (passage) => {
        missing = missing.filter((term) => !passage[3].some((block) => block.includes(term.text)));
        return !missing.length;
      });
      if (!found) wrong.add(doc);
    }));
    this.docs = this.left().filter((doc) => !wrong.has(doc));
  }

  /**
   * Takes the step towards a decision that needs the fewest files. Returns whether another step is
   * needed.
   */
  async decide() {
    const { terms, segment } = this;
    // Positions that came with the lists cost nothing, so they are compared first.
    for (const i of terms.keys()) {
      const here = this.open[i] ? this.unread[i].filter((gram) => listOf(gram).inline) : [];
      if (here.length) await this.compare(i, here);
    }
    await breathe();
    const check = Array.from(new Set(flat(terms.map((_, i) => this.unsure(i))))).sort((a, b) => a - b);
    if (!check.length) return false;
    const next = terms.findIndex((_, i) => this.open[i] && this.known[i] && this.useful(i).length);
    const all = terms.reduce((n, _, i) => n + this.useful(i).reduce((m, gram) => m + this.price(gram), 0), 0);
    if (next < 0 || this.groups(check) <= Math.max(FEW_TEXTS, Math.min(MANY_TEXTS, FEW_TEXTS / 2 + all * 3))) {
      await this.read(check);
      return false;
    }
    // While many documents are left, compare the positions of the grams that need the fewest files:
    // two grams first, then one at a time. If there are fewer bridges (pairs at the seams between
    // grams) than such files, and less than a quarter of the documents is left, load the lists of
    // the bridges first.
    const priced = this.useful(next).map((gram) => ({ gram, price: this.price(gram), docs: listOf(gram).docs.length }));
    const cheap = priced.sort((a, b) => a.price - b.price || a.docs - b.docs).slice(0, this.begins[next] ? 1 : 2);
    const bridges = terms[next].bridges;
    if (bridges.length && this.left().length * 4 < segment.to - segment.from && bridges.length < cheap.reduce((n, c) => n + c.price, 0)) {
      terms[next].bridges = [];
      await this.demand(bridges);
      this.unread[next] = this.unread[next].concat(bridges);
      return this.left().length > 0;
    }
    await this.compare(next, cheap.map((c) => c.gram));
    return true;
  }
}

/** @param {Gram} gram */
const listOf = (gram) => /** @type {DocumentList} */ (gram.list);

/**
 * Collects the documents that have a term in their head, from all segments, and passes them to
 * `first`. Each segment waits for the slowest, so that the texts of the first hits are requested
 * before the positions, which are larger.
 * @param {Root} root
 * @param {(found: Found) => void} first
 */
function reporter(root, first) {
  /** @type {Found} */
  const found = { docs: [], points: [] };
  let waiting = root.segments.length;
  /** @type {(value?: any) => void} */
  let open = () => {};
  const all = new Promise((done) => (open = done));
  /** @param {Segment} segment */
  return (segment) => (/** @type {number[]} */ docs, /** @type {Map<number, Head>} */ heads) => {
    for (const doc of docs) {
      found.docs.push(segment.from + doc);
      found.points.push(score([heads.get(doc)]));
    }
    if (!--waiting) {
      first(found);
      pause().then(open); // after the requests for the texts
    }
    return all;
  };
}

/**
 * The documents that have every term, ascending, and their points.
 * @param {Root} root
 * @param {string[]} words
 * @param {Scope} scope
 * @param {(found: Found) => void} [first] for a query of one term: is called as soon as the documents are known that have the term in their head. They come before all others
 * @returns {Promise<Found>}
 */
async function matches(root, words, scope, first) {
  /** @type {number[]} */
  const docs = [];
  /** @type {number[]} */
  const points = [];
  const report = first && words.length === 1 && !scope.part ? reporter(root, first) : null;
  const found = await Promise.all(root.segments.map(async (segment) => {
    const together = words.length > 1 ? coverPhrase(segment, words) : null;
    // Load the lists of the pairs at the seams between terms, which show whether the terms are
    // adjacent. These grams have the cost 0.
    if (together) for (const gram of together.grams) if (!gram.cost) documentsOf(segment, gram.key).catch(() => null);
    const match = await new Matcher(root, segment, words.map((word) => cover(segment, word)), scope, report && report(segment)).run();
    if (!together || !match.docs.length) return { segment, match, phrase: null };
    const those = new Uint8Array(root.documents);
    await breathe();
    for (const doc of match.docs) those[segment.from + doc] = 1;
    const phrase = await new Matcher(root, segment, [together], { allowed: those, part: '' }).run();
    return { segment, match, phrase: new Map(phrase.docs.map((doc) => [doc, scorePhrase(phrase.heads[0].get(doc))])) };
  }));
  for (const { segment, match, phrase } of found) {
    for (const doc of match.docs) {
      docs.push(segment.from + doc);
      points.push((match.heads.some((heads) => heads.has(doc)) ? score(match.heads.map((heads) => heads.get(doc))) : 0) + ((phrase && phrase.get(doc)) || 0));
    }
  }
  return { docs, points };
}
