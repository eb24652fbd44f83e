// @ts-check
/*
 * Takes a text; gives its QR code (ISO/IEC 18004, byte mode, level M, the smallest version) as the
 * outline of its dark modules (squares).
 */
(function () {
  "use strict";

  // For each version from 1 to 20, the number of error correction codewords (bytes) in a block, and
  // of blocks.
  const CORRECTION = [0, 10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26];
  const BLOCKS = [0, 1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16];
  const MASKS = [
    (x, y) => (x + y) % 2, (x, y) => y % 2, (x) => x % 3, (x, y) => (x + y) % 3, (x, y) => ((x / 3 | 0) + (y / 2 | 0)) % 2,
    (x, y) => (x * y) % 2 + (x * y) % 3, (x, y) => ((x * y) % 2 + (x * y) % 3) % 2, (x, y) => ((x + y) % 2 + (x * y) % 3) % 2,
  ];

  // Reed-Solomon codes use a field of 256 elements. `power` has the powers of its generator, `log`
  // the reverse.
  const power = [], log = [];
  for (let i = 0, x = 1; i < 255; i++) {
    power[i] = x;
    log[x] = i;
    x = (x << 1) ^ (x > 127 ? 0x11d : 0);
  }
  const times = (a, b) => (a && b ? power[(log[a] + log[b]) % 255] : 0);

  /** The error correction codewords of a block (Reed-Solomon). @param {number[]} data @param {number} n */
  function correction(data, n) {
    let divisor = [1];
    for (let i = 0; i < n; i++) {
      const next = divisor.concat(0);
      divisor.forEach((c, j) => { next[j + 1] ^= times(c, power[i]); });
      divisor = next;
    }
    const rest = data.concat(new Array(n).fill(0));
    data.forEach((_, i) => {
      const factor = rest[i];
      divisor.forEach((c, j) => { rest[i + j] ^= times(c, factor); });
    });
    return rest.slice(data.length);
  }

  /** The number of codewords in a version. @param {number} version */
  function codewords(version) {
    const aligned = (version / 7 | 0) + 2;
    const bits = (16 * version + 128) * version + 64 - (version > 1 ? (25 * aligned - 10) * aligned - 55 : 0) - (version > 6 ? 36 : 0);
    return bits >> 3;
  }

  /** The codewords of a text in the smallest version with room, in the order of placement. @param {number[]} bytes */
  function encode(bytes) {
    let version = 1;
    const room = (v) => codewords(v) - CORRECTION[v] * BLOCKS[v];
    while (version <= 20 && room(version) * 8 < 4 + (version > 9 ? 16 : 8) + bytes.length * 8) version++;
    if (version > 20) return null;
    let bits = "0100" + bytes.length.toString(2).padStart(version > 9 ? 16 : 8, "0") + bytes.map((b) => b.toString(2).padStart(8, "0")).join("");
    const size = room(version) * 8;
    bits += "0".repeat(Math.min(4, size - bits.length));
    bits += "0".repeat((8 - bits.length % 8) % 8);
    const data = (bits.match(/.{8}/g) || []).map((b) => parseInt(b, 2));
    for (let pad = 0xec; data.length < size / 8; pad ^= 0xfd) data.push(pad);
    const blocks = [], short = data.length / BLOCKS[version] | 0, longer = data.length % BLOCKS[version];
    for (let i = 0, at = 0; i < BLOCKS[version]; i++) {
      const end = at + short + (i >= BLOCKS[version] - longer ? 1 : 0);
      blocks.push(data.slice(at, end));
      at = end;
    }
    const out = [], checks = blocks.map((block) => correction(block, CORRECTION[version]));
    for (let i = 0; i <= short; i++) blocks.forEach((block) => { if (i < block.length) out.push(block[i]); });
    for (let i = 0; i < CORRECTION[version]; i++) checks.forEach((check) => out.push(check[i]));
    return { version, words: out };
  }

  /** The modules and places that all codes of a version share. @param {number} version @param {number} size */
  function frame(version, size) {
    const dark = Array.from({ length: size }, () => new Array(size).fill(false)), taken = dark.map((row) => row.slice());
    const set = (x, y, on) => {
      if (x < 0 || y < 0 || x >= size || y >= size) return;
      dark[y][x] = on;
      taken[y][x] = true;
    };
    for (let i = 0; i < size; i++) {
      set(6, i, i % 2 === 0);
      set(i, 6, i % 2 === 0);
    }
    [[3, 3], [size - 4, 3], [3, size - 4]].forEach(([cx, cy]) => {
      for (let dy = -4; dy <= 4; dy++) for (let dx = -4; dx <= 4; dx++) {
        const ring = Math.max(Math.abs(dx), Math.abs(dy));
        set(cx + dx, cy + dy, ring !== 2 && ring !== 4);
      }
    });
    const n = (version / 7 | 0) + 2, step = Math.ceil((version * 4 + 4) / (n * 2 - 2)) * 2, places = version > 1 ? [6] : [];
    for (let i = 0; version > 1 && i < n - 1; i++) places.splice(1, 0, size - 7 - i * step);
    places.forEach((cx, i) => places.forEach((cy, j) => {
      if ((i === 0 && j === 0) || (i === 0 && j === n - 1) || (i === n - 1 && j === 0)) return;
      for (let dy = -2; dy <= 2; dy++) for (let dx = -2; dx <= 2; dx++) set(cx + dx, cy + dy, Math.max(Math.abs(dx), Math.abs(dy)) !== 1);
    }));
    if (version > 6) {
      let rest = version;
      for (let i = 0; i < 12; i++) rest = (rest << 1) ^ ((rest >> 11) * 0x1f25);
      const bits = version << 12 | rest;
      for (let i = 0; i < 18; i++) {
        const on = (bits >> i & 1) === 1, a = size - 11 + i % 3, b = i / 3 | 0;
        set(a, b, on);
        set(b, a, on);
      }
    }
    return { dark, taken, set };
  }

  /** Sets the modules that state the number of the mask and the level. @param {(x: number, y: number, on: boolean) => void} set @param {number} mask @param {number} size */
  function format(set, mask, size) {
    let rest = mask;
    for (let i = 0; i < 10; i++) rest = (rest << 1) ^ ((rest >> 9) * 0x537);
    const bits = (mask << 10 | rest) ^ 0x5412, on = (i) => (bits >> i & 1) === 1;
    for (let i = 0; i < 15; i++) {
      if (i < 8) set(8, i < 6 ? i : i + 1, on(i));
      else set(i === 8 ? 7 : 14 - i, 8, on(i));
      if (i < 8) set(size - 1 - i, 8, on(i));
      else set(8, size - 15 + i, on(i));
    }
    set(8, size - 8, true);
  }

  /** The standard's penalty for rows and squares of one colour, patterns like a finder, and uneven darkness. @param {boolean[][]} dark */
  function penalty(dark) {
    const size = dark.length;
    let sum = 0, on = 0;
    for (let y = 0; y < size; y++) for (let x = 0; x < size; x++) {
      if (dark[y][x]) on++;
      if (x + 1 < size && y + 1 < size && dark[y][x] === dark[y][x + 1] && dark[y][x] === dark[y + 1][x] && dark[y][x] === dark[y + 1][x + 1]) sum += 3;
    }
    const lines = dark.map((row) => row.map(Number).join("")).concat(dark.map((_, x) => dark.map((row) => Number(row[x])).join("")));
    lines.forEach((line) => {
      (line.match(/0{5,}|1{5,}/g) || []).forEach((run) => { sum += run.length - 2; });
      sum += 40 * ((line.match(/(?=10111010000)/g) || []).length + (line.match(/(?=00001011101)/g) || []).length);
    });
    return sum + 10 * Math.floor(Math.abs(on * 20 - size * size * 10) / (size * size));
  }

  /** @param {string} text @returns {{size: number, path: string} | null} none for a text that is too long */
  function qr(text) {
    const bytes = Array.from(unescape(encodeURIComponent(text)), (c) => c.charCodeAt(0));
    const code = encode(bytes);
    if (!code) return null;
    const size = code.version * 4 + 17, { dark, taken, set } = frame(code.version, size);
    format(set, 0, size);
    let at = 0;
    for (let right = size - 1; right > 0; right -= 2) {
      if (right === 6) right = 5;
      for (let i = 0; i < size; i++) for (let x = right; x > right - 2; x--) {
        const y = (right + 1 & 2) === 0 ? size - 1 - i : i;
        if (!taken[y][x]) {
          dark[y][x] = (code.words[at >> 3] >> (7 - at % 8) & 1) === 1;
          at++;
        }
      }
    }
    let best = { cost: Infinity, masked: dark };
    MASKS.forEach((mask, i) => {
      format(set, i, size);
      const masked = dark.map((row, y) => row.map((on, x) => (taken[y][x] ? on : on !== (mask(x, y) === 0))));
      const cost = penalty(masked);
      if (cost < best.cost) best = { cost, masked };
    });
    let path = "";
    best.masked.forEach((row, y) => row.map(Number).join("").replace(/1+/g, (run, x) => {
      path += "M" + x + " " + y + "h" + run.length + "v1h-" + run.length + "z";
      return run;
    }));
    return { size, path };
  }

  /** @type {any} */ (window).muluQr = qr;
})();
