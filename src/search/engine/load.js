// @ts-check
/*
 * Fetches the root and the shards, checks them against the checksums in their names, and caches
 * them. Also divides the engine's work into slices of time.
 */

const SLICE = 10; // milliseconds of work after which the page gets time for other tasks
const channel = typeof MessageChannel === 'function' ? new MessageChannel() : null;
let rested = 0;
/** @type {((value?: any) => void)[]} */
const resting = [];
if (channel) channel.port1.onmessage = () => goOnWorking();

function goOnWorking() {
  const next = resting.shift();
  if (resting.length) postpone();
  rested = Date.now();
  if (next) next();
}

function postpone() {
  if (channel) channel.port2.postMessage(0);
  else setTimeout(goOnWorking, 0);
}

/** Resumes in a separate task. */
function pause() {
  return new Promise((done) => {
    if (resting.push(done) === 1) postpone();
  });
}

/**
 * Lets the page draw and respond if the engine has worked for `SLICE`. Each caller that waits
 * resumes in a separate task.
 */
const breathe = () => (Date.now() - rested < SLICE && !resting.length ? null : pause());

const DOCUMENTS = 0, POSITIONS = 1, TEXTS = 2, RECORDS = 3, SUGGESTIONS = 4, CHECKSUMS = 5; // families of shards
const CHECKED = 256; // the maximum number of text shards whose checksums one shard of checksums has
const CACHE = 48 << 20; // the maximum number of characters in the cache of shards

/** @typedef {{bytes: Promise<Uint8Array>, size: number}} CachedShard `size` is 0 until the shard is loaded */

/** @type {Map<string, CachedShard>} */
const cache = new Map(); // by name, the least recently used first
let cached = 0;
/** @type {Promise<Root> | null} */
let rootPromise = null;

/**
 * The bytes of a shard, after a check of the checksum.
 * @param {string} name
 * @param {number} sum
 */
function load(name, sum) {
  let shard = cache.get(name);
  if (shard) {
    cache.delete(name);
  } else {
    /** @type {CachedShard} */
    const fresh = { size: 0, bytes: append(name, '').catch(() => append(name, '')).then((payload) => checked(name, sum, payload, fresh)) };
    fresh.bytes.catch(() => cache.delete(name));
    shard = fresh;
  }
  cache.set(name, shard);
  return shard.bytes;
}

/**
 * @param {string} name
 * @param {number} sum
 * @param {string} payload
 * @param {CachedShard} shard
 */
function checked(name, sum, payload, shard) {
  const { bytes, sum: found } = fromText(payload);
  if (found !== sum) throw new Damaged(name + '.js was changed');
  cached += payload.length;
  shard.size = payload.length;
  for (const [old, other] of cache) {
    if (cached <= CACHE) break;
    if (other === shard || !other.size) continue;
    cache.delete(old);
    cached -= other.size;
  }
  return bytes;
}

/**
 * Reads the root.
 * @param {Uint8Array} packed
 * @returns {Promise<Root>}
 */
async function parseRoot(packed) {
  const bytes = await inflate(packed);
  await breathe();
  const reader = new ByteReader(bytes);
  const length = reader.varint();
  /** @type {Root} */
  const root = JSON.parse(new TextDecoder().decode(bytes.subarray(reader.at, reader.at + length)));
  if (root.version !== 7) throw new Damaged('its version is not 7');
  reader.at += length;
  for (const facet of root.facets) {
    facet.column = readColumn(reader, root.documents, facet.values.length);
    await breathe();
  }
  if (root.days) {
    root.day = readColumn(reader, root.documents, root.days.length);
    sumUp(root.day, root.days.length);
    root.rank = ranksOf(root.day, root.days.length);
    await breathe();
  }
  root.groups = new Map();
  for (const segment of root.segments) await readShards(segment, reader);
  return root;
}

/**
 * Reads a column: for each document, the number of its value.
 * @param {ByteReader} reader
 * @param {number} documents
 * @param {number} values how many different values there are
 */
