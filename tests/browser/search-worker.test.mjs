// Tests that the search runs in a worker, or in the page if the browser allows no worker or has at
// most two processors, and that the answers are the same.
import test, { after, before } from 'node:test';
import assert from 'node:assert/strict';
import { catalogue, launch, open, ways } from './harness.mjs';

let browser, routes;
before(async () => {
  browser = await launch();
  routes = await ways();
});
after(async () => {
  await browser?.close();
  routes?.close();
});

const QUERIES = ['', '军', '退役军人', '退役 军人', '3号', 'tyjr', '没有这样的文件', catalogue[0].title, catalogue[1].index_number];

/** Kinds of browsers, each with the change of the page that imitates it. */
const BROWSERS = {
  'has no workers': () => delete window.Worker,
  'refuses with an exception': () => {
    window.Worker = class {
      constructor() {
        throw new DOMException('no', 'SecurityError');
      }
    };
  },
  'refuses with an event': () => {
    window.Worker = class {
      constructor() {
        setTimeout(() => this.onerror(new Event('error')));
      }
      postMessage() {}
      terminate() {}
    };
  },
  'starts one that never speaks': () => {
    window.Worker = class {
      postMessage() {}
      terminate() {}
    };
  },
  'breaks it in the middle of a question': () => {
    const Real = window.Worker;
    window.Worker = class extends Real {
      postMessage(message) {
        super.postMessage(message);
        if (message.file === 3) {
          this.onerror(new Event('error'));
          this.onerror(new Event('error'));
        }
      }
    };
  },
  'lacks what is younger than 2020': () => {
    delete window.Worker;
    delete window.DecompressionStream;
    delete Element.prototype.replaceChildren;
    delete String.prototype.replaceAll;
    delete Array.prototype.at;
  },
  'has no workers and cannot unpack': () => {
    delete window.Worker;
    delete window.DecompressionStream;
  },
};

async function ask(way, change, processors = 8) {
  const page = await open(browser, way.root, { processors });
  if (change) await page.addInitScript(change);
  await page.goto(`${way.root}search.html`);
  await page.waitForFunction(() => typeof window.mulu?.search === 'function');
  const loaded = [];
  page.on('request', (r) => loaded.push(r.url()));
  const answers = await page.evaluate(async (queries) => {
    const fold = await window.mulu.fold('優待證 ＡＢ');
    const found = await Promise.all(queries.map((q) => window.mulu.search(q, { limit: 20 })));
    return { fold, found };
  }, QUERIES);
  const workers = page.workers().length, { complaints } = page;
  await page.context().close();
  return { answers, workers, complaints, roots: loaded.filter((u) => u.includes('/search/root.js')).length };
}

test('the search works in a worker, over file:// too, under the policy of the page', async () => {
  for (const way of routes.all) {
    const { answers, workers, complaints, roots } = await ask(way);
    assert.equal(workers, 1, way.name);
    assert.equal(roots, 1, 'the root is loaded once');
    assert.deepEqual(complaints, []);
    assert.equal(answers.fold, '优待证ab');
    assert.ok(answers.found[2].total > 0 && answers.found[5].suggestions.length > 0);
  }
});

for (const [name, change] of Object.entries(BROWSERS)) {
  test(`a browser that ${name} finds the same`, { timeout: 60000 }, async () => {
    for (const way of routes.all) {
      const expected = await ask(way), seen = await ask(way, change);
      assert.equal(seen.workers, 0, way.name);
      assert.deepEqual(seen.answers, expected.answers, way.name);
      assert.deepEqual(seen.complaints, [], way.name);
    }
  });
}

test('with two processors the search stays in the page', async () => {
  for (const way of routes.all) {
    const expected = await ask(way), seen = await ask(way, null, 2);
    assert.equal(seen.workers, 0);
    assert.deepEqual(seen.answers, expected.answers);
  }
});

test('a worker that has spoken is kept', { timeout: 60000 }, async () => {
  const page = await open(browser, routes.all[1].root, { processors: 8 });
  await page.goto(`${routes.all[1].root}search.html`);
  const total = () => page.evaluate(() => window.mulu.search('退役军人').then((r) => r.total));
  const first = await total();
  await page.waitForTimeout(2500);
  assert.equal(await total(), first);
  assert.equal(page.workers().length, 1);
  await page.context().close();
});

test('options are plain values wherever the engine works', async () => {
  for (const processors of [2, 8]) {
    const page = await open(browser, routes.all[0].root, { processors });
    await page.goto(`${routes.all[0].root}search.html`);
    const [one, other] = await page.evaluate(async () => {
      const filters = new Proxy({ validity: ['effective'] }, {});
      const odd = Object.create({ limit: 3 }, { filters: { get: () => filters }, done: { enumerable: true, value: () => null } });
      return [await window.mulu.search({ toString: () => '退役军人' }, odd), await window.mulu.search('退役军人', { limit: 3, filters: { validity: 'effective' } })];
    });
    assert.ok(one.hits.length === 3);
    assert.deepEqual(one, other);
    await page.context().close();
  }
});

test('a stricter policy than ours, as a portal may add, does not stop the search', async () => {
  const way = routes.all[1];
  const expected = await ask(way);
  const page = await open(browser, way.root, { processors: 8 });
  await page.route(/search\.html$/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, headers: { ...response.headers(), 'content-security-policy': "worker-src 'none'" } });
  });
  await page.goto(`${way.root}search.html`);
  const found = await page.evaluate((queries) => Promise.all(queries.map((q) => window.mulu.search(q, { limit: 20 }))), QUERIES);
  assert.equal(page.workers().length, 0);
  assert.deepEqual(found, expected.answers.found);
  await page.context().close();
});

test('a file that is missing is said by the worker as by the page', async () => {
  const way = routes.all[1];
  for (const change of [null, BROWSERS['has no workers']]) {
    const page = await open(browser, way.root, { processors: 8 });
    if (change) await page.addInitScript(change);
    await page.route(/\/search\/(earlier|year|month)-t\//, (route) => route.abort());
    await page.goto(`${way.root}search.html`);
    const error = await page.evaluate(() => window.mulu.search('退役军人').then(() => null, (e) => [e instanceof Error, e.code, e.message]));
    assert.deepEqual(error?.slice(0, 2), [true, 'shard-missing']);
    assert.match(error[2], /-t\//, 'it names the file');
    await page.unroute(/\/search\/(earlier|year|month)-t\//);
    assert.ok((await page.evaluate(() => window.mulu.search('退役军人'))).total > 0, 'and is asked for anew by the next question');
    await page.context().close();
  }
});
