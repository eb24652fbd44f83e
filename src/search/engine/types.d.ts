// Types that the engine's sources share. They are for the type checker only and are not published.
// docs/search.md describes the files that these types stand for.

/** Loads an index file and gives its payload. The code that starts the engine provides this function. */
declare function append(name: string, suffix: string): Promise<any>;

/** The token of the root that the page expects, made from the content of the root; may be empty. */
declare const token: string;

/** The table of single characters in the folding. */
interface FoldTable {
  any: RegExp;
  one: (character: string) => string;
  known: Map<string, string>;
}

/** A folded text. Each of its UTF-16 units comes from the units `from` to `to` of the original text. */
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
  /** Every combination of values that some document has. */
  values: string[][];
  /** For each document, the number of its combination. */
  column: Uint32Array;
}

/**
 * The shards of one family in one segment. The families are D (the documents that have a gram), P
 * (the positions of a gram), T (texts), R (records) and S (suggestions).
 */
interface Shards {
  sums: number[];
  /** For D, P and S: the first key and the first document of each shard. */
  keys: number[];
  firsts: number[];
}

/**
 * The texts and records of some documents of a segment. In a joined index, a segment has one part
 * for each segment of each site; in the index of a site, a segment has one part with all its
 * documents.
 */
interface Part {
  name: string;
  /** The first document and the end of the part, counted from the beginning of the segment. */
  from: number;
  to: number;
  group: number;
  folders: number[];
  /** The address to which the addresses of the documents are relative. */
  base: string;
  /** The checksums of the T shards (in a joined index, of the C shards) and of the R shards. */
  sums: number[][];
  /** Only in a joined index: the number of C shards and of R shards. */
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
  /** Only in a joined index: the days of publication in order; for each document, the number of its day, and its place in the order of the days. */
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

/** A document in a T shard. Empty members are left out; docs/search.md explains the letters. */
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
  /** The folded head fields with their codes, made when they are first needed. */
  head: [number, string][];
  /** The blocks of the body, folded. */
  blocks: string[];
}

/** A passage of an attachment: the name of its place for a person, the fragment of its address, its blocks, and its folded blocks. */
type SearchPassage = [string, string, string[], string[]];

/** The list of a gram in D. */
interface DocumentList {
  docs: number[];
  /** Places in heads, as numbers that sort by document, field and offset. */
  places: number[];
  flags: number[];
  /** The positions in bodies, if the D entry contains them: the bytes, and the beginning and the end of the positions in them. */
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
  /** Whether the grams cover the whole term. A term with white space is not covered, because no gram has white space. */
  whole: boolean;
  digit: boolean;
  length: number;
}

/** The places of a term in the head of a document, as bits. */
interface Head {
  bits: number;
}

/** The documents that a query finds, and their points. */
interface Found {
  docs: number[];
  points: number[];
}

interface SegmentMatch {
  docs: number[];
  heads: Map<number, Head>[];
}

/** The pairs of the table of variants, in one text. */
declare const VARIANTS: string;
/** The characters that take one byte in the encoding of texts. */
declare const FREQUENT: string;
/** The pairs of a traditional and a simplified character whose first character is common; the name of the file of all pairs; the checksum of this file. */
declare const PAIRS: string, PAIRS_FILE: string, PAIRS_SUM: number;

/** A query that finds something, offered because the typed query found nothing. */
interface Relaxed {
  /** How it differs from the typed query: `punctuation`; `variant` or `number` (the form of a character or of a number); `divided` (into more terms); `term` (a term is left out). */
  reason: string;
  query: string;
  total: number;
  /** Whether the filters are left out too. */
  unfiltered?: boolean;
}

/** The part of the engine that is in search/more.js. */
interface Rest {
  blame(root: Root, query: string, words: string[], scope: Scope): Promise<Why>;
  suggestionsFor(root: Root, words: string[], cut: boolean): Promise<{ text: string; query: string }[]>;
  unpack(bytes: Uint8Array): Uint8Array;
}

/** The values of the engine that search/more.js uses. */
declare const core: object;
/** Makes the part in search/more.js; null if that file has not been loaded. */
declare const more: ((shared: object) => Rest) | null;

interface Why {
  unfiltered: number;
  terms: { term: string; found: number }[];
  without: { query: string; total: number } | null;
  relaxed: Relaxed | null;
  /** Wordings of the documents that are close to a term that occurs nowhere, and what its letters may mean. */
  near: { text: string; query: string }[];
}

type Mark = [number, number];
type Filters = { [facet: string]: string | number | (string | number)[] | null | undefined };

/** The limits of a search. */
interface Scope {
  /** 1 for every document that may be found; null for all documents. */
  allowed: Uint8Array | null;
  /** The part of a document that must have every term; empty for the whole document. */
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
