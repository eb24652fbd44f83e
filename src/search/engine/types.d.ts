// What the engine's sources have in common, for the type checker only: nothing of this is published.
// docs/search.md describes the files that these types stand for.

/** Promises the payload of an index file; given to the engine by whoever starts it. */
declare function append(name: string, suffix: string): Promise<string>;

/** The token of the root that the page expects, which says what the root holds; may be empty. */
declare const token: string;

/** The table of single characters in the folding, made from the root. */
interface FoldTable {
  any: RegExp;
  one: (character: string) => string;
  known: Map<string, string>;
}

/** A folded text, and where each of its units came from. */
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
  /** Of D, P and S: the first key and the first document of each shard. */
  keys: number[];
  firsts: number[];
}

/** The texts and records of some documents of a segment. An ordinary segment is its own part. */
interface Part {
  name: string;
  /** Its documents, counted from the beginning of the segment. */
  from: number;
  to: number;
  group: number;
  folders: number[];
  /** The address before those of its documents. */
  base: string;
  /** The checksums of T and of R. */
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
  /** Of a joined segment: whose texts and records these are, one after another. */
  parts?: Part[];
  families: Shards[];
}

interface Root {
  version: number;
  documents: number;
  /** How many pairs of a traditional and a simplified character there are. */
  simplified: number;
  facets: Facet[];
  record_group: number;
  /** Of a joined index: the days of publication in order, and for each document its day and its place among all. */
  days?: string[];
  day?: Uint32Array;
  rank?: Uint32Array;
  segments: Segment[];
  table: FoldTable;
  payload: string;
  /** Says what the root holds. */
  token: string;
  /** Unpacked groups of texts and records, oldest first. */
  groups: Map<string, Promise<any[]>>;
}

/** index_number, title, url, document_number, issuing_body, date_published, validity */
type SearchRecord = [string | null, string, string, string | null, string, string | null, string];

/** A document in a T shard; what is empty is left out. */
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
  /** The head fields with their codes, folded when they were first needed. */
  head: [number, string][];
  /** The blocks of the body, folded. */
  blocks: string[];
}

/** A passage of an attachment: its place in words, what leads to it, its blocks, and these folded. */
type SearchPassage = [string, string, string[], string[]];

/** What D says of a gram. */
interface DocumentList {
  docs: number[];
  /** Places in heads, as numbers that sort by document, field and offset. */
  places: number[];
  flags: number[];
  /** Positions that stand beside the list: bytes, begin and end. */
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
  /** Pairs at the seams of the grams: mostly rarer than what they join. */
  bridges: Gram[];
  /** Whether the grams cover all of it: white space is in no gram. */
  whole: boolean;
  digit: boolean;
  length: number;
}

/** Where a term stands in the head of a document, as bits. */
interface Head {
  bits: number;
}

interface SegmentMatch {
  docs: number[];
  heads: Map<number, Head>[];
}

/** The pairs of the table of variants, one after another. */
declare const VARIANTS: string;

/** A query that finds something where another found nothing. */
interface Relaxed {
  /** What it does without: marks, one form of a character, one form of a number, a term. */
  reason: string;
  query: string;
  total: number;
  /** Whether it also does without the filters. */
  unfiltered?: boolean;
}

interface Why {
  unfiltered: number;
  terms: { term: string; found: number }[];
  without: { query: string; total: number } | null;
  relaxed: Relaxed | null;
  /** Wordings that differ from an absent term by one character. */
  near: { text: string; query: string }[];
}

type Mark = [number, number];
type Filters = { [facet: string]: string | number | (string | number)[] | null | undefined };

/** What a search is limited to. */
interface Scope {
  /** 1 for every document that may be found; null = all. */
  allowed: Uint8Array | null;
  /** The part of a document that must hold every term; empty = any. */
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
