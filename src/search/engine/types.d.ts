// Types that the engine's sources share. They are for the type checker only and are not published.
// docs/search.md describes the files that these types stand for.

/** Loads the payload of an index file. The code that starts the engine provides this function. */
declare function append(name: string, suffix: string): Promise<any>;

/** The token of the root that the page expects, made from the content of the root; may be empty. */
declare const token: string;

/** The table of single characters in the folding. */
interface FoldTable {
  any: RegExp;
  one: (character: string) => string;
  known: Map<string, string>;
}

/** A folded text, and the place in the original text of each of its units. */
interface MappedText {
  whole: string;
  from: number[];
  to: number[];
}

interface Facet {
  name: string;
  label: [string, string];
  nests: boolean;
  order: 'listed' | 'count' | 'latest';
  /** Every combination of values that a document has. */
  values: string[][];
  /** For each document, the number of its combination. */
  column: Uint32Array;
}

/** The shards of one family in one segment. */
interface Shards {
  sums: number[];
  /** For D, P and S: the first key and the first document of each shard. */
  keys: number[];
  firsts: number[];
}

/** The texts and records of some documents of a segment. In the index of a site, a segment has one part: itself. */
interface Part {
  name: string;
  /** Its documents, counted from the beginning of the segment. */
  from: number;
  to: number;
  group: number;
  folders: number[];
  /** The address that precedes the addresses of its documents. */
  base: string;
  /** The checksums of its T and R shards. */
  sums: number[][];
  shards?: number[];
}

interface Segment {
  name: string;
  from: number;
  to: number;
  group: number;
  folders: number[];
  shards: number[];
  /** In a joined index: the parts with the texts and records of the segment, in order. */
  parts?: Part[];
  families: Shards[];
}

interface Root {
  version: number;
  documents: number;
  facets: Facet[];
  record_group: number;
  /** In a joined index: the days of publication in order; for each document, its day and its place in the order of days. */
  days?: string[];
  day?: Uint32Array;
  rank?: Uint32Array;
  segments: Segment[];
  payload: string;
  /** The token of this root, made from its content. */
  token: string;
  /** Unpacked groups of texts and records, oldest first. */
  groups: Map<string, Promise<any[]>>;
}

/** index_number, title, url, document_number, issuing_body, date_published, validity */
type SearchRecord = [string | null, string, string, string | null, string, string | null, string];

/** A document in a T shard; empty members are left out. */
interface SearchText {
  r: SearchRecord;
  n?: string[];
  i?: string[];
  k?: string[];
  s?: string[];
  a?: string[];
  b?: string[];
  /** Attachments with text: title, address, and the checksums of the pieces. */
  f?: [string, string, number[]][];
  /** The head fields with their codes, folded when they are first needed. */
  head: [number, string][];
  /** The blocks of the body, folded. */
  blocks: string[];
}

/** A passage of an attachment: its place in words, the fragment of its address, its blocks, and the folded blocks. */
type SearchPassage = [string, string, string[], string[]];

/** The list of a gram in D. */
interface DocumentList {
  docs: number[];
  /** Places in heads, as numbers that sort by document, field and offset. */
  places: number[];
  flags: number[];
  /** The positions that are stored in the D entry: bytes, beginning and end. */
  inline: [Uint8Array, number, number] | null;
}

interface Gram {
  key: number;
  offset: number;
  length: number;
  cost: number;
  list: DocumentList | null;
}

interface Term {
  text: string;
  grams: Gram[];
  /** The pairs at the seams between the grams, which are mostly rarer than these grams. */
  bridges: Gram[];
  /** Whether the grams cover the whole term. They do not if it contains white space, which is in no gram. */
  whole: boolean;
  digit: boolean;
  length: number;
}

/** The places of a term in the head of a document, as bits. */
interface Head {
  bits: number;
}

interface SegmentMatch {
  docs: number[];
  heads: Map<number, Head>[];
}

/** The pairs of the table of variants, in one text. */
declare const VARIANTS: string;
/** The characters that take one byte in the code of texts. */
declare const FREQUENT: string;
/** The pairs of characters whose first character is common, one after another; the file of all pairs, and its checksum. */
declare const PAIRS: string, PAIRS_FILE: string, PAIRS_SUM: number;

/** A query that finds something when the typed one found nothing. */
interface Relaxed {
  /** What it changes: punctuation, the form of a character or of a number, it is divided into more terms, or it lacks a term. */
  reason: string;
  query: string;
  total: number;
  /** Whether it also leaves out the filters. */
  unfiltered?: boolean;
}

/** The other part of the engine, in search/more.js. */
interface Rest {
  blame(root: Root, query: string, words: string[], scope: Scope): Promise<Why>;
  suggestionsFor(root: Root, words: string[]): Promise<{ text: string; query: string }[]>;
  unpack(bytes: Uint8Array): Uint8Array;
}

/** What the other part uses of the engine. */
declare const core: object;
/** Makes the other part, if it has been loaded. */
declare const more: ((shared: object) => Rest) | null;

interface Why {
  unfiltered: number;
  terms: { term: string; found: number }[];
  without: { query: string; total: number } | null;
  relaxed: Relaxed | null;
  /** Wordings of the documents that differ by one character from a term that occurs nowhere. */
  near: { text: string; query: string }[];
}

type Mark = [number, number];
type Filters = { [facet: string]: string | number | (string | number)[] | null | undefined };

/** The limits of a search. */
interface Scope {
  /** 1 for every document that may be found; null for all documents. */
  allowed: Uint8Array | null;
  /** The part of a document that must have every term; empty for any part. */
  part: string;
}

interface SearchOptions {
  filters?: Filters;
  from?: string;
  to?: string;
  in?: 'title' | 'text' | 'attachments' | 'number';
  not?: string;
  sort?: 'relevance' | 'date' | 'number';
  offset?: number;
  limit?: number;
}
