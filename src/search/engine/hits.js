// @ts-check
/*
 * Hits: what the page shows about each document found.
 */

const EXCERPT = 110, // the number of characters of an excerpt, unless its first mark is longer
  WORD = 20, // a number or Latin word of up to so many characters is not divided at an end
  LEAD = 30, // the number of characters before the first mark; more near the end of a text
  EXCERPTS = 100; // only this many hits at the beginning of the results have an excerpt
const SENTENCE = 30; // a shorter block is most likely a heading

/**
 * Where the terms occur in an unfolded text: pairs [from, to), ascending, without overlaps.
 * @param {string} text
 * @param {string[]} words
 */
function marksIn(text, words) {
  const folded = words.length ? foldMapped(text) : null;
  /** @type {Mark[]} */
  const found = [];
  if (!folded) return found;
  for (const word of words)
    for (let i = folded.whole.indexOf(word); i >= 0; i = folded.whole.indexOf(word, i + word.length)) found.push([folded.from[i], folded.to[i + word.length - 1]]);
  found.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  /** @type {Mark[]} */
  const out = [];
  for (const [from, to] of found) {
    const last = out[out.length - 1];
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else out.push([from, to]);
  }
  return out;
}

/**
 * A piece of a text around its first mark, or the beginning of a text without marks.
 * @param {string} text
 * @param {Mark[]} marks
 */
function cut(text, marks) {
  // inside a surrogate pair, a number or a word in Latin letters, also full-width ones
  /** @param {number} i */
  const inside = (i) => i > 0 && i < text.length && /^(?:[^][\udc00-\udfff]|[\da-z\uff10-\uff19\uff21-\uff3a][\da-z.,\uff0e\uff10-\uff19\uff21-\uff3a]|[.,\uff0e][\d\uff10-\uff19])$/i.test(text.slice(i - 1, i + 1));
  let from = marks.length ? Math.max(0, marks[0][0] - LEAD) : 0;
  let to = Math.min(text.length, Math.max(from + EXCERPT, marks.length ? marks[0][1] : 0));
  from = Math.max(0, Math.min(from, to - EXCERPT));
  for (let i = 0; i < WORD && inside(from); i++) from--;
  for (let i = 0; i < WORD && inside(to); i++) to++;
  const lead = from > 0 ? '\u2026' : '';
  const shown = marks.filter((mark) => mark[0] < to && mark[1] > from).map((mark) => [Math.max(mark[0], from) - from + lead.length, Math.min(mark[1], to) - from + lead.length]);
  return { excerpt: lead + text.slice(from, to) + (to < text.length ? '\u2026' : ''), marks: shown };
}

/**
 * How well a block shows why a document was found: by the number of terms in it, then by whether it
 * is longer than a heading; 0 if it has no term.
 * @param {string} block folded
 * @param {string[]} words
 */
function rankOf(block, words) {
  const held = words.filter((word) => block.includes(word)).length;
  return held && 2 * held + (block.length >= SENTENCE ? 1 : 0);
}

/**
 * The block of attachments with the most terms; null if the document itself has every term, or if
 * its attachments have none.
 * @param {Root} root
 * @param {Segment} segment
 * @param {number} doc
 * @param {SearchText} text
 * @param {string[]} words
 */
async function attachmentOf(root, segment, doc, text, words) {
  if (words.every((word) => text.head.some((field) => field[1].includes(word)) || text.blocks.some((block) => block.includes(word)))) return null;
  /** @type {{written: string, attachment: {title: string, url: string, place: string}}[]} */
  const best = [];
  let most = 0;
  await inAttachments(root, segment, doc, text, ([place, fragment, written, folded], title, url) => {
    folded.forEach((block, i) => {
      const rank = rankOf(block, words);
      if (rank > most) [best[0], most] = [{ written: written[i], attachment: { title, url: url + fragment, place } }, rank];
    });
    return most > 2 * words.length;
  });
  return best.length ? best[0] : null;
}

/**
 * @param {SearchText} text
 * @param {string[]} words
 */
function excerptOf(text, words) {
  // The excerpt is from the block with the most terms; at equal numbers, a sentence goes before a
  // heading. If no block has a term, it is from the first field that has a term and that the hit
  // does not show. Otherwise it is from the summary or from the first paragraph.
  const written = text.b || [];
  let best = -1, most = 0;
  text.blocks.forEach((block, i) => {
    const rank = rankOf(block, words);
    if (rank > most) [best, most] = [i, rank];
  });
  if (best >= 0) return cut(written[best], marksIn(written[best], words));
  const fields = headFields(text);
  const hidden = text.head.findIndex(([field, value], i) => (field > 4 || field === 3 || (field === 4 && fields[i][1] !== text.r[4])) && words.some((word) => value.includes(word)));
  const shown = hidden >= 0 ? fields[hidden][1] : (text.s || [])[0] || written.find((block) => block.length >= SENTENCE) || written[0] || '';
  return cut(shown, hidden >= 0 ? marksIn(shown, words) : []);
}

/**
 * @param {Root} root
 * @param {number} id
 * @param {string[]} words
 * @param {boolean} withText
 */
async function hitOf(root, id, words, withText) {
  const segment = root.segments.find((s) => id >= s.from && id < s.to);
  if (!segment) throw new Damaged('a document lies in no segment');
  const doc = id - segment.from;
  /** @type {SearchRecord} */
  let record;
  /** @type {{excerpt: string | null, marks: number[][]}} */
  let rest = { excerpt: null, marks: [] };
  let attachment = null;
  if (withText) {
    const text = await textOf(root, segment, doc);
    record = text.r;
    await breathe();
    const inside = await attachmentOf(root, segment, doc, text, words);
    if (inside) attachment = inside.attachment;
    rest = inside ? cut(inside.written, marksIn(inside.written, words)) : excerptOf(text, words);
  } else {
    record = await recordOf(root, id);
  }
  const { base } = partOf(segment, doc);
  if (attachment) attachment = { ...attachment, url: base + attachment.url };
  const [index_number, title, url, document_number, issuing_body, date_published, own] = record;
  // In a joined index, another site may have changed the validity.
  /** @param {string} name */
  const joined = (name) => {
    const facet = root.days && root.facets.find((f) => f.name === name);
    return facet ? facet.values[facet.column[id]][0] : undefined;
  };
  const validity = joined('validity') || own, member = joined('member');
  return { index_number, title, url: base + url, document_number, issuing_body, date_published, validity, excerpt: rest.excerpt, attachment, ...(member && { member }), marks: rest.marks, title_marks: withText ? marksIn(title, words) : [] };
}
