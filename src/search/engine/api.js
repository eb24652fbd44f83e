// @ts-check
/*
 * The engine's interface: `search`, `first`, `fold` and `facets`.
 */

const FIRST = 3; // the maximum number of hits that are shown before the answer is complete

/** @type {Promise<Rest> | null} */
let restPromise = null;

/** Loads search/more.js, the rarely needed part of the engine. */
function rest() {
  if (!restPromise) {
    restPromise = (more ? Promise.resolve(more) : append('more', '')).then((make) => make(core));
    restPromise.catch(() => (restPromise = null));
  }
  return restPromise;
}

/** For an answer that needs no reason: it has hits, or its query has no terms. @type {Why} */
const NO_REASON = { unfiltered: 0, terms: [], without: null, relaxed: null, near: [] };

/**
 * Why nothing was found, and other queries that find something.
 * @param {Root} root
 * @param {string} query
 * @param {string[]} words
 * @param {Scope} scope
 * @returns {Promise<Why>}
 */
async function reason(root, query, words, scope) {
  // A single term without letters and digits has no other form. If the search is not limited
  // either, search/more.js need not be loaded.
  if (words.length === 1 && !/[\p{Alphabetic}\p{N}]/u.test(query) && !scope.allowed && !scope.part) return { ...NO_REASON, terms: [{ term: query.split(SPLIT).find(fold) || '', found: 0 }] };
  return (await rest()).blame(root, query, words, scope);
}

/**
 * The suggestions for a query that may be pinyin, the spelling of Chinese in Latin letters.
 * @param {Root} root
 * @param {string} query
 * @returns {Promise<{text: string, query: string}[]>}
 */
async function suggested(root, query) {
  const words = fold(query).split(SPLIT).filter(Boolean);
  return /^[a-z]{2,40}$/.test(words.join('')) ? (await rest()).suggestionsFor(root, words, false) : [];
}

/** @type {{root: Root, key: string, first: Promise<Found>, all: Promise<Found>} | null} */
let latest = null;

/**
 * The matching of a query. The latest matching is kept, because the page asks for the first hits,
 * for all hits and for the next hits of the same query.
 * @param {Root} root
 * @param {string[]} words
 * @param {Scope} scope
 * @param {SearchOptions} options
 */
function matching(root, words, scope, { filters, from, to, in: part, not }) {
  const key = JSON.stringify([words, filters, from, to, part, not]);
  if (latest && latest.root === root && latest.key === key) return latest;
  /** @type {(found: Found) => void} */
  let settle = () => {};
  const first = new Promise((/** @type {(found: Found) => void} */ done) => (settle = done));
  const all = matches(root, words, scope, settle), mine = (latest = { root, key, first, all });
  all.then(settle, () => {
    settle({ docs: [], points: [] });
    if (latest === mine) latest = null;
  });
  return mine;
}

/**
 * The first hits of a query in the order of relevance, as soon as it is certain which they are.
 * Gives none for a query without terms, and for any other order.
 * @param {string} query
 * @param {SearchOptions} [options]
 */
async function first(query, options = {}) {
  const root = await rootOnce();
  await ready(query);
  const words = termsOf(query);
  if (!words.length || (options.sort && options.sort !== 'relevance')) return [];
  const match = matching(root, words, await scopeOf(root, options), options), early = await match.first;
  const { docs, points } = early.docs.length ? early : await match.all;
  return Promise.all(ordered(root, docs, points).slice(0, FIRST).map((id) => hitOf(root, id, words, true)));
}

/**
 * @param {Root} root
 * @param {string} query
 * @param {SearchOptions} options
 */
async function run(root, query, options) {
  await ready(query);
  const words = termsOf(query), scope = await scopeOf(root, options);
  const from = Math.max(0, Math.floor(options.offset || 0) || 0);
  const suggestions = from === 0 ? suggested(root, query) : Promise.resolve([]);
  suggestions.catch(() => null); // an error is thrown at the `await` below
  /** @type {number[]} */
  let docs = [];
  /** @type {number[]} */
  let points = [];
  if (words.length) ({ docs, points } = await matching(root, words, scope, options).all);
  else for (let d = 0; d < root.documents; d++) if (!scope.allowed || scope.allowed[d]) docs.push(d);
  await breathe();
  const facets = facetsOf(root, docs), total = docs.length;
  const order = options.sort === 'number' ? await byNumber(root, docs) : !words.length || options.sort === 'date' ? docs.slice().sort(newestFirst(root)) : ordered(root, docs, points);
  await breathe();
  const limit = options.limit === undefined ? 10 : Math.max(0, options.limit === Infinity ? Infinity : Math.floor(options.limit) || 0);
  const shown = order.slice(from, from + limit);
  const hits = await Promise.all(shown.map((id, i) => hitOf(root, id, words, from + i < EXCERPTS)));
  const { near, ...why } = total || !words.length ? NO_REASON : await reason(root, query, words, scope);
  return { total, exact: true, hits, facets, suggestions: total ? await suggestions : near, ...why };
}

/**
 * Finds the documents that have every term of a query; without terms, all documents.
 * @param {string} query terms, separated by white space
 * @param {SearchOptions} [options]
 */
async function search(query, options = {}) {
  const root = await rootOnce();
  try {
    return await run(root, query, options || {});
  } catch (cause) {
    // If the site was published again, its shards have new names, so the search is repeated with
    // the new root.
    const fresh = await loadRoot('?' + Date.now(), '').catch(() => null);
    if (!fresh || fresh.payload === root.payload) throw damage(cause);
    rootPromise = Promise.resolve(fresh);
    return run(fresh, query, options || {}).catch((again) => {
      throw damage(again);
    });
  }
}

/**
 * The folded form of a text, for scripts that mark terms in a page.
 * @param {string} text
 */
async function foldText(text) {
  await ready(text);
  return fold(text);
}

/**
 * The facets. Each has a name, labels in Chinese and English, whether values are paths, and their
 * order.
 */
async function facets() {
  return (await rootOnce()).facets.map(({ name, label, nests, order }) => ({ name, label, nests, order }));
}
