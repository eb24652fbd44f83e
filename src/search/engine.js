/*
 * The engine: finds any piece of text in the catalogue.
 *
 * Takes a query and options, gives the documents that hold every term of it. Asks `append` for the index files that the query
 * needs: `append(name, suffix)` promises the payload of a file. It must not know of the page, nor name anything outside of
 * itself: it runs in a worker too, where only its own text is.
 *
 * docs/search.md describes the files, the folding and the order of the results. Documents are numbers: the newest is the
 * highest. A "gram" is a short piece of text under which documents are listed.
 */
function engine(append) {
  'use strict';

  // ---------------------------------------------------------------- text

  const WHITE = '\\t-\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000'; // Unicode White_Space
  const ANY_WHITE = new RegExp('[' + WHITE + ']');
  const SPLIT = new RegExp('[' + WHITE + ']+');
  const HAN_WHITE = new RegExp('(\\p{Script=Han})[' + WHITE + ']+', 'gu');
  const WHITE_HAN = new RegExp('[' + WHITE + ']+(?=\\p{Script=Han})', 'gu');
  const ONE = { '\u2013': '-', '\u2014': '-', '\uff0d': '-', '\u200b': '', '\u200c': '', '\u200d': '', '\u2060': '', '\ufeff': '' };
  for (const c of '\u3014[\uff08\u3010\u3008\ufe5d') ONE[c] = '(';
  for (const c of '\u3015]\uff09\u3011\u3009\ufe5e') ONE[c] = ')';

  /** Makes the table of single characters out of the root's pairs of a traditional and a simplified character. */
  function makeTable(/** @type {string} */ pairs) {
    const map = new Map(Object.entries(ONE)), chars = Array.from(pairs);
    for (let i = 0; i + 1 < chars.length; i += 2) map.set(chars[i], chars[i + 1]);
    const any = new RegExp('[' + Array.from(map.keys()).join('').replace(/[\]\\^-]/g, '\\$&') + ']', 'gu');
    return { any, one: (c) => map.get(c), known: new Map() };
  }

  /** Folding without its last step, which needs neighbours. */
  function foldChars(text, table) {
    const normal = text.normalize('NFKC');
    // Lower case by code point: only a sigma looks at its neighbours.
    const lower = normal.includes('\u03a3') ? Array.from(normal, (c) => c.toLowerCase()).join('') : normal.toLowerCase();
    return lower.replace(table.any, table.one);
  }

  /** The form in which texts and terms are compared. */
  function fold(text, table) {
    const out = foldChars(text, table);
    return ANY_WHITE.test(out) ? out.replace(HAN_WHITE, '$1').replace(WHITE_HAN, '') : out;
  }

  /** Folds and tells for every unit of the result where in `text` it came from; null when that cannot be told. */
  function foldMapped(text, table) {
    const whole = fold(text, table);
    let loose = '';
    const from = [], to = [];
    const cluster = /[^][\p{M}\u1160-\u11ff\uff9e\uff9f]*/gu; // what NFKC may put together
    for (let m; (m = cluster.exec(text)); ) {
      let folded = table.known.get(m[0]);
      if (folded === undefined) table.known.set(m[0], (folded = foldChars(m[0], table)));
      for (let i = 0; i < folded.length; i++) from.push(m.index) && to.push(m.index + m[0].length);
      loose += folded;
    }
    // Then drop the same white space: walk along the true result.
    const kept = { whole, from: [], to: [] };
    for (let i = 0, j = 0; j < whole.length; i++, j++) {
      while (i < loose.length && loose[i] !== whole[j] && ANY_WHITE.test(loose[i])) i++;
      if (loose[i] !== whole[j]) return null;
      kept.from.push(from[i]);
      kept.to.push(to[i]);
    }
    return kept;
  }

  /** The folded terms of a query, each once, without those that lie inside another. */
  function termsOf(query, table) {
    const all = [];
    for (const part of query.split(SPLIT)) {
      const term = fold(part, table);
      if (term && !all.includes(term)) all.push(term);
    }
    return all.filter((t) => !all.some((o) => o !== t && o.includes(t)));
  }

  // ---------------------------------------------------------------- codes

  class Damaged extends Error {
    constructor(what) {
      super('The search index is damaged or incomplete: ' + what);
      this.code = 'shard-missing';
    }
  }

  /** Whatever a damaged file leads to is damage. */
  const damage = (cause) => (cause instanceof Damaged ? cause : new Damaged(cause.message));

  /** The bytes of a payload, of whose characters each carries 15 bits, and the checksum that is part of a shard's name. */
  function fromText(payload) {
    const length = payload.length, out = new Uint8Array((length * 15) >> 3);
    let buffer = 0, filled = 0, n = 0, h = 0x811c9dc5 | 0;
    for (let i = 0; i < length; i++) {
      const c = payload.charCodeAt(i);
      // The low byte is never 10 or 13: these have characters of their own.
      const v = (c < 0xb000 ? c - 0x3000 : (((c & 0xff) - 0x30) << 8) | (c < 0xb100 ? 10 : 13)) & 0x7fff;
      h = Math.imul(h ^ v, 0x01000193);
      buffer = (buffer << 15) | v;
      filled += 7;
      out[n++] = buffer >> filled;
      if (filled >= 8) out[n++] = buffer >> (filled -= 8);
      buffer &= 0xff;
    }
    return { bytes: out, sum: (h ^ (h >>> 20)) & 0xfffff };
  }

  /** Reads numbers and bits from bytes; past the end it throws. */
  class Reader {
    constructor(bytes, at = 0, end = bytes.length) {
      this.bytes = bytes;
      this.at = at; // byte, for whole bytes
      this.end = end;
      this.bit = 0; // bit from the beginning of `bytes`, once bits are read
    }
    byte() {
      if (this.at >= this.end) throw new Damaged('it ends too early');
      return this.bytes[this.at++];
    }
    varint() {
      let n = 0, scale = 1;
      for (let i = 0; i < 8; i++, scale *= 128) {
        const b = this.byte();
        n += (b & 127) * scale; // keys have 42 bits: no shifts
        if (b < 128) return n;
      }
      throw new Damaged('a number is too long');
    }
    startBits() {
      this.bit = this.at * 8;
    }
    /** At most 24 bits. */
    bits(n) {
      const p = this.bit >> 3, b = this.bytes;
      const word = (b[p] << 24) | (b[p + 1] << 16) | (b[p + 2] << 8) | b[p + 3]; // missing bytes count as 0
      this.bit += n;
      if (this.bit > this.end * 8) throw new Damaged('it ends too early');
      return n ? (word << (this.bit - n & 7)) >>> (32 - n) : 0;
    }
    rice(k) {
      let high = 0;
      for (;;) {
        const p = this.bit >> 3, b = this.bytes;
        const word = ((b[p] << 24) | (b[p + 1] << 16) | (b[p + 2] << 8) | b[p + 3]) << (this.bit & 7);
        const ones = Math.min(Math.clz32(~word), 24);
        high += ones;
        this.bit += ones;
        if (this.bit >= this.end * 8) throw new Damaged('it ends too early');
        if (ones < 24) break;
      }
      this.bit++;
      if (k > 24) return (high * 2 ** k + this.bits(k - 24) * 0x1000000) + this.bits(24);
      return k ? ((high << k) | this.bits(k)) >>> 0 : high;
    }
  }

  /** Appends `count` numbers to `out`, each greater than the one before by at least 1, written as Rice codes. */
  function readAscending(r, count, k, value, out) {
    if (k > 16) {
      for (; count; count--) out.push((value += r.rice(k) + 1));
      return;
    }
    const b = r.bytes, end = r.end * 8, low = (1 << k) - 1;
    let bit = r.bit; // a loop without calls: most of a query's time is spent here
    for (; count; count--) {
      let high = 0, ones;
      do {
        const p = bit >> 3;
        ones = Math.clz32(~(((b[p] << 24) | (b[p + 1] << 16) | (b[p + 2] << 8) | b[p + 3]) << (bit & 7)));
        if (ones > 24) ones = 24;
        high += ones;
        bit += ones;
        if (bit >= end) throw new Damaged('it ends too early');
      } while (ones === 24);
      bit++;
      const p = bit >> 3;
      value += ((high << k) | ((((b[p] << 16) | (b[p + 1] << 8) | b[p + 2]) >> (24 - k - (bit & 7))) & low)) + 1;
      bit += k;
      if (out) out.push(value);
    }
    r.bit = bit;
  }

  // Base and number of extra bits of deflate's length and distance codes (RFC 1951, 3.2.5).
  const LENGTHS = [], DISTANCES = [];
  for (let i = 0, base = 3; i < 28; base += 1 << LENGTHS[i++][1]) LENGTHS.push([base, i < 8 ? 0 : (i >> 2) - 1]);
  LENGTHS.push([258, 0]);
  for (let i = 0, base = 1; i < 30; base += 1 << DISTANCES[i++][1]) DISTANCES.push([base, i < 4 ? 0 : (i >> 1) - 1]);
  const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

  /** A table over 15 bits, as they come, to code * 16 + length. */
  function huffman(lengths) {
    const max = Math.max(...lengths), table = new Uint16Array(1 << max);
    let code = 0;
    for (let n = 1; n <= max; n++, code <<= 1) {
      for (let symbol = 0; symbol < lengths.length; symbol++) {
        if (lengths[symbol] !== n) continue;
        let reversed = 0;
        for (let i = 0; i < n; i++) reversed |= ((code >> i) & 1) << (n - 1 - i);
        code++;
        for (let i = reversed; i < table.length; i += 1 << n) table[i] = (symbol << 4) | n;
      }
    }
    return { table, mask: table.length - 1 };
  }
  let fixed = null;

  /** Raw deflate (RFC 1951), for browsers that do not know it, and to say what is wrong with it. */
  function inflateHere(bytes, start) {
    let out = new Uint8Array(Math.max(1024, bytes.length * 4)), n = 0;
    let at = start, buffer = 0, filled = 0;
    const room = (more) => {
      if (n + more <= out.length) return;
      const larger = new Uint8Array(Math.max(n + more, out.length * 2));
      larger.set(out);
      out = larger;
    };
    const need = (k) => {
      while (filled < k) {
        if (at > bytes.length + 3) throw new Damaged('a text ends too early');
        buffer |= (at < bytes.length ? bytes[at] : 0) << filled;
        at++;
        filled += 8;
      }
    };
    const bits = (k) => {
      need(k);
      const v = buffer & ((1 << k) - 1);
      buffer >>>= k;
      filled -= k;
      return v;
    };
    const symbol = (h) => {
      need(15);
      const e = h.table[buffer & h.mask], k = e & 15;
      if (!k) throw new Damaged('a text cannot be unpacked');
      buffer >>>= k;
      filled -= k;
      return e >> 4;
    };
    for (let last = 0; !last; ) {
      last = bits(1);
      const type = bits(2);
      let literals, distances;
      if (type === 0) {
        bits(filled & 7);
        let length = bits(8) | (bits(8) << 8);
        bits(16);
        room(length);
        while (length--) out[n++] = bits(8);
        continue;
      } else if (type === 1) {
        if (!fixed) fixed = [huffman(Array.from({ length: 288 }, (_, i) => (i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8))), huffman(new Array(30).fill(5))];
        [literals, distances] = fixed;
      } else if (type === 2) {
        const nl = bits(5) + 257, nd = bits(5) + 1, nc = bits(4) + 4;
        const small = new Array(19).fill(0);
        for (let i = 0; i < nc; i++) small[ORDER[i]] = bits(3);
        const h = huffman(small), lengths = [];
        while (lengths.length < nl + nd) {
          const s = symbol(h);
          if (s < 16) lengths.push(s);
          else {
            const value = s === 16 ? lengths[lengths.length - 1] || 0 : 0;
            for (let r = s === 16 ? bits(2) + 3 : s === 17 ? bits(3) + 3 : bits(7) + 11; r; r--) lengths.push(value);
          }
        }
        literals = huffman(lengths.slice(0, nl));
        distances = huffman(lengths.slice(nl, nl + nd));
      } else throw new Damaged('a text cannot be unpacked');
      for (;;) {
        const s = symbol(literals);
        if (s < 256) {
          if (n === out.length) room(1);
          out[n++] = s;
        } else if (s === 256) break;
        else {
          const l = LENGTHS[s - 257];
          if (!l) throw new Damaged('a text cannot be unpacked');
          const length = l[0] + bits(l[1]);
          const d = DISTANCES[symbol(distances)];
          if (!d) throw new Damaged('a text cannot be unpacked');
          const distance = d[0] + bits(d[1]);
          if (distance > n) throw new Damaged('a text cannot be unpacked');
          room(length);
          for (let i = 0; i < length; i++, n++) out[n] = out[n - distance];
        }
      }
    }
    return out.subarray(0, n);
  }

  function joined(parts) {
    const out = new Uint8Array(parts.reduce((n, p) => n + p.length, 0));
    parts.reduce((n, p) => (out.set(p, n), n + p.length), 0);
    return out;
  }

  /** Raw deflate, by the browser where it can: it is three times as fast. */
  async function inflate(bytes, start) {
    // A payload may have a byte of zeros too many, and browsers refuse what follows the end.
    for (let to = bytes.length - (bytes[bytes.length - 1] ? 0 : 1); to <= bytes.length; to++) {
      try {
        const stream = new DecompressionStream('deflate-raw'), writer = stream.writable.getWriter(), reader = stream.readable.getReader();
        Promise.all([writer.write(bytes.subarray(start, to)), writer.close()]).catch(() => null); // the reader says it too
        const parts = [];
        for (let part; (part = await reader.read()), !part.done; ) parts.push(part.value);
        return joined(parts);
      } catch {
        // no such browser, or damage
      }
    }
    return inflateHere(bytes, start);
  }

  const decoders = new Map(); // it is dear to make one

  /** JSON of a text or record shard. */
  async function unpackJson(bytes) {
    const encoding = bytes[0] === 103 ? 'gb18030' : 'utf-8';
    if (!decoders.has(encoding)) decoders.set(encoding, new TextDecoder(encoding, { fatal: true }));
    return JSON.parse(decoders.get(encoding).decode(await inflate(bytes, 1)));
  }

  // ---------------------------------------------------------------- loading

  const SLICE = 10; // milliseconds of work before the page may do something else
  const channel = typeof MessageChannel === 'function' ? new MessageChannel() : null;
  let rested = 0, resting = [];
  if (channel) channel.port1.onmessage = () => goOnWorking();

  function goOnWorking() {
    const next = resting.shift();
    if (resting.length) postpone();
    rested = Date.now();
    next();
  }
  const postpone = () => (channel ? channel.port2.postMessage(0) : setTimeout(goOnWorking, 0));

  /** Lets the page draw and answer, when work has gone on for a while. Everything that waits goes on in a task of its own. */
  function breathe() {
    if (Date.now() - rested < SLICE && !resting.length) return null;
    return new Promise((done) => {
      if (resting.push(done) === 1) postpone();
    });
  }

  const DOCUMENTS = 0, POSITIONS = 1, TEXTS = 2, RECORDS = 3, SUGGESTIONS = 4; // families of shards
  const CACHE = 48 << 20; // characters of shards kept
  let cache = new Map(); // name -> promise of bytes, oldest first
  let cached = 0;
  let rootPromise = null;

  /** The bytes of a shard, checked against its name. */
  function load(name, sum) {
    let promise = cache.get(name);
    if (promise) {
      cache.delete(name);
    } else {
      promise = append(name, '')
        .catch(() => append(name, ''))
        .then((payload) => {
          const { bytes, sum: found } = fromText(payload);
          if (found !== sum) throw new Damaged(name + '.js was changed');
          cached += payload.length;
          promise.size = payload.length;
          for (const [old, p] of cache) {
            if (cached <= CACHE) break;
            if (p === promise || !p.size) continue;
            cache.delete(old);
            cached -= p.size;
          }
          return bytes;
        });
      promise.size = 0;
      promise.catch(() => cache.delete(name));
    }
    cache.set(name, promise);
    return promise;
  }

  /** Reads the root. */
  async function parseRoot(payload) {
    const bytes = await inflate(fromText(payload).bytes, 0);
    await breathe();
    const r = new Reader(bytes);
    const length = r.varint();
    const root = JSON.parse(new TextDecoder().decode(bytes.subarray(r.at, r.at + length)));
    if (root.version !== 4) throw new Damaged('its version is not 4');
    r.at += length;
    const column = async (values) => {
      const planes = values > 0xffff ? 3 : values > 0xff ? 2 : 1;
      const out = new Uint32Array(root.documents);
      for (let p = 0; p < planes; p++) for (let i = 0; i < out.length; i++) out[i] |= r.byte() << (8 * p);
      await breathe();
      return out;
    };
    for (const facet of root.facets) facet.column = await column(facet.values.length);
    root.table = makeTable(root.simplified);
    await breathe();
    root.payload = payload;
    root.groups = new Map(); // of texts and records, oldest first
    const sums = (n) => {
      r.startBits();
      const out = Array.from({ length: n }, () => r.bits(20));
      r.at = (r.bit + 7) >> 3;
      return out;
    };
    for (const s of root.segments) {
      s.families = [];
      for (const [f, n] of s.shards.entries()) {
        if (f === TEXTS || f === RECORDS) {
          s.families.push({ sums: sums(n) });
          continue;
        }
        let key = 0;
        const keys = Array.from({ length: n }, () => (key += r.varint()));
        const firsts = Array.from({ length: n }, () => r.varint());
        s.families.push({ keys, firsts, sums: sums(n) });
        await breathe();
      }
    }
    return root;
  }

  function loadRoot(suffix) {
    return append('root', suffix).catch(() => append('root', suffix)).then(parseRoot).catch((cause) => {
      throw damage(cause);
    });
  }

  function rootOnce() {
    if (!rootPromise) {
      rootPromise = loadRoot('');
      rootPromise.catch(() => (rootPromise = null));
    }
    return rootPromise;
  }

  function shard(s, family, i) {
    const f = s.families[family], sum = f.sums[i];
    const what = f.keys ? f.keys[i].toString(36) + '_' + f.firsts[i].toString(36) : i.toString(36);
    const folder = s.folders[family] > 1 ? (sum & (s.folders[family] - 1)).toString(36) + '/' : '';
    return load(s.name + '-' + 'dptrs'[family] + '/' + folder + what + '-' + sum.toString(32).padStart(4, '0'), sum);
  }

  // ---------------------------------------------------------------- lists

  const SHIFT = 2 ** 21, FIELDS = 2 ** 25; // of a gram's key; of an offset within a head field
  const ASCII = 128 * SHIFT;

  /** The numbers of the shards that hold a key for documents of `wanted` (ascending; null = all). */
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

  function lowerBound(sorted, value) {
    let low = 0, high = sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sorted[middle] < value) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Calls `each` with a reader of every entry that a key has in some shards. */
  async function entriesOf(s, family, key, wanted, each) {
    const shards = shardsOf(s.families[family], key, wanted).map((i) => shard(s, family, i));
    for (const bytes of await Promise.all(shards)) {
      await breathe();
      const r = new Reader(bytes);
      let found = 0;
      for (let n = r.varint(); n > 0 && found <= key; n--) {
        found += r.varint();
        const length = r.varint();
        if (length > bytes.length - r.at) throw new Damaged('it ends too early');
        if (found === key) each(new Reader(bytes, r.at, r.at + length));
        r.at += length;
      }
    }
  }

  /** D: the documents of a gram, and where it stands in heads, as numbers that sort by document, field and offset. */
  async function documentsOf(s, key) {
    const docs = [], places = [], flags = [];
    let inline = null;
    await entriesOf(s, DOCUMENTS, key, null, (r) => {
      const head = r.varint(), n = Math.floor(head / 4);
      const base = docs.length, length = head & 2 ? r.varint() : 0;
      let doc = r.varint();
      const k = n > 1 ? r.byte() : 0;
      const groups = head & 1 ? r.varint() : 0;
      const kg = groups ? r.byte() : 0, ko = groups ? r.byte() : 0;
      r.startBits();
      docs.push(doc);
      readAscending(r, n - 1, k, doc, docs);
      for (let g = 0, at = base; g < groups; g++, at++) {
        at += r.rice(kg);
        if (!(at < docs.length)) throw new Damaged('a list does not add up');
        let before = -1, offset = 0;
        for (let hits = r.rice(0) + 1; hits; hits--) {
          let field = r.bits(2);
          if (field === 3) field = r.bits(3);
          flags.push(field < 4 && r.bits(1) ? r.bits(3) : 3);
          offset = r.rice(ko) + (field === before ? offset + 1 : 0);
          before = field;
          places.push((docs[at] * 8 + field) * FIELDS + offset);
        }
      }
      if (length > r.end - ((r.bit + 7) >> 3)) throw new Damaged('a list does not add up');
      if (length) inline = [r.bytes, r.end - length, r.end];
    });
    return { docs, places, flags, inline };
  }

  /** The positions of a gram in the bodies of the wanted documents (ascending); `list` is its D list. */
  async function positionsOf(s, key, list, wanted) {
    const found = new Map(), docs = list.docs;
    const read = (r) => {
      const head = r.byte(), kc = (head >> 5) & 3, k1 = head & 31;
      const n = head & 128 ? r.varint() : docs.length, first = head & 128 ? r.varint() : 0;
      let at = lowerBound(docs, first), w = lowerBound(wanted, first);
      r.startBits();
      for (let i = 0; i < n; i++, at++) {
        if (!(at < docs.length)) throw new Damaged('a list does not add up');
        const code = r.rice(kc), count = code < 2 ? 1 - code : code;
        const k = Math.max(0, k1 - (31 - Math.clz32(count + 1) - 1));
        while (wanted[w] < docs[at]) w++;
        const keep = wanted[w] === docs[at] ? [] : null;
        readAscending(r, count, k, -1, keep);
        if (keep) found.set(docs[at], keep);
      }
    };
    if (list.inline) read(new Reader(...list.inline));
    else await entriesOf(s, POSITIONS, key, wanted, read);
    return found;
  }

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

  // ---------------------------------------------------------------- terms

  /**
   * What it costs to load a gram's list, as far as the root tells: the shards, and how common grams of its neighbourhood are.
   * All shards have about the same size, so where they follow each other closely the lists are long.
   */
  function weight(family, key) {
    const found = shardsOf(family, key, null), i = found[0];
    if (i === undefined) return 0;
    const span = (i + 1 < family.keys.length ? family.keys[i + 1] : Infinity) - family.keys[i];
    return 1 + 2 * (found.length - 1) + 1 / (1 + Math.log2(1 + Math.max(0, span)));
  }

  /** The grams that together cover a term and cost least to load in a segment, by offset. */
  function cover(s, text) {
    const chars = Array.from(text), n = chars.length, code = chars.map((c) => c.codePointAt(0));
    const white = chars.map((c) => ANY_WHITE.test(c));
    const best = [{ cost: 0, grams: [] }]; // by how many characters are covered
    const relax = (from, length, key) => {
      // Pairs of such characters are in many numbers; of the digits of a number the last tell the most.
      const known = length === 4 ? -from / 64 : length === 2 && key < ASCII ? 0.5 : 0;
      const gram = { key, offset: from, length, cost: weight(s.families[DOCUMENTS], key) + known, list: null };
      for (let j = from; j < from + length; j++) {
        const b = best[j], end = best[from + length];
        if (b && (!end || b.cost + gram.cost < end.cost)) best[from + length] = { cost: b.cost + gram.cost, grams: b.grams.concat(gram) };
      }
    };
    for (let i = 0; i < n; i++) {
      const lone = (i === 0 || white[i - 1]) && (i + 1 === n || white[i + 1]);
      if (white[i]) best[i + 1] = best[i]; // no gram: only the text can tell
      else if (lone) relax(i, 1, code[i] * SHIFT);
      else if (i + 1 < n && !white[i + 1]) relax(i, 2, code[i] * SHIFT + code[i + 1] + 1);
      const four = chars.slice(i, i + 4).join('');
      if (/^[0-9]{4}$/.test(four)) relax(i, 4, 0x110000 * SHIFT + Number(four) + 1);
    }
    // The pairs at the seams of the cover: mostly rarer than what they join.
    const grams = best[n].grams, bridges = [];
    for (const { offset, length } of grams) {
      const i = offset + length - 1, [a, b] = [chars[i], chars[i + 1]];
      const inside = grams.some((g) => g.offset <= i && g.offset + g.length > i + 1);
      if (b && !white[i] && !white[i + 1] && !inside && !/^[0-9]{2}$/.test(a + b)) bridges.push({ key: code[i] * SHIFT + code[i + 1] + 1, offset: i, length: 2, list: null });
    }
    return { text, grams, bridges, whole: !white.includes(true), digit: /[0-9]/.test(text), length: n };
  }

  /** All terms run together, as one: where each meets the next there is a gram, which few documents have. */
  function coverPhrase(s, words) {
    const term = cover(s, words.join('')), chars = Array.from(term.text);
    let at = 0;
    for (const word of words.slice(0, -1)) {
      at += Array.from(word).length;
      const [a, b] = [chars[at - 1], chars[at]];
      if (ANY_WHITE.test(a + b) || term.grams.some((g) => g.offset < at && g.offset + g.length > at)) continue;
      term.grams.push({ key: a.codePointAt(0) * SHIFT + b.codePointAt(0) + 1, offset: at - 1, length: 2, cost: 0, list: null });
    }
    term.grams.sort((a, b) => a.offset - b.offset);
    return term;
  }

  // Where a term was found in a head, as bits. The lowest nine are for each of the three kinds of number.
  const WHOLE = 1, TAIL = 8, BOUNDED = 64, LOOSE = 512, TITLE = 1024, WHOLE_TITLE = 2048, LOOSE_TITLE = 4096, SUMMARY = 8192;
  const NUMBERS = 7; // times one of the first three

  /** The bit of one occurrence. `flags`: 1 = cuts no number at its begin, 2 = nor at its end, 4 = ends the field. */
  function place(term, field, offset, flags) {
    const ends = flags & 4, clean = (flags & 3) === 3;
    if (field === 0) return offset === 0 && ends ? WHOLE_TITLE : clean ? TITLE : LOOSE_TITLE;
    if (field > 3) return field === 5 || field === 6 ? SUMMARY : LOOSE;
    if (offset === 0 && ends) return WHOLE << (field - 1);
    return term.digit && clean ? (ends ? TAIL : BOUNDED) << (field - 1) : LOOSE;
  }

  /** Finds a term in heads from its grams' places: a map from document to { bits }. */
  function headsFromLists(term) {
    const lists = term.grams.map((g) => g.list), found = new Map(), last = lists.length - 1;
    const at = lists.map(() => 0), offsets = term.grams.map((g) => g.offset);
    const first = lists[0].places;
    next: for (let i = 0; i < first.length; i++) {
      for (let l = 1; l <= last; l++) {
        const places = lists[l].places, aim = first[i] + offsets[l];
        while (places[at[l]] < aim) at[l]++;
        if (places[at[l]] !== aim) continue next;
      }
      const flags = (lists[0].flags[i] & 1) | (lists[last].flags[last ? at[last] : i] & 6);
      const offset = first[i] % FIELDS, rest = (first[i] - offset) / FIELDS;
      addHead(found, Math.floor(rest / 8), term, rest % 8, offset, flags);
    }
    return found;
  }

  function addHead(found, doc, term, field, offset, flags) {
    let head = found.get(doc);
    if (!head) found.set(doc, (head = { bits: 0 }));
    head.bits |= place(term, field, offset, flags);
  }

  /** The head fields of a text, with their codes, in the order of the codes. */
  function headFields(text) {
    const [index, title, , number, body] = text.r, out = [[0, title]];
    if (index) out.push([1, index]);
    if (number) out.push([2, number]);
    for (const [field, values] of [[3, text.n], [4, (body ? [body] : []).concat(text.i || [])], [5, text.k], [6, text.s], [7, text.a]])
      for (const value of values || []) out.push([field, value]);
    return out;
  }

  /** Finds a term in the head of one text. */
  function headFromText(term, text, doc, found) {
    const digit = (c) => c >= '0' && c <= '9';
    for (const [field, value] of text.head) {
      for (let i = value.indexOf(term.text); i >= 0; i = value.indexOf(term.text, i + 1)) {
        const end = i + term.text.length;
        const flags = (digit(value[i - 1]) && digit(value[i]) ? 0 : 1) | (digit(value[end - 1]) && digit(value[end]) ? 0 : 2) | (end === value.length ? 4 : 0);
        addHead(found, doc, term, field, field ? i : Array.from(value.slice(0, i)).length, flags);
      }
    }
  }

  /** Points of a document for its ranking: see docs/search.md. */
  function score(heads) {
    let tails = 0, points = 0;
    for (const h of heads) if (h) tails |= ((h.bits >> 3) | h.bits) & NUMBERS;
    for (const h of heads) {
      const b = h ? h.bits : 0;
      points += b & NUMBERS * WHOLE ? 100 : b & NUMBERS * TAIL ? 60 : b & WHOLE_TITLE ? 55 : b & tails * BOUNDED ? 50
        : b & TITLE ? 40 : b & LOOSE_TITLE ? 35 : b & SUMMARY ? 20 : b & NUMBERS * BOUNDED ? 12 : b & LOOSE ? 10 : 0;
    }
    return points;
  }

  /** More points of a document in which the terms stand side by side, in the order of the query. */
  const scorePhrase = (head) => (!head ? 5 : head.bits & (NUMBERS * WHOLE | WHOLE_TITLE) ? 15 : head.bits & (TITLE | LOOSE_TITLE) ? 10 : 5);

  // ---------------------------------------------------------------- matching

  const ROUND = 4; // lists that are loaded before looking how many documents are left
  const FEW_TEXTS = 12, MANY_TEXTS = 24; // that are rather read than any positions; than many

  /** A group of texts or records, of those that this root names. */
  function unpacked(root, id, bytes) {
    let promise = root.groups.get(id);
    if (!promise) {
      promise = bytes().then(unpackJson);
      promise.catch(() => root.groups.delete(id));
      root.groups.set(id, promise);
      if (root.groups.size > 400) root.groups.delete(root.groups.keys().next().value);
    }
    return promise;
  }

  /** The text of one document, with its head and blocks folded. */
  async function textOf(root, s, doc) {
    const group = Math.floor(doc / s.group), id = s.name + group;
    const text = (await unpacked(root, id, () => shard(s, TEXTS, group)))[doc % s.group];
    if (!text) throw new Damaged('a text is missing');
    await breathe();
    if (!text.head) {
      text.head = headFields(text).map(([field, value]) => [field, fold(value, root.table)]);
      text.blocks = (text.b || []).map((b) => fold(b, root.table));
    }
    return text;
  }

  /** All matches of a segment: documents and, per term, what was found in their heads. */
  async function matchSegment(root, s, terms, allowed) {
    const groups = (some) => new Set(some.map((d) => Math.floor(d / s.group))).size;
    let docs = null;
    /** Loads the lists of some grams, and leaves the documents that have them all. */
    const demand = async (grams) => {
      await Promise.all(grams.map(async (g) => (g.list = await documentsOf(s, g.key))));
      await breathe();
      docs = grams.map((g) => g.list.docs).concat(docs ? [docs] : []).sort((a, b) => a.length - b.length).reduce((a, b) => intersect(a, b));
      if (allowed) docs = docs.filter((d) => allowed[s.from + d]);
    };
    // A few lists at a time, the rarest first as far as that can be told, until few documents are left or all are loaded.
    const queue = terms.flatMap((t) => t.grams).sort((a, b) => a.cost - b.cost);
    // (One document has the number that is asked for, where many have most of a number.)
    const enough = terms.some((t) => t.digit) ? 3 : FEW_TEXTS;
    while (queue.length && (!docs || groups(docs) > enough)) await demand(queue.splice(0, Math.max(ROUND, docs ? 0 : terms.length)));
    if (!docs.length) return { docs, heads: [] };
    const known = terms.map((t) => t.whole && t.grams.every((g) => g.list));
    const heads = [];
    for (const [i, t] of terms.entries()) {
      heads.push(known[i] ? headsFromLists(t) : new Map());
      await breathe();
    }
    // A gram is found where its list says; of more than one it must be seen that they stand beside each other.
    const open = terms.map((t, i) => !known[i] || t.grams.length > 1);
    const unsure = (i) => (open[i] ? docs.filter((d) => !heads[i].has(d)) : []);
    const unread = terms.map((t, i) => (open[i] && known[i] ? t.grams.slice() : [])); // whose positions have not been compared
    const begins = terms.map(() => null); // where a term may begin in bodies, by document
    const covered = terms.map((t) => new Uint8Array(t.length)); // its characters that have been compared
    const useful = (i) => unread[i].filter((g) => covered[i].subarray(g.offset, g.offset + g.length).includes(0));
    const price = (g) => (g.list.inline ? 0 : shardsOf(s.families[POSITIONS], g.key, docs).length);
    /** Compares the positions of some grams of a term. */
    const compare = async (i, grams) => {
      const left = unsure(i), found = await Promise.all(grams.map((g) => positionsOf(s, g.key, g.list, left)));
      await breathe();
      grams.forEach((g, x) => {
        const narrowed = new Map();
        for (const [doc, positions] of found[x]) {
          let at = positions.map((p) => p - g.offset);
          if (begins[i]) at = intersect(at, begins[i].get(doc) || []);
          if (at.length) narrowed.set(doc, at);
        }
        begins[i] = narrowed;
        covered[i].fill(1, g.offset, g.offset + g.length);
      });
      unread[i] = unread[i].filter((g) => !grams.includes(g));
      docs = docs.filter((d) => heads[i].has(d) || begins[i].has(d));
      open[i] = covered[i].includes(0);
    };
    for (;;) {
      // What is here already costs nothing.
      for (const i of terms.keys()) {
        const here = open[i] ? unread[i].filter((g) => g.list.inline) : [];
        if (here.length) await compare(i, here);
      }
      await breathe();
      const check = Array.from(new Set(terms.flatMap((_, i) => unsure(i)))).sort((a, b) => a - b);
      if (!check.length) break;
      const next = terms.findIndex((_, i) => open[i] && known[i]);
      const all = terms.reduce((n, _, i) => n + useful(i).reduce((m, g) => m + price(g), 0), 0);
      if (next < 0 || groups(check) <= Math.max(FEW_TEXTS, Math.min(MANY_TEXTS, FEW_TEXTS / 2 + all * 3))) {
        const wrong = new Set();
        await Promise.all(check.map(async (doc) => {
          const text = await textOf(root, s, doc);
          terms.forEach((t, i) => {
            if (!open[i] || heads[i].has(doc)) return;
            if (!known[i]) headFromText(t, text, doc, heads[i]);
            if (!heads[i].has(doc) && !text.blocks.some((b) => b.includes(t.text))) wrong.add(doc);
          });
        }));
        docs = docs.filter((d) => !wrong.has(d));
        break;
      }
      // As long as many documents are left: positions, of two grams at a time, the cheapest first; but before long ones, what
      // stands at the seams.
      const cheap = useful(next).map((g) => [price(g), g.list.docs.length, g]).sort((a, b) => a[0] - b[0] || a[1] - b[1]).slice(0, begins[next] ? 1 : 2);
      const bridges = terms[next].bridges;
      if (bridges.length && docs.length * 4 < s.to - s.from && bridges.length < cheap.reduce((n, c) => n + c[0], 0)) {
        terms[next].bridges = [];
        await demand(bridges);
        unread[next] = unread[next].concat(bridges);
        if (!docs.length) break;
      } else await compare(next, cheap.map((c) => c[2]));
    }
    return { docs, heads };
  }

  // ---------------------------------------------------------------- filters, order, facets

  /** The values of a filter; null when it lets everything through. */
  const list = (v) => (v === undefined || v === null || v === '' || (Array.isArray(v) && !v.length) ? null : (Array.isArray(v) ? v : [v]).map(String));

  /** 1 for every document that the filters let through; null when there are none. */
  function allowedBy(root, filters) {
    const active = [];
    for (const { name, nests, values, column } of root.facets) {
      const wanted = list((filters || {})[name]);
      if (!wanted) continue;
      const passes = (value) => wanted.some((w) => value === w || (nests && value.startsWith(w + '/')));
      active.push({ column, passing: values.map((set) => set.some(passes)) });
    }
    if (!active.length) return null;
    const allowed = new Uint8Array(root.documents);
    for (let d = 0; d < allowed.length; d++) if (active.every((f) => f.passing[f.column[d]])) allowed[d] = 1;
    return allowed;
  }

  /** How many of the documents have each value of each facet; a path counts for every path above it, too. */
  function facetsOf(root, docs) {
    const facets = {};
    for (const { name, nests, values, column } of root.facets) {
      const numbers = new Uint32Array(values.length), counts = (facets[name] = {});
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

  /** Best first: points, then in force, then newest. Documents ascend, so that each pile is already in order. */
  function ordered(root, docs, points) {
    const validity = root.facets.find((f) => f.name === 'validity');
    const out = validity ? validity.values.map((set) => set.some((v) => v === 'repealed' || v === 'expired')) : [];
    const piles = new Map();
    docs.forEach((d, i) => {
      const rank = points[i] * 2 + (validity && out[validity.column[d]] ? 0 : 1);
      const pile = piles.get(rank);
      if (pile) pile.push(d);
      else piles.set(rank, [d]);
    });
    return Array.from(piles.keys()).sort((a, b) => b - a).flatMap((rank) => piles.get(rank).reverse());
  }

  // ---------------------------------------------------------------- hits

  const EXCERPT = 110, LEAD = 30, EXCERPTS = 100; // characters; before the match; hits that have one
  const SENTENCE = 30; // a shorter block is most likely a heading

  /** Where the terms stand in a text as it is written: [from, to) pairs, ascending, none overlapping. */
  function marksIn(text, words, table) {
    const folded = words.length ? foldMapped(text, table) : null, found = [];
    if (!folded) return found;
    for (const w of words)
      for (let i = folded.whole.indexOf(w); i >= 0; i = folded.whole.indexOf(w, i + w.length)) found.push([folded.from[i], folded.to[i + w.length - 1]]);
    found.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
    const out = [];
    for (const [from, to] of found) {
      const last = out[out.length - 1];
      if (last && from <= last[1]) last[1] = Math.max(last[1], to);
      else out.push([from, to]);
    }
    return out;
  }

  /** A piece of a text around its first mark. */
  function cut(text, marks) {
    const low = (i) => i > 0 && i < text.length && (text.charCodeAt(i) & 0xfc00) === 0xdc00; // inside a surrogate pair
    let from = marks.length ? Math.max(0, marks[0][0] - LEAD) : 0;
    let to = Math.min(text.length, Math.max(from + EXCERPT, marks.length ? marks[0][1] : 0));
    from = Math.max(0, Math.min(from, to - EXCERPT));
    if (low(from)) from--;
    if (low(to)) to++;
    const lead = from > 0 ? '…' : '';
    const inside = marks.filter((m) => m[0] < to && m[1] > from).map((m) => [Math.max(m[0], from) - from + lead.length, Math.min(m[1], to) - from + lead.length]);
    return { excerpt: lead + text.slice(from, to) + (to < text.length ? '…' : ''), marks: inside };
  }

  function excerptOf(text, words, table) {
    // The block with most of the terms (rather a sentence than a heading), then a field that the hit does not show, then the
    // first paragraph.
    let best = -1, most = 0;
    text.blocks.forEach((block, i) => {
      const n = words.filter((w) => block.includes(w)).length, rank = n && 2 * n + (block.length >= SENTENCE ? 1 : 0);
      if (rank > most) [best, most] = [i, rank];
    });
    if (best >= 0) return cut(text.b[best], marksIn(text.b[best], words, table));
    const fields = headFields(text);
    const hidden = text.head.findIndex(([field, value], i) => (field > 4 || field === 3 || (field === 4 && fields[i][1] !== text.r[4])) && words.some((w) => value.includes(w)));
    const shown = hidden >= 0 ? fields[hidden][1] : (text.s || [])[0] || (text.b || []).find((b) => b.length >= SENTENCE) || (text.b || [])[0] || '';
    return cut(shown, hidden >= 0 ? marksIn(shown, words, table) : []);
  }

  async function hitOf(root, id, words, withText) {
    const s = root.segments.find((x) => id >= x.from && id < x.to), doc = id - s.from;
    let record, rest = { excerpt: null, marks: [] };
    if (withText) {
      const text = await textOf(root, s, doc);
      record = text.r;
      await breathe();
      rest = excerptOf(text, words, root.table);
    } else {
      const group = Math.floor(doc / root.record_group);
      record = (await unpacked(root, 'r' + s.name + group, () => shard(s, RECORDS, group)))[doc % root.record_group];
      if (!record) throw new Damaged('a record is missing');
    }
    const [index_number, title, url, document_number, issuing_body, date_published, validity] = record;
    return { index_number, title, url, document_number, issuing_body, date_published, validity, excerpt: rest.excerpt, marks: rest.marks, title_marks: withText ? marksIn(title, words, root.table) : [] };
  }

  // ---------------------------------------------------------------- suggestions

  const LONGEST = 8, SUGGESTED = 6; // characters of a piece of a title; pieces that are suggested

  /** What a query of two to eight letters may mean: pieces of titles whose pinyin begins with these letters. */
  async function suggestionsFor(root, query) {
    const initials = fold(query.trim(), root.table), length = initials.length;
    if (!/^[a-z]{2,8}$/.test(initials)) return [];
    const from = Array.from({ length: LONGEST }, (_, i) => (i < length ? initials.charCodeAt(i) - 96 : 0)).reduce((k, n) => k * 27 + n, 0);
    const to = from + 27 ** (LONGEST - length), shards = [];
    for (const s of root.segments) {
      const { keys } = s.families[SUGGESTIONS];
      keys.forEach((key, i) => {
        if (key < to && !(keys[i + 1] <= from)) shards.push(shard(s, SUGGESTIONS, i).then(unpackJson));
      });
    }
    const pieces = [], counts = new Map();
    for (const lines of await Promise.all(shards)) {
      for (const line of lines) {
        if (!line[0].startsWith(initials)) continue;
        for (let i = 1; i < line.length; i += 2) pieces.push({ text: Array.from(line[i]), n: line[i + 1] });
      }
    }
    for (const { text, n } of pieces) {
      const begin = text.slice(0, length).join('');
      counts.set(begin, (counts.get(begin) || 0) + n);
    }
    const points = (text) => Array.from(text, (c) => c.codePointAt(0));
    const before = (a, b) => points(a).reduce((order, c, i) => order || c - points(b)[i], 0);
    const best = Array.from(counts).sort((a, b) => b[1] - a[1] || before(a[0], b[0])).slice(0, SUGGESTED);
    return best.map(([text, n]) => goOn(Array.from(text), n, pieces)).map((text) => ({ text, query: text }));
  }

  /** A piece that nearly always goes on in the same way is a part of something: 退役军 is 退役军人. */
  function goOn(text, count, pieces) {
    for (;;) {
      const next = new Map();
      pieces = pieces.filter((p) => text.every((c, i) => p.text[i] === c));
      for (const p of pieces) if (p.text.length > text.length) next.set(p.text[text.length], (next.get(p.text[text.length]) || 0) + p.n);
      const more = Array.from(next).find(([, n]) => n * 20 >= count * 19);
      if (!more) return text.join('');
      text.push(more[0]);
      count = more[1];
    }
  }

  /** Everything that holds every word: documents, ascending, and their points. */
  async function matches(root, words, allowed) {
    const docs = [], points = [];
    const found = await Promise.all(root.segments.map(async (s) => {
      const together = words.length > 1 ? coverPhrase(s, words) : null;
      // What tells whether they stand side by side is on its way while the words are looked up.
      if (together) for (const g of together.grams) if (!g.cost) documentsOf(s, g.key).catch(() => null);
      const m = await matchSegment(root, s, words.map((w) => cover(s, w)), allowed);
      if (!together || !m.docs.length) return { s, m, phrase: null };
      const those = new Uint8Array(root.documents);
      await breathe();
      for (const d of m.docs) those[s.from + d] = 1;
      const phrase = await matchSegment(root, s, [together], those);
      return { s, m, phrase: new Map(phrase.docs.map((d) => [d, scorePhrase(phrase.heads[0].get(d))])) };
    }));
    for (const { s, m, phrase } of found) {
      for (const d of m.docs) {
        docs.push(s.from + d);
        points.push((m.heads.some((h) => h.has(d)) ? score(m.heads.map((h) => h.get(d))) : 0) + ((phrase && phrase.get(d)) || 0));
      }
    }
    return { docs, points };
  }

  /** Why nothing was found: what there is without the filters, for each term alone, and without the terms that are nowhere. */
  async function blame(root, query, words, allowed) {
    const count = async (some) => (await matches(root, some, null)).docs.length;
    const unfiltered = allowed ? await count(words) : 0;
    if (unfiltered) return { unfiltered, terms: [], without: null };
    const typed = (word) => query.split(SPLIT).find((part) => fold(part, root.table) === word);
    const terms = [];
    for (const word of words) terms.push({ term: typed(word), found: words.length > 1 ? await count([word]) : 0 });
    const rest = words.filter((_, i) => terms[i].found);
    if (!rest.length || rest.length === words.length) return { unfiltered, terms, without: null };
    const total = rest.length > 1 ? await count(rest) : terms.find((t) => t.found).found;
    return { unfiltered, terms, without: { query: rest.map(typed).join(' '), total } };
  }

  async function run(root, query, options) {
    const words = termsOf(query, root.table), allowed = allowedBy(root, options.filters);
    const from = Math.max(0, Math.floor(options.offset) || 0);
    const suggested = from === 0 ? suggestionsFor(root, query) : Promise.resolve([]);
    suggested.catch(() => null); // waited for below
    let docs = [], points = [];
    if (words.length) ({ docs, points } = await matches(root, words, allowed));
    else for (let d = 0; d < root.documents; d++) if (!allowed || allowed[d]) docs.push(d);
    await breathe();
    const facets = facetsOf(root, docs), total = docs.length;
    const order = !words.length || options.sort === 'date' ? docs.slice().reverse() : ordered(root, docs, points);
    await breathe();
    const limit = options.limit === undefined ? 10 : Math.max(0, options.limit === Infinity ? Infinity : Math.floor(options.limit) || 0);
    const shown = order.slice(from, from + limit);
    const hits = await Promise.all(shown.map((id, i) => hitOf(root, id, words, from + i < EXCERPTS)));
    const suggestions = await suggested;
    const why = total || !words.length ? { unfiltered: 0, terms: [], without: null } : await blame(root, query, words, allowed);
    return { total, exact: true, hits, facets, suggestions, ...why };
  }

  /**
   * Finds documents.
   * @param {string} query terms, separated by white space; every one must be found
   * @param {{filters?: object, sort?: 'relevance'|'date', offset?: number, limit?: number}} [options]
   * @returns {Promise<{total: number, exact: boolean, hits: object[], facets: object, suggestions: {text: string, query: string}[],
   *   unfiltered: number, terms: {term: string, found: number}[], without: ?{query: string, total: number}}>}
   */
  async function search(query, options = {}) {
    const root = await rootOnce();
    try {
      return await run(root, query, options || {});
    } catch (cause) {
      // The site may have been published anew since the root was read; then its shards have other names.
      const fresh = await loadRoot('?' + Date.now()).catch(() => null);
      if (!fresh || fresh.payload === root.payload) throw damage(cause);
      rootPromise = Promise.resolve(fresh);
      return run(fresh, query, options || {}).catch((again) => {
        throw damage(again);
      });
    }
  }

  /** The folded form of a text, for whoever marks terms in a page. */
  async function foldText(text) {
    return fold(text, (await rootOnce()).table);
  }

  /** The facets by which a search can be narrowed: name, labels in Chinese and in English, whether values are paths, and their order. */
  async function facets() {
    return (await rootOnce()).facets.map(({ name, label, nests, order }) => ({ name, label, nests, order }));
  }

  return { search, fold: foldText, facets };
}
