// Types that the page's scripts share. They are for the type checker only and are not published.

/** The function in the built file search/engine.js, which is made of the sources in engine/. `more` is what search/more.js passes; null or missing until that file is loaded. */
declare function engine(append: (name: string, suffix: string) => Promise<string>, token: string, more?: ((shared: object) => object) | null): Mulu;

interface Mulu {
  /** The address of the site's root, to which the addresses of hits are relative. */
  base: string;
  search(query: string, options?: SearchOptions): Promise<SearchAnswer>;
  /** The first hits of a query, before its answer is complete. Missing in an older engine. */
  first?(query: string, options?: SearchOptions): Promise<SearchHit[]>;
  fold(text: string): Promise<string>;
  facets(): Promise<{ name: string; label: [string, string]; nests: boolean; order: 'listed' | 'count' | 'latest' }[]>;
  /** Called when an index file is requested or has arrived. `files` is the number of files that have arrived, `of` the number requested. */
  onprogress?: (loaded: { files: number; of: number; bytes: number }) => void;
}

interface SearchOptions {
  filters?: { [facet: string]: string | string[] };
  /** The first and the last day of publication. Each may also be a month or a year. */
  from?: string;
  to?: string;
  /** The part of a document that must have every term: title, text, attachments or number. */
  in?: string;
  /** Terms that a document must not have. */
  not?: string;
  /** The order of the hits: relevance, date, or document number. */
  sort?: string;
  offset?: number;
  limit?: number;
}

interface SearchAnswer {
  total: number;
  exact: boolean;
  hits: SearchHit[];
  facets: { [facet: string]: { [value: string]: number } };
  suggestions: { text: string; query: string }[];
  unfiltered: number;
  terms: { term: string; found: number }[];
  without: { query: string; total: number } | null;
  relaxed: { reason: 'punctuation' | 'variant' | 'number' | 'divided' | 'term'; query: string; total: number; unfiltered?: boolean } | null;
}

interface SearchHit {
  index_number: string | null;
  title: string;
  url: string;
  document_number: string | null;
  issuing_body: string;
  date_published: string | null;
  validity: string;
  excerpt: string | null;
  /** The attachment that the excerpt is from. */
  attachment: { title: string; url: string; place: string } | null;
  marks: [number, number][];
  title_marks: [number, number][];
}

interface Window {
  mulu: Mulu;
  /** Called by every index file with its name and its payload. */
  mulu$: (name: string, payload: string) => void;
}