function readColumn(reader, documents, values) {
  const planes = planesOf(values), column = new Uint32Array(documents);
  for (let plane = 0; plane < planes; plane++) for (let i = 0; i < documents; i++) column[i] |= reader.byte() << (8 * plane);
  return column;
}

/**
 * The number of bytes for each document in a column.
 * @param {number} values how many different values there are
 */
const planesOf = (values) => (values > 0xffff ? 3 : values > 0xff ? 2 : 1);

/**
 * Replaces the differences in a column by the numbers.
 * @param {Uint32Array} column
 * @param {number} values how many different values there are
 */
function sumUp(column, values) {
  const mask = (1 << (8 * planesOf(values))) - 1;
  for (let i = 1; i < column.length; i++) column[i] = (column[i - 1] + column[i]) & mask;
}

/**
 * The place of each document in the order of the days. Documents of the same day keep their order.
 * @param {Uint32Array} day
 * @param {number} days
 */
function ranksOf(day, days) {
  const next = new Uint32Array(days + 1), rank = new Uint32Array(day.length);
  for (const d of day) next[d + 1]++;
  for (let d = 1; d < days; d++) next[d] += next[d - 1];
  day.forEach((d, i) => (rank[i] = next[d]++));
  return rank;
}

/**
 * @param {Root} root
 * @returns {(a: number, b: number) => number}
 */
const newestFirst = ({ rank }) => (rank ? (a, b) => rank[b] - rank[a] : (a, b) => b - a);

/**
 * Reads the pairs of a traditional and a simplified character.
 * @param {ByteReader} reader
 * @returns {[string, string][]}
 */
function readPairs(reader) {
  let last = 0;
  const simplified = Array.from({ length: reader.varint() }, () => (last += reader.varint()));
  last = 0;
  return simplified.map((to) => {
    const n = reader.varint();
    last += n % 2 ? -(n - 1) / 2 : n / 2;
    return [String.fromCodePoint(last), String.fromCodePoint(to)];
  });
}

/**
 * Reads what the root says about the shards of a segment.
 * @param {Segment} segment
 * @param {ByteReader} reader
 */
async function readShards(segment, reader) {
  segment.families = [];
  for (const [family, count] of segment.shards.entries()) {
    /** @type {number[]} */
    let keys = [];
    /** @type {number[]} */
    let firsts = [];
    if (family !== TEXTS && family !== RECORDS) {
      let key = 0;
      keys = Array.from({ length: count }, () => (key += reader.varint()));
      firsts = Array.from({ length: count }, () => reader.varint());
    }
    const sums = readSums(reader, count);
    segment.families.push({ keys, firsts, sums });
    await breathe();
  }
  const { name, from, to, group, folders, families } = segment, own = [TEXTS, RECORDS];
  for (const part of segment.parts || []) part.sums = (part.shards || []).map((count) => readSums(reader, count));
  segment.parts = segment.parts || [{ name, from: 0, to: to - from, group, folders: own.map((f) => folders[f]), base: '', sums: own.map((f) => families[f].sums) }];
}

/**
 * The part of a segment with a document's text and record.
 * @param {Segment} segment
 * @param {number} doc counted within the segment
 */
function partOf(segment, doc) {
  const parts = segment.parts || [];
  let low = 0, high = parts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (parts[middle].to <= doc) low = middle + 1;
    else high = middle;
  }
  const part = parts[low];
  if (!part) throw new Damaged('a document lies in no part');
  return part;
}

/**
 * Reads the checksums of some shards.
 * @param {ByteReader} reader
 * @param {number} count
 */
function readSums(reader, count) {
  reader.startBits();
  const sums = Array.from({ length: count }, () => reader.bits(20));
  reader.at = (reader.bit + 7) >> 3;
  return sums;
}

/**
 * The name of the file with a piece of a document's attachments.
 * @param {Part} part
 * @param {number} doc counted within the part
 * @param {number} piece
 * @param {number} sum
 */
const nameOfPiece = (part, doc, piece, sum) => part.name + '-a/' + (doc >> 9).toString(36) + '/' + doc.toString(36) + '_' + piece.toString(36) + '-' + sum.toString(32).padStart(4, '0');

