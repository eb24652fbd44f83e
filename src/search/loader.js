// @ts-check
/*
 * The page's side of the search: provides `window.mulu`, and loads files for the engine.
 *
 * Index files are classic scripts in the same folder, which load from file:// and under the policy
 * script-src 'self'. Each passes its payload to `mulu$`. The engine runs in a worker if possible,
 * so that the page stays responsive. A worker cannot load scripts from file://, so the page loads
 * them for it.
 */
const own = /** @type {HTMLScriptElement} */ (document.currentScript);
const BASE = own.src.replace(/[?#].*$/, '').replace(/[^/]*$/, '');
// The token of the root that the page names. The address of the root contains it (`FIRST`), so no
// cache gives an older root.
const TOKEN = own.getAttribute('data-root') || '';
const FIRST = TOKEN && '?' + TOKEN;
// The token of the engine after a question mark. The address of more.js has the same token.
const OWN = (/\?[^#]*/.exec(own.src) || [''])[0];
const waiting = new Map(); // name -> the promise of a payload, with the function that fulfils it
const loaded = { files: 0, of: 0, bytes: 0 }; // since the page was opened

/** Reports the progress of loading to the page. */
function tell() {
  const listener = window.mulu && window.mulu.onprogress;
  if (listener) listener({ files: loaded.files, of: loaded.of, bytes: loaded.bytes });
}

window.mulu$ = function (name, payload) {
  const one = waiting.get(name);
  if (!one) return;
  one.take(payload);
  loaded.files++;
  loaded.bytes += typeof payload === 'string' ? 2 * payload.length : String(payload).length; // the files of the index are UTF-16
  tell();
};

let isHandled = false; // whether `salvage` took a payload out of a file

/**
 * Takes the payload out of an index file that is no longer a valid script. A proxy or a replayed
 * archive may put other bytes before the script. The page can read bytes only over HTTP.
 */
function salvage(name, address) {
  return new Promise((resolve, reject) => {
    const fail = () => reject(new Error(name + '.js is missing'));
    if (!/^http/.test(address)) return fail();
    const request = new XMLHttpRequest(), head = 'mulu$("' + name + '","';
    request.open('GET', address);
    request.responseType = 'arraybuffer';
    request.onerror = fail;
    request.onload = () => {
      const bytes = new Uint8Array(request.response || 0);
      const isHere = (at) => {
        let i = 0;
        while (i < head.length && bytes[at + 2 * i] === head.charCodeAt(i) && bytes[at + 2 * i + 1] === 0) i++;
        return i === head.length;
      };
      for (let at = bytes.indexOf(109); at >= 0; at = bytes.indexOf(109, at + 1)) { // m
        if (!isHere(at)) continue;
        const text = new TextDecoder('utf-16le').decode(bytes.subarray(at + 2 * head.length));
        isHandled = true;
        return resolve(text.slice(0, Math.max(0, text.indexOf('"'))));
      }
      fail();
    };
    request.send();
  });
}

// The search page has requested now.js already if its address has a query (mulu-mode.js). The first
// request of the engine uses this answer.
const early = document.querySelector('link[href*="search/now.js?"]');
let present = early ? String(early.getAttribute('href')).replace(/^[^?]*/, '') : '';

/**
 * Appends a script element and waits for the payload that the script passes to `mulu$`. If index
 * files do not arrive as valid scripts, `salvage` reads the payload instead.
 */
function append(name, suffix) {
  if (waiting.has(name)) return waiting.get(name).promise;
  const isScript = name === 'now' || name === 'more'; // these two are not index files
  if (name === 'now') [suffix, present] = [present || suffix, ''];
  const one = {}, address = BASE + name + '.js' + (name === 'more' ? OWN : suffix);
  waiting.set(name, one);
  one.promise = new Promise((resolve, reject) => {
    const fail = () => {
      // A payload that has arrived is no longer in `waiting`.
      if (waiting.get(name) !== one || !waiting.delete(name)) return;
      loaded.of--;
      reject(new Error(name + '.js is missing'));
    };
    one.take = (payload) => {
      waiting.delete(name);
      resolve(payload);
    };
    const rescue = () => waiting.get(name) === one && salvage(name, address).then((payload) => window.mulu$(name, payload), fail);
    if (isHandled && !isScript) return rescue();
    const element = document.createElement('script');
    element.onload = () => {
      element.remove();
      rescue();
    };
    element.onerror = () => {
      element.remove();
      fail();
    };
    element.src = address;
    document.head.appendChild(element);
  });
  loaded.of++;
  tell();
  return one.promise;
}

/** The code of the worker. Like the engine, it must refer to nothing outside itself. */
function inWorker(engine, token, more) {
  const asked = new Map(); // number -> settles the promise of a payload
  let last = 0;
  const api = engine((name, suffix) => new Promise((resolve, reject) => {
    asked.set(++last, { resolve, reject });
    postMessage({ file: last, name, suffix });
  }), token, more);
  onmessage = ({ data }) => {
    const { id, call, args, file, payload, missing } = data;
    if (call) {
      const failed = (e) => postMessage({ id, error: { message: e.message, code: e.code } });
      api[call](...args).then((value) => postMessage({ id, value }), failed);
      return;
    }
    const { resolve, reject } = asked.get(file);
    asked.delete(file); // otherwise the payload would stay in memory
    if (missing) reject(new Error(missing));
    else resolve(payload);
  };
  postMessage({ ready: true });
}

const PATIENCE = 2000; // milliseconds after which a worker that has sent nothing is stopped

/**
 * Starts the engine in a worker. If the browser refuses the worker, or the worker fails or stays
 * silent, the engine runs in the page. When the engine needs more.js, a new worker with both
 * scripts replaces the first, because the page's policy lets no worker load a second script.
 */
function hire() {
  const calls = new Map(); // id of a call -> the call and the functions that settle its promise
  // name -> the promise of a payload: of the root, and of each other file that was requested since
  // all earlier calls were answered
  const given = new Map();
  let id = 0, worker = null, local = null, more = null;
  const load = (name, suffix) => {
    const known = given.get(name);
    if (known && suffix === (name === 'root' ? FIRST : '')) return known;
    const file = append(name, suffix);
    if (name === 'now' || local) return file;
    given.set(name, file);
    file.catch(() => given.delete(name)); // so that the next caller tries again
    return file;
  };
  load('root', FIRST); // while the worker starts
  const giveUp = () => {
    if (local) return;
    clearTimeout(late);
    if (worker) worker.terminate();
    worker = null;
    local = engine(load, TOKEN, more);
    for (const c of calls.values()) local[c.name](...c.args).then(c.resolve, c.reject);
    calls.clear();
    given.clear();
  };
  let late = 0;
  /** Loads a file for the worker. */
  const hand = async (to, file, name, suffix) => {
    const answer = await load(name, suffix).then((payload) => ({ file, payload }), (e) => ({ file, missing: e.message }));
    if (worker !== to) return;
    if (typeof answer.payload !== 'function') return worker.postMessage(answer);
    more = answer.payload;
    start();
    for (const [id, { name, args }] of calls) if (worker) worker.postMessage({ id, call: name, args });
  };
  const answer = (id, value, error) => {
    const { resolve, reject } = calls.get(id);
    calls.delete(id);
    if (!calls.size) for (const name of given.keys()) if (name !== 'root') given.delete(name);
    if (error) reject(Object.assign(new Error(error.message), { code: error.code }));
    else resolve(value);
  };
  /** Starts a worker that replaces the previous one. */
  function start() {
    if (worker) worker.terminate();
    // If the page was busy, a message from the worker may be waiting. The second timer lets the
    // page handle it first.
    late = setTimeout(() => (late = setTimeout(giveUp)), PATIENCE);
    try {
      const source = new Blob(['(' + inWorker + ')(' + engine + ',' + JSON.stringify(TOKEN) + ',' + more + ')'], { type: 'text/javascript' });
      const mine = (worker = new Worker(URL.createObjectURL(source)));
      worker.onerror = giveUp;
      worker.onmessage = ({ data }) => {
        clearTimeout(late);
        if (data.file) hand(mine, data.file, data.name, data.suffix);
        else if (calls.has(data.id)) answer(data.id, data.value, data.error);
      };
    } catch (e) {
      giveUp();
    }
  }
  start();
  const call = (name) => (...args) => {
    if (local) return local[name](...args);
    return new Promise((resolve, reject) => {
      worker.postMessage({ id: ++id, call: name, args });
      calls.set(id, { name, args, resolve, reject });
    });
  };
  return { search: call('search'), first: call('first'), fold: call('fold'), facets: call('facets') };
}

/**
 * Whether a worker would have a processor core of its own, beside the two of the page and the
 * browser. Without such a core, a worker is slower than the page, because passing files to the
 * worker takes time.
 */
const spare = () => typeof Worker === 'function' && navigator.hardwareConcurrency > 2;

let chosen = null;

/** The engine, started by the first query. */
const engineOnce = () => chosen || (chosen = spare() ? hire() : engine(append, TOKEN));

/** Whether the browser supports Unicode property escapes, which the engine needs. */
function isAble() {
  try {
    return new RegExp('\\p{Script=Han}', 'u').test('\u4e2d');
  } catch (e) {
    return false;
  }
}

/** The query and the options as plain values, because they may be sent to a worker. */
function plainly(query, options) {
  const { filters, from, to, not, sort, offset, limit } = options || {};
  const plain = (value) => (value === undefined || value === null ? '' : String(value));
  const limits = { filters: JSON.parse(JSON.stringify(filters || {})), from: plain(from), to: plain(to), in: plain((options || {}).in), not: plain(not) };
  return [plain(query), { ...limits, sort, offset, limit }];
}

// Without `mulu.search`, the page keeps showing its notice and its lists.
if (isAble()) window.mulu = Object.assign(window.mulu || {}, {
  base: BASE.replace(/[^/]*\/$/, ''),
  search: async (query, options) => engineOnce().search(...plainly(query, options)),
  first: async (query, options) => engineOnce().first(...plainly(query, options)),
  fold: async (text) => engineOnce().fold(String(text)),
  facets: async () => engineOnce().facets(),
});
