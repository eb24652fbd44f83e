// @ts-check
/*
 * Unpacks raw deflate (RFC 1951) without the browser's decoder.
 */

// Base and number of extra bits of deflate's length and distance codes (RFC 1951, 3.2.5).
/** @type {[number, number][]} */
const LENGTHS = [];
/** @type {[number, number][]} */
const DISTANCES = [];
for (let i = 0, base = 3; i < 28; base += 1 << LENGTHS[i++][1]) LENGTHS.push([base, i < 8 ? 0 : (i >> 2) - 1]);
LENGTHS.push([258, 0]);
for (let i = 0, base = 1; i < 30; base += 1 << DISTANCES[i++][1]) DISTANCES.push([base, i < 4 ? 0 : (i >> 1) - 1]);
const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/** @typedef {{table: Uint16Array, mask: number}} Huffman from the next bits (15 at most) to symbol * 16 + length */

/**
 * @param {number[]} lengths
 * @returns {Huffman}
 */
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

/** @type {[Huffman, Huffman] | null} */
let fixedCodes = null;

/**
 * Unpacks a raw deflate stream, for browsers without a decoder. If a browser's decoder refuses a
 * damaged stream, this class reports the damage.
 */
class Inflater {
  /** @param {Uint8Array} bytes */
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
    this.buffer = 0;
    this.filled = 0;
    this.out = new Uint8Array(Math.max(1024, bytes.length * 4));
    this.size = 0;
  }
  /**
   * Makes room for more bytes.
   * @param {number} more
   */
  room(more) {
    if (this.size + more <= this.out.length) return;
    const larger = new Uint8Array(Math.max(this.size + more, this.out.length * 2));
    larger.set(this.out);
    this.out = larger;
  }
  /** @param {number} count */
  need(count) {
    while (this.filled < count) {
      if (this.at > this.bytes.length + 3) throw new Damaged('a text ends too early');
      this.buffer |= (this.at < this.bytes.length ? this.bytes[this.at] : 0) << this.filled;
      this.at++;
      this.filled += 8;
    }
  }
  /** @param {number} count */
  bits(count) {
    this.need(count);
    const value = this.buffer & ((1 << count) - 1);
    this.buffer >>>= count;
    this.filled -= count;
    return value;
  }
  /** @param {Huffman} code */
  symbol(code) {
    this.need(15);
    const entry = code.table[this.buffer & code.mask], length = entry & 15;
    if (!length) throw new Damaged('a text cannot be unpacked');
    this.buffer >>>= length;
    this.filled -= length;
    return entry >> 4;
  }
  stored() {
    this.bits(this.filled & 7);
    let length = this.bits(8) | (this.bits(8) << 8);
    this.bits(16);
    this.room(length);
    while (length--) this.out[this.size++] = this.bits(8);
  }
  /** @returns {[Huffman, Huffman]} of literals and lengths, and of distances, as the block describes them */
  codes() {
    const literals = this.bits(5) + 257, distances = this.bits(5) + 1, count = this.bits(4) + 4;
    const small = new Array(19).fill(0);
    for (let i = 0; i < count; i++) small[ORDER[i]] = this.bits(3);
    const code = huffman(small), lengths = [];
    while (lengths.length < literals + distances) {
      const symbol = this.symbol(code);
      if (symbol < 16) lengths.push(symbol);
      else {
        /** @type {number} */
        const value = symbol === 16 ? lengths[lengths.length - 1] || 0 : 0;
        for (let n = symbol === 16 ? this.bits(2) + 3 : symbol === 17 ? this.bits(3) + 3 : this.bits(7) + 11; n; n--) lengths.push(value);
      }
    }
    return [huffman(lengths.slice(0, literals)), huffman(lengths.slice(literals, literals + distances))];
  }
  /** @param {[Huffman, Huffman]} codes */
  packed([literals, distances]) {
    for (;;) {
      const symbol = this.symbol(literals);
      if (symbol === 256) return;
      if (symbol < 256) {
        this.room(1);
        this.out[this.size++] = symbol;
        continue;
      }
      const length = LENGTHS[symbol - 257];
      if (!length) throw new Damaged('a text cannot be unpacked');
      const count = length[0] + this.bits(length[1]);
      const distance = DISTANCES[this.symbol(distances)];
      if (!distance) throw new Damaged('a text cannot be unpacked');
      const back = distance[0] + this.bits(distance[1]);
      if (back > this.size) throw new Damaged('a text cannot be unpacked');
      this.room(count);
      for (let i = 0; i < count; i++, this.size++) this.out[this.size] = this.out[this.size - back];
    }
  }
  all() {
    for (let last = 0; !last; ) {
      last = this.bits(1);
      const type = this.bits(2);
      if (type === 0) this.stored();
      else if (type === 1) this.packed(fixedCodes || (fixedCodes = [huffman(Array.from({ length: 288 }, (_, i) => (i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8))), huffman(new Array(30).fill(5))]));
      else if (type === 2) this.packed(this.codes());
      else throw new Damaged('a text cannot be unpacked');
    }
    return this.out.subarray(0, this.size);
  }
}

/** @param {Uint8Array} bytes */
const unpack = (bytes) => new Inflater(bytes).all();