/**
 * Loads a root. If its token is not the expected one, loads it again past every cache, and then
 * accepts any token.
 * @param {string} suffix
 * @param {string} expected the token of the wanted root; an empty text accepts any root
 * @returns {Promise<Root>}
 */
async function loadRoot(suffix, expected) {
  try {
    const payload = await append('root', suffix).catch(() => append('root', suffix));
    const { bytes, sum } = fromText(payload), found = sum.toString(32) + '-' + payload.length.toString(36);
    if (expected && expected !== found) return loadRoot('?' + Date.now(), '');
    return Object.assign(await parseRoot(bytes), { payload, token: found });
  } catch (cause) {
    throw damage(cause);
  }
}

const FRESH = 3000; // milliseconds after which search/now.js is asked again for the current root
let asked = 0;
/** @type {Promise<any>} */
let asking = Promise.resolve();

/**
 * The current root of the site. The page may name an older one, if the site was published again
 * since the page loaded.
 */
async function rootOnce() {
  if (!rootPromise) {
    rootPromise = loadRoot(token && '?' + token, token);
    rootPromise.catch(() => (rootPromise = null));
  }
  if (token && Date.now() - asked > FRESH) {
    asked = Date.now();
    asking = renew(rootPromise, append('now', '?' + asked));
  }
  await asking;
  return rootPromise || loadRoot('?' + Date.now(), '');
}

/**
 * Replaces the known root if now.js names another root, and this root can be loaded.
 * @param {Promise<Root>} known
 * @param {Promise<string>} now
 */
async function renew(known, now) {
  const present = await now.then((said) => said.split(' ')[1], () => '');
  const old = await known.catch(() => null);
  if (!old || !present || present === old.token) return;
  const fresh = await loadRoot('?' + present, present).catch(() => null);
  if (fresh) rootPromise = Promise.resolve(fresh);
}

/**
 * @param {Segment} segment
 * @param {number} family
 * @param {number} i
 */
function shard(segment, family, i) {
  const { keys, firsts, sums } = segment.families[family];
  return named(segment.name, family, segment.folders[family], keys.length ? keys[i].toString(36) + '_' + firsts[i].toString(36) : '', sums[i]);
}

/**
 * A shard of the records of a part.
 * @param {Part} part
 * @param {number} i
 */
const recordShard = (part, i) => named(part.name, RECORDS, part.folders[1], i.toString(36), part.sums[1][i]);

/**
 * A shard of the texts of a part. In a joined index, the checksum of this shard is in a shard of
 * checksums.
 * @param {Part} part
 * @param {number} i
 */
async function textShard(part, i) {
  let sum = part.sums[0][i];
  if (part.shards) {
    const at = Math.floor(i / CHECKED), reader = new ByteReader(await named(part.name, CHECKSUMS, 1, at.toString(36), part.sums[0][at]));
    reader.bit = 20 * (i % CHECKED);
    sum = reader.bits(20);
  }
  return named(part.name, TEXTS, part.folders[0], i.toString(36), sum);
}

/**
 * @param {string} segment
 * @param {number} family
 * @param {number} folders
 * @param {string} what
 * @param {number | undefined} sum
 */
function named(segment, family, folders, what, sum) {
  if (sum === undefined) throw new Damaged('a shard is missing');
  const folder = folders > 1 ? (sum & (folders - 1)).toString(36) + '/' : '';
  return load(segment + '-' + 'dptrsc'[family] + '/' + folder + what + '-' + sum.toString(32).padStart(4, '0'), sum);
}

/**
 * The unpacked shard with this `id`, from the cache of the root if possible.
 * @param {Root} root
 * @param {string} id
 * @param {() => Promise<Uint8Array>} bytes
 */
function unpacked(root, id, bytes) {
  let promise = root.groups.get(id);
  if (!promise) {
    promise = bytes().then(unpackJson);
    promise.catch(() => root.groups.delete(id));
    root.groups.set(id, promise);
    const oldest = root.groups.keys().next().value;
    if (root.groups.size > 400 && oldest !== undefined) root.groups.delete(oldest);
  }
  return promise;
}
