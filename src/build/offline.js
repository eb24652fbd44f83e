/*
 * A service worker. It keeps the home page, the search and the visited pages for use without a
 * network. The network comes first, so that a new site is visible at once.
 *
 * All files in a cache belong to one version of the site. The name of the cache has VERSION, a
 * digest of FILES; a page is stored only while the site has this worker. If the site has no worker,
 * this one removes its caches and unregisters itself.
 */
"use strict";
const VERSION = "⟦version⟧";
const FILES = ["⟦files⟧"];

const root = self.registration.scope;
const PREFIX = "mulu " + root + " ";
const CACHE = PREFIX + VERSION;

/** Whether bytes have this digest. Files of another version are not kept. */
async function isWhole(bytes, digest) {
  const found = await crypto.subtle.digest("SHA-256", bytes);
  return Array.from(new Uint8Array(found)).map((b) => b.toString(16).padStart(2, "0")).join("") === digest;
}

async function fill() {
  const cache = await caches.open(CACHE);
  await Promise.all(FILES.map(async ([path, digest]) => {
    const address = root + path;
    if (await cache.match(address)) return;
    const response = await fetch(address, { cache: "no-cache" });
    if (!response.ok) throw new Error(path + ": " + response.status);
    if (digest && !(await isWhole(await response.clone().arrayBuffer(), digest))) throw new Error(path + " is of another state");
    await cache.put(address, response);
  }));
}

async function empty(keep) {
  const names = await caches.keys();
  await Promise.all(names.filter((n) => n.startsWith(PREFIX) && n !== keep).map((n) => caches.delete(n)));
}

self.addEventListener("install", (event) => event.waitUntil(fill().then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(empty(CACHE).then(() => self.clients.claim())));

/** Whether the site still has this worker. A newer one starts the update; without one, this worker unregisters itself. */
async function isCurrent() {
  const response = await fetch(self.location.href, { cache: "no-cache" });
  if (response.status === 404 || response.status === 410) {
    await empty("");
    await self.registration.unregister();
    return false;
  }
  const same = response.ok && (await response.text()).includes('"' + VERSION + '"');
  if (response.ok && !same) self.registration.update();
  return same;
}

/**
 * Stores a page in the cache. The page is fetched before the worker is compared, because the site
 * may be replaced in between.
 */
async function keep(address, response) {
  if (FILES.some(([path]) => root + path === address)) return;
  if (await isCurrent()) await (await caches.open(CACHE)).put(address, response);
}

async function answer(event) {
  const { request } = event;
  let address = request.url.replace(/[?#].*$/, "");
  if (address.endsWith("/")) address += "index.html";
  try {
    const response = await fetch(request);
    if (response.ok && response.type === "basic" && !response.redirected) {
      const copy = response.clone();
      event.waitUntil(keep(address, copy).catch(() => null));
    }
    return response;
  } catch (e) {
    const cache = await caches.open(CACHE);
    const kept = await cache.match(address);
    if (kept) return kept;
    throw e;
  }
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method === "GET" && request.url.startsWith(root) && !request.headers.has("range")) event.respondWith(answer(event));
});
