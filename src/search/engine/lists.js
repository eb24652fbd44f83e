// @ts-check
/*
 * Finds where a gram (a short piece of text under which documents are listed) occurs. Family D
 * lists the documents of a gram and its places in their heads; family P lists its positions in
 * bodies.
 */

const SHIFT = 2 ** 21, FIELDS = 2 ** 25; // factors for the key of a gram and for a place
const ASCII = 128 * SHIFT;

/**
 * The numbers of the shards that may have a key for documents in `wanted`, ascending; null stands
 * for all documents.
 * @param {Shards} family
 * @param {number} key
 * @param {number[] | null} wanted
 */
function shardsOf(family, key, wanted) {
  const { keys, firsts } = family, found = [];
  let low = 0, high = keys.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (keys[middle] < key || (keys[middle] === key && firsts[middle] === 0)) low = middle + 1;
    else high = middle;
  }
  for (let i = Math.max(low - 1, 0); i < keys.length && keys[i] <= key; i++) {
    if (wanted) {
      const from = keys[i] === key ? firsts[i] : 0;
      const to = i + 1 < keys.length && keys[i + 1] === key ? firsts[i + 1] : Infinity;
      const next = wanted[lowerBound(wanted, from)];
      if (next === undefined || next >= to) continue;
    }
    found.push(i);
  }
  return found;
}

/**
 * The index of the first number that is at least `value`; the length of the list if there is none.
 * @param {number[]} sorted
 * @param {number} value
 */
function lowerBound(sorted, value) {
  let low = 0, high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Calls `each` with a reader of every entry of a key in the shards of wanted documents.
 * @param {Segment} segment
 * @param {number} family
 * @param {number} key
 * @param {number[] | null} wanted
 * @param {(entry: ByteReader) => void} each
 */
async function entriesOf(segment, family, key, wanted, each) {
  const shards = shardsOf(segment.families[family], key, wanted).map((i) => shard(segment, family, i));
  for (const bytes of await Promise.all(shards)) {
    await breathe();
    const reader = new ByteReader(bytes);
    let found = 0;
    for (let left = reader.varint(); left > 0 && found <= key; left--) {
      found += reader.varint();
      const length = reader.varint();
      if (length > bytes.length - reader.at) throw new Damaged('it ends too early');
      if (found === key) each(new ByteReader(bytes, reader.at, reader.at + length));
      reader.at += length;
    }
  }
}

/**
 * The list of a gram in the shards of family D.
 * @param {Segment} segment
 * @param {number} key
 * @returns {Promise<DocumentList>}
 */
async function documentsOf(segment, key) {
  /** @type {DocumentList} */
  const list = { docs: [], places: [], flags: [], inline: null };
  await entriesOf(segment, DOCUMENTS, key, null, (entry) => readDocuments(entry, list));
  return list;
}

/**
 * Reads an entry of family D and appends it to a list.
 * @param {ByteReader} reader
 * @param {DocumentList} list
 */
function readDocuments(reader, list) {
  const { docs, places, flags } = list;
  const head = reader.varint(), count = Math.floor(head / 4);
  const base = docs.length, length = head & 2 ? reader.varint() : 0;
  const doc = reader.varint();
  const k = count > 1 ? reader.byte() : 0;
  const groups = head & 1 ? reader.varint() : 0;
  const groupRice = groups ? reader.byte() : 0, offsetRice = groups ? reader.byte() : 0;
  reader.startBits();
  docs.push(doc);
  readAscending(reader, count - 1, k, doc, docs);
  for (let group = 0, at = base; group < groups; group++, at++) {
    at += reader.rice(groupRice);
    if (!(at < docs.length)) throw new Damaged('a list does not add up');
    let before = -1, offset = 0;
    for (let hits = reader.rice(0) + 1; hits; hits--) {
      let field = reader.bits(2);
      if (field === 3) field = reader.bits(3);
      flags.push(field < 4 && reader.bits(1) ? reader.bits(3) : 3);
      offset = reader.rice(offsetRice) + (field === before ? offset + 1 : 0);
      before = field;
      places.push((docs[at] * 8 + field) * FIELDS + offset);
    }
  }
  if (length > reader.end - ((reader.bit + 7) >> 3)) throw new Damaged('a list does not add up');
  if (length) list.inline = [reader.bytes, reader.end - length, reader.end];
}

/**
 * The positions of a gram in the bodies of the wanted documents, ascending. `list` is its list in
 * family D.
 * @param {Segment} segment
 * @param {number} key
 * @param {DocumentList} list
 * @param {number[]} wanted
 */
async function positionsOf(segment, key, list, wanted) {
  /** @type {Map<number, number[]>} */
  const found = new Map();
  const docs = list.docs;
  /** @param {ByteReader} reader */
  const read = (reader) => {
    const head = reader.byte(), countRice = (head >> 5) & 3, wide = head & 31;
    const count = head & 128 ? reader.varint() : docs.length, first = head & 128 ? reader.varint() : 0;
    let at = lowerBound(docs, first), next = lowerBound(wanted, first);
    reader.startBits();
    for (let i = 0; i < count; i++, at++) {
      if (!(at < docs.length)) throw new Damaged('a list does not add up');
      const code = reader.rice(countRice), positions = code < 2 ? 1 - code : code;
      const k = Math.max(0, wide - (31 - Math.clz32(positions + 1) - 1));
      while (wanted[next] < docs[at]) next++;
      const keep = wanted[next] === docs[at] ? [] : null;
      readAscending(reader, positions, k, -1, keep);
      if (keep) found.set(docs[at], keep);
    }
  };
  if (list.inline) read(new ByteReader(...list.inline));
  else await entriesOf(segment, POSITIONS, key, wanted, read);
  return found;
}

/**
 * The numbers in both ascending lists.
 * @param {number[]} a
 * @param {number[]} b
 */
function intersect(a, b) {
  const out = [];
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (a[i] < b[j]) i++;
    else if (a[i] > b[j]) j++;
    else {
      out.push(a[i++]);
      j++;
    }
  }
  return out;
}
