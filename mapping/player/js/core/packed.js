// @ts-check
// A payload that was packed into fewer bytes (zlib's format, as base64): taken out by the browser,
// or here where the browser cannot.

/** What a code of a length stands for, by RFC 1951: its first number, and how many bits are added. */
const LENGTHS = steps(3, [8, 4, 4, 4, 4, 4]);
const DISTANCES = steps(1, [4, ...Array(13).fill(2)]);
const CODE_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
const END_OF_BLOCK = 256;
const LONGEST_CODE = 15;
/** Before the data: two bytes that say how it was packed. */
const HEAD_BYTES = 2;

/** @param {string} text @returns {Promise<string>} */
export async function unpacked(text) {
  const bytes = bytesOf(text);
  if (typeof DecompressionStream === "undefined") return unpackedHere(bytes);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Response(stream).text();
}

/** @param {Uint8Array<ArrayBuffer>} bytes */
export function unpackedHere(bytes) {
  return new TextDecoder().decode(new Inflater(bytes.subarray(HEAD_BYTES)).inflate());
}

/** @param {string} text in base64 */
export function bytesOf(text) {
  const signs = atob(text);
  const bytes = new Uint8Array(signs.length);
  for (let at = 0; at < signs.length; at += 1) bytes[at] = signs.charCodeAt(at);
  return bytes;
}

/** @param {number} first @param {number[]} counts how many codes have no bits more, one more, two more @returns {[number, number][]} */
function steps(first, counts) {
  /** @type {[number, number][]} */
  const found = [];
  counts.forEach((count, bits) => {
    for (let number = 0; number < count; number += 1) {
      found.push([first, bits]);
      first += 2 ** bits;
    }
  });
  return found;
}

/** @typedef {{counts: Uint16Array, symbols: Uint16Array}} Codes how many there are of each length, and what they mean in order */

/** @param {number[]} lengths of the code of each symbol @returns {Codes} */
function codesOf(lengths) {
  const counts = new Uint16Array(LONGEST_CODE + 1);
  for (const length of lengths) counts[length] += 1;
  counts[0] = 0;
  const starts = new Uint16Array(LONGEST_CODE + 2);
  for (let length = 1; length <= LONGEST_CODE; length += 1) starts[length + 1] = starts[length] + counts[length];
  const symbols = new Uint16Array(lengths.length);
  lengths.forEach((length, symbol) => {
    if (length) symbols[starts[length]++] = symbol;
  });
  return { counts, symbols };
}

class Inflater {
  /** @param {Uint8Array} bytes */
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
    this.bits = 0;
    this.count = 0;
    this.out = new Uint8Array(bytes.length * 8);
    this.length = 0;
  }

  inflate() {
    for (let isLast = false; !isLast;) {
      isLast = this.take(1) === 1;
      const kind = this.take(2);
      if (kind === 0) this.copy();
      else if (kind === 1) this.block(codesOf(FIXED_LENGTHS), codesOf(Array(30).fill(5)));
      else this.ownBlock();
    }
    return this.out.subarray(0, this.length);
  }

  /** So many bits as a number, the first the least. @param {number} count */
  take(count) {
    while (this.count < count) {
      this.bits |= this.bytes[this.at++] << this.count;
      this.count += 8;
    }
    const value = this.bits & ((1 << count) - 1);
    this.bits >>>= count;
    this.count -= count;
    return value;
  }

  /** The symbol whose code comes next. @param {Codes} codes */
  symbol({ counts, symbols }) {
    let [code, first, index] = [0, 0, 0];
    for (let length = 1; length <= LONGEST_CODE; length += 1) {
      code |= this.take(1);
      const count = counts[length];
      if (code - count < first) return symbols[index + code - first];
      index += count;
      first = (first + count) << 1;
      code <<= 1;
    }
    throw new Error("the packed data is damaged");
  }

  /** Room for so many bytes more. @param {number} count */
  room(count) {
    if (this.length + count <= this.out.length) return;
    const larger = new Uint8Array(2 * (this.length + count));
    larger.set(this.out);
    this.out = larger;
  }

  /** A block that is not packed. */
  copy() {
    this.bits = 0;
    this.count = 0;
    const size = this.bytes[this.at] | (this.bytes[this.at + 1] << 8);
    this.at += 4;
    this.room(size);
    this.out.set(this.bytes.subarray(this.at, this.at + size), this.length);
    this.at += size;
    this.length += size;
  }

  /** A block that brings its codes. */
  ownBlock() {
    const [literals, distances, codes] = [this.take(5) + 257, this.take(5) + 1, this.take(4) + 4];
    const ofCodes = Array(19).fill(0);
    for (let number = 0; number < codes; number += 1) ofCodes[CODE_ORDER[number]] = this.take(3);
    const order = codesOf(ofCodes);
    /** @type {number[]} */
    const lengths = [];
    while (lengths.length < literals + distances) {
      const symbol = this.symbol(order);
      if (symbol < 16) lengths.push(symbol);
      else if (symbol === 16) repeat(lengths, lengths[lengths.length - 1], 3 + this.take(2));
      else repeat(lengths, 0, symbol === 17 ? 3 + this.take(3) : 11 + this.take(7));
    }
    this.block(codesOf(lengths.slice(0, literals)), codesOf(lengths.slice(literals)));
  }

  /** @param {Codes} literals @param {Codes} distances */
  block(literals, distances) {
    for (let symbol = this.symbol(literals); symbol !== END_OF_BLOCK; symbol = this.symbol(literals)) {
      if (symbol < END_OF_BLOCK) {
        this.room(1);
        this.out[this.length++] = symbol;
        continue;
      }
      const length = symbol === 285 ? 258 : this.number(LENGTHS[symbol - 257]);
      const back = this.number(DISTANCES[this.symbol(distances)]);
      this.room(length);
      for (let end = this.length + length; this.length < end; this.length += 1) {
        this.out[this.length] = this.out[this.length - back];
      }
    }
  }

  /** @param {[number, number]} step */
  number([first, bits]) {
    return first + this.take(bits);
  }
}

/** The lengths of codes where a block brings none. */
const FIXED_LENGTHS = [
  .../** @type {number[]} */ (Array(144).fill(8)), ...Array(112).fill(9), ...Array(24).fill(7), ...Array(8).fill(8),
];

/** @param {number[]} lengths @param {number} length @param {number} count */
function repeat(lengths, length, count) {
  for (let number = 0; number < count; number += 1) lengths.push(length);
}
