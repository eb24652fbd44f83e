// @ts-check
/*
 * Bytes: decodes the payload of an index file, and reads numbers and bits out of it. Also defines
 * the engine's errors.
 */

class Damaged extends Error {
  /** @param {string} what */
  constructor(what) {
    super('The search index is damaged or incomplete: ' + what);
    this.code = 'shard-missing';
  }
}

/** The error for an invalid search option. */
class Unusable extends Error {
  /** @param {string} what */
  constructor(what) {
    super('This option of the search cannot be used: ' + what);
    this.code = 'bad-option';
  }
}

/**
 * Turns other errors into `Damaged`, because only a damaged or missing file can cause them.
 * @param {any} cause
 */
const damage = (cause) => (cause instanceof Damaged || cause instanceof Unusable ? cause : new Damaged(cause.message));

// A payload uses 61,468 UTF-16 code units, numbered in ascending order. format/code.rs states which
// are left out.
const UNIT_NUMBERS = new Uint16Array(65536);
let units = 0;
for (let unit = 0x100; unit < 0xfe00; unit++) {
  const high = unit >> 8, low = unit & 0xff;
  if (high === 10 || high === 13 || high === 32 || (high & 0xf8) === 0xd8 || low === 10 || low === 13) continue;
  UNIT_NUMBERS[unit] = units++;
}
const WIDE = units - 32768; // how many 15-bit values a sixteenth bit extends

/**
 * Decodes a payload: each of its characters stands for 15 or 16 bits. Also gives its checksum,
 * which is part of a shard's name.
 * @param {string} payload
 */
function fromText(payload) {
  const length = payload.length, out = new Uint8Array(length * 2);
  let buffer = 0, filled = 0, size = 0, hash = 0x811c9dc5 | 0;
  for (let i = 0; i < length; i++) {
    const unit = payload.charCodeAt(i), number = UNIT_NUMBERS[unit];
    hash = Math.imul(hash ^ unit, 0x01000193);
    if (number < 2 * WIDE) {
      buffer = (buffer << 16) | number;
      filled += 8;
    } else {
      buffer = (buffer << 15) | (number - WIDE);
      filled += 7;
    }
    out[size++] = buffer >> filled;
    if (filled >= 8) out[size++] = buffer >> (filled -= 8);
    buffer &= 0xff;
  }
  return { bytes: out.subarray(0, size), sum: (hash ^ (hash >>> 20)) & 0xfffff };
}

/** Reads numbers and bits from bytes; throws `Damaged` when it would read beyond the end. */
class ByteReader {
  /** @param {Uint8Array} bytes */
  constructor(bytes, at = 0, end = bytes.length) {
    this.bytes = bytes;
    this.at = at; // the next byte
    this.end = end;
    this.bit = 0; // the next bit, counted from the beginning of `bytes`
  }
  byte() {
    if (this.at >= this.end) throw new Damaged('it ends too early');
    return this.bytes[this.at++];
  }
  varint() {
    let value = 0, scale = 1;
    for (let i = 0; i < 8; i++, scale *= 128) {
      const byte = this.byte();
      value += (byte & 127) * scale; // keys have 42 bits, JavaScript shifts only 32
      if (byte < 128) return value;
    }
    throw new Damaged('a number is too long');
  }
  startBits() {
    this.bit = this.at * 8;
  }
  /**
   * The next `count` bits, at most 24.
   * @param {number} count
   */
  bits(count) {
    const at = this.bit >> 3, b = this.bytes;
    const word = (b[at] << 24) | (b[at + 1] << 16) | (b[at + 2] << 8) | b[at + 3]; // missing bytes count as 0
    this.bit += count;
    if (this.bit > this.end * 8) throw new Damaged('it ends too early');
    return count ? (word << (this.bit - count & 7)) >>> (32 - count) : 0;
  }
  /** @param {number} k */
  rice(k) {
    let high = 0;
    for (;;) {
      const at = this.bit >> 3, b = this.bytes;
      const word = ((b[at] << 24) | (b[at + 1] << 16) | (b[at + 2] << 8) | b[at + 3]) << (this.bit & 7);
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

/**
 * Reads `count` strictly ascending numbers from Rice codes and appends them to `out`; null skips
 * them.
 * @param {ByteReader} reader
 * @param {number} count
 * @param {number} k
 * @param {number} value the number before the first
 * @param {number[] | null} out
 */
function readAscending(reader, count, k, value, out) {
  if (k > 16) {
    for (; count; count--) {
      value += reader.rice(k) + 1;
      if (out) out.push(value);
    }
    return;
  }
  const b = reader.bytes, end = reader.end * 8, low = (1 << k) - 1;
  let bit = reader.bit; // calls no method of `reader`, because a query spends most of its time here
  for (; count; count--) {
    let high = 0, ones;
    do {
      const at = bit >> 3;
      ones = Math.clz32(~(((b[at] << 24) | (b[at + 1] << 16) | (b[at + 2] << 8) | b[at + 3]) << (bit & 7)));
      if (ones > 24) ones = 24;
      high += ones;
      bit += ones;
      if (bit >= end) throw new Damaged('it ends too early');
    } while (ones === 24);
    bit++;
    const at = bit >> 3;
    value += ((high << k) | ((((b[at] << 16) | (b[at + 1] << 8) | b[at + 2]) >> (24 - k - (bit & 7))) & low)) + 1;
    bit += k;
    if (out) out.push(value);
  }
  reader.bit = bit;
}
