// @ts-check
/*
 * Unpacks raw deflate (RFC 1951), with the browser's own decoder if there is one. Also parses the
 * JSON of an unpacked shard.
 */

/** @param {Uint8Array[]} parts */
function joined(parts) {
  const out = new Uint8Array(parts.reduce((n, part) => n + part.length, 0));
  parts.reduce((n, part) => (out.set(part, n), n + part.length), 0);
  return out;
}

/**
 * Unpacks a raw deflate stream. The browser's decoder, if any, is three times as fast as `unpack`.
 * @param {Uint8Array} bytes
 * @returns {Promise<Uint8Array>}
 */
async function inflate(bytes) {
  // Decoding a file of the index may leave an extra zero byte at the end, which browsers reject.
  for (let to = bytes.length - (bytes[bytes.length - 1] ? 0 : 1); to <= bytes.length; to++) {
    try {
      const stream = new DecompressionStream('deflate-raw'), writer = stream.writable.getWriter(), reader = stream.readable.getReader();
      Promise.all([writer.write(/** @type {BufferSource} */ (bytes.subarray(0, to))), writer.close()]).catch(() => null); // the reader reports it too
      const parts = [];
      for (let part; (part = await reader.read()), !part.done; ) parts.push(part.value);
      return joined(parts);
    } catch (e) {
      // no decoder, or a damaged stream
    }
  }
  return (await rest()).unpack(bytes);
}

const ESCAPE = 255; // before the two bytes of a UTF-16 unit that has no shorter code

/**
 * Decodes a text whose frequent characters take one byte (see format/pack.rs).
 * @param {Uint8Array} bytes
 */
function decode(bytes) {
  const out = new Uint16Array(8192);
  let text = '', size = 0;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i];
    out[size++] = byte < FREQUENT.length ? FREQUENT.charCodeAt(byte)
      : byte < ESCAPE ? HAN.charCodeAt((byte - FREQUENT.length) * 256 + bytes[++i])
      : bytes[++i] * 256 + bytes[++i];
    if (size < out.length && i + 1 < bytes.length) continue;
    text += String.fromCharCode.apply(null, /** @type {any} */ (out.subarray(0, size)));
    size = 0;
  }
  return text;
}

/**
 * The JSON of a text, record or suggestion shard.
 * @param {Uint8Array} bytes
 * @returns {Promise<any[]>}
 */
const unpackJson = async (bytes) => JSON.parse(decode(await inflate(bytes)));
