// @ts-check
/*
 * Why a query finds nothing, and other queries that find something.
 */

/**
 * What a query of letters may spell.
 * @param {Root} root
 * @param {string[]} words
 */
const spelledBy = async (root, words) => (/^[a-z]{2,40}$/.test(words.join('')) ? suggestionsFor(root, words, true) : []);

/**
 * Why a query finds nothing. The first reason is the number of documents that it finds without the
 * chosen facets, days and part of the document. If that is 0, there are two more: the number found
 * with each term alone, and the number found without the terms that occur nowhere. Also gives other
 * queries that find something.
 * @param {Root} root
 * @param {string} query
 * @param {string[]} words
 * @param {Scope} scope
 */
async function blame(root, query, words, scope) {
  /** @param {string[]} some */
  const count = async (some) => (await matches(root, some, EVERYWHERE)).docs.length, limited = scope.allowed !== null || scope.part !== '';
  /** @type {Why} */
  const why = { unfiltered: limited ? await count(words) : 0, terms: [], without: null, relaxed: await relax(root, query, words, scope), near: await spelledBy(root, words) };
  if (why.unfiltered) return why;
  /** @param {string} word */
  const typed = (word) => query.split(SPLIT).find((part) => fold(part) === word) || '';
  for (const word of words) why.terms.push({ term: typed(word), found: words.length > 1 ? await count([word]) : 0 });
  const rest = words.filter((_, i) => why.terms[i].found), single = why.terms.find((term) => term.found);
  if (rest.length && rest.length < words.length) why.without = { query: rest.map(typed).join(' '), total: rest.length > 1 || !single ? await count(rest) : single.found };
  if (why.relaxed) return why;
  /** @param {Relaxed | null} found @returns {Relaxed | null} */
  const everywhere = (found) => (found && limited ? { ...found, unfiltered: true } : found);
  if (limited) why.relaxed = everywhere(await relax(root, query, words, EVERYWHERE));
  const absent = words.findIndex((_, i) => !why.terms[i].found);
  /** @param {string} text */
  const instead = (text) => ({ text, query: words.map((word, i) => (i === absent ? text : typed(word))).join(' ') });
  /** @type {{text: string, query: string}[]} */
  const bodies = [];
  if (!why.relaxed && absent >= 0) for (const one of bodiesNamed(root, words[absent]).map(instead)) if (await totalOf(root, one.query)) bodies.push(one);
  const parts = why.relaxed || bodies.length ? null : await divided(root, words, EVERYWHERE);
  if (parts && !parts.left) why.relaxed = everywhere(await offered(root, 'divided', parts.query, EVERYWHERE));
  if (!why.relaxed && why.without && why.without.total) why.relaxed = everywhere({ reason: 'term', ...why.without });
  if (!why.relaxed) why.relaxed = everywhere(await withoutOne(root, words.map(typed), EVERYWHERE));
  const close = bodies.length || absent < 0 || (why.relaxed && why.relaxed.reason !== 'term') ? bodies : (await wordingsFor(root, words[absent])).map(instead);
  why.near = why.near.concat(close);
  if (!why.relaxed && !close.length && parts) why.relaxed = everywhere(await offered(root, 'term', parts.query, EVERYWHERE));
  if (!why.relaxed && !close.length) why.relaxed = everywhere(await withoutArticle(root, words));
  return why;
}
