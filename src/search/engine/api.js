// @ts-check
/*
 * The engine's interface: `search`, `fold` and `facets`.
 */

/**
 * Why nothing was found: how many documents match without the filters, with each term alone, and
 * without the terms that occur nowhere. Also other queries that find something.
 * @param {Root} root
 * @param {string} query
 * @param {string[]} words
 * @param {Scope} scope
 */
async function blame(root, query, words, scope) {
  /** @param {string[]} some */
  const count = async (some) => (await matches(root, some, EVERYWHERE)).docs.length, limited = scope.allowed !== null || scope.part !== '';
  /** @type {Why} */
  const why = { unfiltered: limited ? await count(words) : 0, terms: [], without: null, relaxed: await relax(root, query, words, scope), near: [] };
  if (why.unfiltered) return why;
  /** @param {string} word */
  const typed = (word) => query.split(SPLIT).find((part) => fold(part, root.table) === word) || '';
  for (const word of words) why.terms.push({ term: typed(word), found: words.length > 1 ? await count([word]) : 0 });
  const rest = words.filter((_, i) => why.terms[i].found), single = why.terms.find((term) => term.found);
  if (rest.length && rest.length < words.length) why.without = { query: rest.map(typed).join(' '), total: rest.length > 1 || !single ? await count(rest) : single.found };
  if (why.relaxed) return why;
  /** @param {Relaxed | null} found @returns {Relaxed | null} */
  const everywhere = (found) => (found && limited ? { ...found, unfiltered: true } : found);
  if (limited) why.relaxed = everywhere(await relax(root, query, words, EVERYWHERE));
  if (!why.relaxed && why.without && why.without.total) why.relaxed = everywhere({ reason: 'term', ...why.without });
  if (!why.relaxed) why.relaxed = everywhere(await withoutOne(root, words.map(typed), EVERYWHERE));
  const absent = words.findIndex((_, i) => !why.terms[i].found);
  if (absent >= 0 && (!why.relaxed || why.relaxed.reason === 'term')) {
    const wordings = await nearWordings(root, words[absent], EVERYWHERE);
    why.near = wordings.map((text) => ({ text, query: words.map((word, i) => (i === absent ? text : typed(word))).join(' ') }));
  }
  return why;
}

/**
 * @param {Root} root
 * @param {string} query
 * @param {SearchOptions} options
 */
async function run(root, query, options) {
  const words = termsOf(query, root.table), scope = await scopeOf(root, options);
  const from = Math.max(0, Math.floor(options.offset || 0) || 0);
  const suggested = from === 0 ? suggestionsFor(root, query) : Promise.resolve([]);
  suggested.catch(() => null); // an error is thrown at the `await` below
  /** @type {number[]} */
  let docs = [];
  /** @type {number[]} */
  let points = [];
  if (words.length) ({ docs, points } = await matches(root, words, scope));
  else for (let d = 0; d < root.documents; d++) if (!scope.allowed || scope.allowed[d]) docs.push(d);
  await breathe();
  const facets = facetsOf(root, docs), total = docs.length;
  const order = options.sort === 'number' ? await byNumber(root, docs) : !words.length || options.sort === 'date' ? docs.slice().sort(newestFirst(root)) : ordered(root, docs, points);
  await breathe();
  const limit = options.limit === undefined ? 10 : Math.max(0, options.limit === Infinity ? Infinity : Math.floor(options.limit) || 0);
  const shown = order.slice(from, from + limit);
  const hits = await Promise.all(shown.map((id, i) => hitOf(root, id, words, from + i < EXCERPTS)));
  const { near, ...why } = total || !words.length ? { unfiltered: 0, terms: [], without: null, relaxed: null, near: [] } : await blame(root, query, words, scope);
  return { total, exact: true, hits, facets, suggestions: (await suggested).concat(near), ...why };
}

/**
 * Finds documents.
 * @param {string} query terms, separated by white space; every one must be found
 * @param {SearchOptions} [options]
 */
async function search(query, options = {}) {
  const root = await rootOnce();
  try {
    return await run(root, query, options || {});
  } catch (cause) {
    // If the site has been published anew since the root was read, its shards have other names.
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
  return fold(text, (await rootOnce()).table);
}

/**
 * The facets: name, labels in Chinese and in English, whether values are paths, and their order.
 */
async function facets() {
  return (await rootOnce()).facets.map(({ name, label, nests, order }) => ({ name, label, nests, order }));
}
