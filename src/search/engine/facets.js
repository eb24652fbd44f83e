// @ts-check
/*
 * Facets: filters a search and counts its results by the properties that the root lists, and orders
 * the results.
 */

/**
 * The values of a filter; null when it lets everything through.
 * @param {Filters[string]} values
 */
const wantedBy = (values) => (values === undefined || values === null || values === '' || (Array.isArray(values) && !values.length) ? null : (Array.isArray(values) ? values : [values]).map(String));

/**
 * 1 for every document that the filters let through; null without filters.
 * @param {Root} root
 * @param {Filters | undefined} filters
 */
function allowedBy(root, filters) {
  /** @type {{column: Uint32Array, passing: boolean[]}[]} */
  const active = [];
  for (const { name, nests, values, column } of root.facets) {
    const wanted = wantedBy((filters || {})[name]);
    if (!wanted) continue;
    /** @param {string} value */
    const passes = (value) => wanted.some((w) => value === w || (nests && value.startsWith(w + '/')));
    active.push({ column, passing: values.map((set) => set.some(passes)) });
  }
  if (!active.length) return null;
  const allowed = new Uint8Array(root.documents);
  for (let d = 0; d < allowed.length; d++) if (active.every((facet) => facet.passing[facet.column[d]])) allowed[d] = 1;
  return allowed;
}

/**
 * How many of the documents have each value. A document under a path also counts for every path
 * above it.
 * @param {Root} root
 * @param {number[]} docs
 */
function facetsOf(root, docs) {
  /** @type {{[facet: string]: {[value: string]: number}}} */
  const facets = {};
  for (const { name, nests, values, column } of root.facets) {
    /** @type {{[value: string]: number}} */
    const counts = (facets[name] = {});
    const numbers = new Uint32Array(values.length);
    for (const d of docs) numbers[column[d]]++;
    values.forEach((set, i) => {
      if (!numbers[i]) return;
      const counted = new Set();
      for (const value of set) for (let v = value; v; v = nests && v.includes('/') ? v.slice(0, v.lastIndexOf('/')) : '') counted.add(v);
      for (const v of counted) counts[v] = (counts[v] || 0) + numbers[i];
    });
  }
  return facets;
}

/**
 * Best first: points, then in force, then newest. Documents ascend, so every group of equal rank is
 * already in order.
 * @param {Root} root
 * @param {number[]} docs
 * @param {number[]} points
 */
function ordered(root, docs, points) {
  const validity = root.facets.find((facet) => facet.name === 'validity');
  const out = validity ? validity.values.map((set) => set.some((v) => v === 'repealed' || v === 'expired')) : [];
  /** @type {Map<number, number[]>} */
  const piles = new Map();
  docs.forEach((d, i) => {
    const rank = points[i] * 2 + (validity && out[validity.column[d]] ? 0 : 1);
    const pile = piles.get(rank);
    if (pile) pile.push(d);
    else piles.set(rank, [d]);
  });
  return flat(Array.from(piles.entries()).sort((a, b) => b[0] - a[0]).map(([, pile]) => pile.reverse()));
}
