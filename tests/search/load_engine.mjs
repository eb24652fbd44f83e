// Runs the search engine in Node, with a substitute for the DOM that loads scripts from a folder.
import fs from "node:fs";
import path from "node:path";
import vm from "node:vm";

/**
 * @param {string} engine path of engine.js
 * @param {string} dir the folder that holds root.js
 * @param {(name: string, text: string) => string | null} [change] looks at each file before it runs; null = missing
 * @param {(code: string) => string} [patch] changes the engine itself
 * @param {boolean} [unpacks] whether the browser knows how to unpack
 */
export function loadEngine(engine, dir, change = (_, text) => text, patch = (code) => code, unpacks = true) {
  const loaded = [];
  const context = vm.createContext({ TextDecoder, TextEncoder, console, setTimeout, clearTimeout, ...(unpacks && { DecompressionStream }) });
  context.window = context;
  context.document = {
    currentScript: { src: "file:///site/search/engine.js", getAttribute: () => null },
    querySelector: () => null,
    createElement: () => ({ remove() {} }),
    head: {
      appendChild(element) {
        const name = element.src.replace("file:///site/search/", "").replace(/\?.*$/, "");
        setTimeout(() => {
          let text = null, isUtf16 = true;
          try {
            const bytes = fs.readFileSync(path.join(dir, name));
            isUtf16 = bytes[0] === 0xff;
            text = change(name, bytes.toString(isUtf16 ? "utf16le" : "utf8").replace(/^\ufeff/, ""));
          } catch {}
          if (text === null) return element.onerror();
          loaded.push({ name, bytes: isUtf16 ? 2 * text.length + 2 : Buffer.byteLength(text) });
          try {
            vm.runInContext(text, context);
          } catch {} // as in a browser, `onload` is called even if the script fails
          element.onload();
        }, 0);
      },
    },
  };
  vm.runInContext(patch(fs.readFileSync(engine, "utf8")), context, { filename: engine });
  return { search: (q, o) => context.mulu.search(q, o), first: (q, o) => context.mulu.first(q, o), fold: (t) => context.mulu.fold(t), loaded };
}
