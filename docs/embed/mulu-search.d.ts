/**
 * The search of a catalogue, for a page of another site on the same host.
 *
 *     <script src="/zfxxgk/search/mulu-search.js"></script>
 *     <script>mulu.search('优待证').then((answer) => …)</script>
 *
 * The script is small and has the same address for ever. It asks past every cache for the present
 * engine and index; calls made before these have come wait for them.
 */
interface Mulu {
  /** The address of the catalogue's root. Addresses of hits and attachments are relative to it. */
  readonly base: string;
  /** The documents that contain every term of a query; an empty query finds all. */
  search(query: string, options?: MuluOptions): Promise<MuluAnswer>;
  /** The form in which texts and terms are compared. */
  fold(text: string): Promise<string>;
  /** The properties by which a search can be narrowed. */
  facets(): Promise<MuluFacet[]>;
  /** If set: called whenever a file of the index is asked for or has come. */
  onprogress?: (loaded: { files: number; of: number; bytes: number }) => void;
}

interface MuluOptions {
  /** For a facet's name, a value or several: only documents that have one of them. */
  filters?: { [facet: string]: string | string[] };
  /** First and last day of publication, both included: `2024-03-01`, or a month or a year. */
  from?: string;
  to?: string;
  /** The part of a document that must hold every term. */
  in?: 'title' | 'text' | 'attachments' | 'number';
  /** Terms that a document must not hold. */
  not?: string;
  /** `relevance` if not given. */
  sort?: 'relevance' | 'date' | 'number';
  /** Hits to skip: 0 if not given. */
  offset?: number;
  /** Hits to give: 10 if not given; `Infinity` for all. */
  limit?: number;
}

interface MuluAnswer {
  /** How many documents there are. */
  total: number;
  /** Whether `total` and `facets` count exactly; always true today. */
  exact: boolean;
  hits: MuluHit[];
  /** For each facet, how many of the documents have each value. */
  facets: { [facet: string]: { [value: string]: number } };
  /** What letters of pinyin may mean. */
  suggestions: { text: string; query: string }[];
  /** If nothing was found: how many documents there are without the filters. */
  unfiltered: number;
  /** If nothing was found: how many documents have each term. */
  terms: { term: string; found: number }[];
  /** If nothing was found: the query without the terms that occur nowhere. */
  without: { query: string; total: number } | null;
  /** If nothing was found: another query that finds something, and how it differs. */
  relaxed: { reason: 'punctuation' | 'variant' | 'number' | 'term'; query: string; total: number } | null;
}

interface MuluHit {
  /** None for a page that is no document. */
  index_number: string | null;
  title: string;
  url: string;
  document_number: string | null;
  issuing_body: string;
  /** `YYYY-MM-DD`. */
  date_published: string | null;
  /** Code of the validity on the day of the catalogue. */
  validity: string;
  /** A piece of the text; none after the first 100 hits. */
  excerpt: string | null;
  /** The attachment that the excerpt is from. */
  attachment: { title: string; url: string; place: string } | null;
  /** Where terms are: `[from, to]` in `excerpt`. */
  marks: [number, number][];
  /** The same for `title`. */
  title_marks: [number, number][];
}

interface MuluFacet {
  name: string;
  /** In Chinese and in English. */
  label: [string, string];
  /** Whether a value is a path `a/b`, and `a` stands for all below it. */
  nests: boolean;
  order: 'listed' | 'count' | 'latest';
}

/** What a call is rejected with. */
interface MuluError extends Error {
  /** A file is missing or damaged; or the browser is too old. */
  code?: 'shard-missing' | 'unsupported';
}

interface Window {
  mulu: Mulu;
}
