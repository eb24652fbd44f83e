/**
 * The search of a catalogue, for a page of another site on the same host.
 *
 *     <script src="/zfxxgk/search/mulu-search.js"></script>
 *     <script>mulu.search('优待证').then((answer) => …)</script>
 *
 * The script is small, and its address never changes. It requests the current engine and index by
 * addresses for which no cache has an old answer. Calls wait until these have loaded.
 */
interface Mulu {
  /** The address of the catalogue's root, to which the addresses of hits and attachments are relative. */
  readonly base: string;
  /** Finds the documents that contain every term of a query. An empty query finds all documents. */
  search(query: string, options?: MuluOptions): Promise<MuluAnswer>;
  /** Gives the folded form of a text, in which texts and terms are compared. */
  fold(text: string): Promise<string>;
  /** Gives the facets: the properties by which a search can be narrowed. */
  facets(): Promise<MuluFacet[]>;
  /** A function that is called whenever a file of the index is requested or has arrived. */
  onprogress?: (loaded: { files: number; of: number; bytes: number }) => void;
}

interface MuluOptions {
  /** One or several values for the name of a facet. Only documents with one of these values are found. */
  filters?: { [facet: string]: string | string[] };
  /** The first and the last day of publication: `2024-03-01`, or a month or a year. */
  from?: string;
  to?: string;
  /** The part of a document that must hold every term. */
  in?: 'title' | 'text' | 'attachments' | 'number';
  /** Terms. A document that holds one of them is left out. */
  not?: string;
  /** The default is `relevance`. */
  sort?: 'relevance' | 'date' | 'number';
  /** The number of hits to skip. The default is 0. */
  offset?: number;
  /** The number of hits to return. The default is 10; `Infinity` returns all. */
  limit?: number;
}

interface MuluAnswer {
  /** The number of documents found. */
  total: number;
  /** Whether `total` and `facets` are exact; always true in this version. */
  exact: boolean;
  hits: MuluHit[];
  /** For each facet, the number of found documents with each value. */
  facets: { [facet: string]: { [value: string]: number } };
  /** Pieces of titles that a query in pinyin may mean; if nothing was found, wordings close to a term. */
  suggestions: { text: string; query: string }[];
  /** If nothing was found: the number of documents found without `filters`, `from`, `to`, `in` and `not`; otherwise 0. */
  unfiltered: number;
  /** If nothing was found even without these options: the number of documents with each term. */
  terms: { term: string; found: number }[];
  /** If nothing was found even without these options: the query without the terms that occur nowhere. */
  without: { query: string; total: number } | null;
  /**
   * If nothing was found: another query that finds something. `reason` states how that query differs.
   * `unfiltered` is true if that query finds something only without these options.
   */
  relaxed: { reason: 'punctuation' | 'variant' | 'number' | 'divided' | 'term'; query: string; total: number; unfiltered?: boolean } | null;
}

interface MuluHit {
  /** Null for a page of `kind: page`. */
  index_number: string | null;
  title: string;
  url: string;
  document_number: string | null;
  issuing_body: string;
  /** `YYYY-MM-DD`. */
  date_published: string | null;
  /** The code of the validity on the day of the build; empty for a page. */
  validity: string;
  /** A part of the text; null after the first 100 hits. */
  excerpt: string | null;
  /** The attachment from which the excerpt comes. */
  attachment: { title: string; url: string; place: string } | null;
  /** The places of the terms in `excerpt`, as `[from, to]`. */
  marks: [number, number][];
  /** The places of the terms in `title`. */
  title_marks: [number, number][];
}

interface MuluFacet {
  name: string;
  /** The name of the facet in Chinese and in English. */
  label: [string, string];
  /** Whether values are paths: a filter `a` then also finds documents with `a/b`. */
  nests: boolean;
  order: 'listed' | 'count' | 'latest';
}

/** The error with which a call is rejected. */
interface MuluError extends Error {
  /** A file is missing or damaged, an option is invalid, or the browser is too old. */
  code?: 'shard-missing' | 'bad-option' | 'unsupported';
}

interface Window {
  mulu: Mulu;
}
