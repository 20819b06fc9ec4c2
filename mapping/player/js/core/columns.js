// @ts-check
// Records that are sent as columns, as mapping/drawing/columns.py makes them and mapping/player/fold.py
// folds them: each is an object that looks into the columns when it is asked.

/** @import { Language, Passage } from "./payload.js" */

/**
 * @typedef {unknown[] | {all: unknown} | {of: unknown[], is: number[]}} Column the values, the one of
 *   all records, or some with each record's number of them
 * @typedef {Record<string, Column>} Columns by the name of the field
 * @typedef {{ids: string[], columns: Columns, passages?: Columns}} SentTable
 * @typedef {(at: number) => any} Reader of a record's value, by the record's number
 */

/** @param {Column | undefined} column @returns {Reader} */
export function readerOf(column) {
  if (!column) return () => undefined;
  if (Array.isArray(column)) return (at) => column[at];
  if ("all" in column) return () => column.all;
  const { of, is } = column;
  return (at) => of[is[at]];
}

/** @param {Columns} columns @returns {Record<string, Reader>} */
function readersOf(columns) {
  return Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, readerOf(column)]));
}

/** The records of one table, and the words for them in the language that is spoken. */
export class Table {
  /**
   * @param {SentTable} sent
   * @param {Record<string, Reader>} own further fields
   * @param {(language: Language, table: Table) => Record<string, Reader>} words what is read of a language
   */
  constructor({ ids, columns, passages }, own, words) {
    this.ids = ids;
    this.readers = readersOf(columns);
    this.words = words;
    /** @type {Record<string, Reader>} */
    this.said = {};
    if (passages) this.readers.evidence = passagesOf(this.readers.evidence, ids.length, passages);
    this.make = recordMaker({ ...this.readers, ...own });
  }

  /** @param {Language} language */
  speak(language) {
    this.said = this.words(language, this);
  }

  /** Put all records into what is found by name. @param {Record<string, any>} found @param {string} prefix of their names */
  fill(found, prefix) {
    this.ids.forEach((id, at) => { found[prefix + id] = this.make(at); });
  }
}

/** Makes objects whose fields are read when they are asked for. @param {Record<string, Reader>} readers @returns {(at: number) => object} */
function recordMaker(readers) {
  class Record {
    /** @type {number} */
    #at;

    /** @param {number} at */
    constructor(at) {
      this.#at = at;
    }

    /** @param {Record} record */
    static at(record) {
      return record.#at;
    }
  }
  for (const [name, read] of Object.entries(readers)) {
    const get = /** @this {Record} */ function () {
      return read(Record.at(this));
    };
    Object.defineProperty(Record.prototype, name, { get, enumerable: true });
  }
  return (at) => new Record(at);
}

/** Each record has the passages after those of the records before it. @param {Reader | undefined} counts @param {number} length @param {Columns} passages @returns {Reader} */
function passagesOf(counts, length, passages) {
  const starts = new Uint32Array(length + 1);
  for (let at = 0; at < length; at += 1) starts[at + 1] = starts[at] + (counts ? counts(at) : 0);
  const readers = Object.entries(readersOf(passages));
  const passage = (/** @type {number} */ at) =>
    /** @type {Passage} */ (Object.fromEntries(readers.map(([name, read]) => [name, read(at)])));
  return (at) => Array.from({ length: starts[at + 1] - starts[at] }, (_, number) => passage(starts[at] + number));
}
