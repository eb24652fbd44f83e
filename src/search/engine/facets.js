// @ts-check
/*
 * Facets are properties of documents that the root lists, such as the year and the issuing body.
 * This file filters and counts documents by facets. It also limits a search by days, parts and
 * excluded terms, and sorts the documents found.
 */

/**
 * The values that pass a filter; null if all do.
 * @param {Filters[string]} values
 */
const wantedBy = (values) => (values === undefined || values === null || values === '' || (Array.isArray(values) && !values.length) ? null : (Array.isArray(values) ? values : [values]).map(String));

/**
 * For each document, 1 if the filters let it through; null without filters.
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

const NO_DOCUMENT = '-'; // in a joined index: the day of an id that no search may find

/** The limits of a search for all documents and all their parts. @type {Scope} */
const EVERYWHERE = { allowed: null, part: '' };

/**
 * The record of a document.
 * @param {Root} root
 * @param {number} id
 * @returns {Promise<SearchRecord>}
 */
async function recordOf(root, id) {
  const segment = root.segments.find((s) => id >= s.from && id < s.to);
  if (!segment) throw new Damaged('a document lies in no segment');
  const part = partOf(segment, id - segment.from), doc = id - segment.from - part.from, group = Math.floor(doc / root.record_group);
  const record = (await unpacked(root, 'r' + part.name + group, () => recordShard(part, group)))[doc % root.record_group];
  if (!record) throw new Damaged('a record is missing');
  return record;
}

/**
 * The first document published on or after a day or, with `after`, later than the day. If there is
 * none, the number of all documents. `day` may also be a year or a month. Documents are in the
 * order of their dates; those without a date come first.
 * @param {Root} root
 * @param {string} day
 * @param {boolean} after
 */
async function firstFrom(root, day, after) {
  /** @param {string | null} date */
  const isBefore = (date) => !date || (after ? date.slice(0, day.length) <= day : date.slice(0, day.length) < day);
  let low = 0, high = root.documents;
  // The root has the years, so few records must be loaded.
  const years = root.facets.find((facet) => facet.name === 'year');
  for (let d = 0; years && d < root.documents; d++) {
    const year = years.values[years.column[d]][0] || '';
    if (year < day.slice(0, 4)) low = d + 1;
    else if (year > day.slice(0, 4)) {
      high = d;
      break;
    }
  }
  while (low < high) {
    if (day.length === 4) return after ? high : low;
    const middle = (low + high) >> 1;
    if (isBefore((await recordOf(root, middle))[5])) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * The limits of a search.
 * @param {Root} root
 * @param {SearchOptions} options
 * @returns {Promise<Scope>}
 */
async function scopeOf(root, options) {
  const { filters, from, to, not } = options, part = options.in || '';
  for (const day of [from, to]) if (day && !/^\d{4}(-\d\d){0,2}$/.test(day)) throw new Unusable('no date: ' + day + '; write 2024-03-01');
  if (part && part !== 'text' && !PARTS[part]) throw new Unusable('no part: ' + part + '; there are title, text, attachments, number');
  let allowed = allowedBy(root, filters);
  /** @param {(d: number) => boolean} keeps */
  const narrow = (keeps) => {
    const before = allowed;
    allowed = Uint8Array.from({ length: root.documents }, (_, d) => ((!before || before[d]) && keeps(d) ? 1 : 0));
  };
  const { day, days } = root;
  if (day && days) {
    const inside = days.map((on) => on !== NO_DOCUMENT && (!(from || to) || (on !== '' && !(from && on < from) && !(to && on.slice(0, to.length) > to))));
    if (inside.includes(false)) narrow((d) => inside[day[d]]);
  } else if (from || to) {
    const first = await firstFrom(root, from || '0000', false), end = to ? await firstFrom(root, to, true) : root.documents;
    narrow((d) => d >= first && d < end);
  }
  await ready(String(not || ''));
  for (const word of termsOf(String(not || ''))) {
    const without = new Set((await matches(root, [word], EVERYWHERE)).docs);
    narrow((d) => !without.has(d));
  }
  return { allowed, part };
}

/**
 * Sorts by document number: text is compared by characters, digits by value. Documents without a
 * number come last, the newest first.
 * @param {Root} root
 * @param {number[]} docs
 */
async function byNumber(root, docs) {
  const keyed = await Promise.all(docs.map(async (id) => {
    const number = (await recordOf(root, id))[3] || '';
    await ready(number);
    return { id, parts: fold(number).match(/\d+|\D+/g) || [] };
  }));
  await breathe();
  /** @param {string} a @param {string} b */
  const order = (a, b) => {
    const [p, q] = [a, b].map((part) => /^\d/.test(part));
    if (p !== q) return p ? -1 : 1; // digits come before text
    const [x, y] = p ? [a, b].map((part) => part.replace(/^0+/, '')) : [a, b];
    return (p ? x.length - y.length : 0) || (x < y ? -1 : Number(x > y));
  };
  const newest = newestFirst(root);
  keyed.sort((a, b) => {
    if (!a.parts.length || !b.parts.length) return Number(!a.parts.length) - Number(!b.parts.length) || newest(a.id, b.id);
    for (let i = 0; i < Math.min(a.parts.length, b.parts.length); i++) {
      const found = order(a.parts[i], b.parts[i]);
      if (found) return found;
    }
    return a.parts.length - b.parts.length || newest(a.id, b.id);
  });
  return keyed.map((one) => one.id);
}

/**
 * For each facet, how many of the documents have each value. A path also counts for every path
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
 * Sorts by points. At equal points, repealed and expired documents come after all others; then the
 * newest come first.
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
  return flat(Array.from(piles.entries()).sort((a, b) => b[0] - a[0]).map(([, pile]) => pile.sort(newestFirst(root))));
}
