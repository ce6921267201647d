// Keeps the empty form of a seizure on the phone, so that it opens without a line. No page that shows a record is kept.
const KEPT = "comity-seizure-form";
const FORM = "/seizures/new/";
const PATIENCE = 6000;
const ASSETS = /(?:href|src)="(\/[^"#?]*static\/[^"#]+)/g;

async function keepForm(answer) {
  if (!answer.ok || answer.redirected || new URL(answer.url).search) return;
  const store = await caches.open(KEPT);
  const assets = [...(await answer.clone().text()).matchAll(ASSETS)].map((found) => found[1]);
  await store.put(FORM, answer);
  await Promise.all([...new Set(assets)].map((asset) => store.add(asset).catch(() => undefined)));
}

async function opened(request) {
  const kept = await caches.match(FORM);
  const late = new Promise((done) => setTimeout(done, PATIENCE));
  const asked = fetch(request).then(async (answer) => {
    await keepForm(answer.clone()).catch(() => undefined);
    return answer;
  });
  if (!kept) return asked;
  return (await Promise.race([asked.catch(() => undefined), late])) ?? kept;
}

async function asset(request) {
  try {
    return await fetch(request);
  } catch (error) {
    const kept = await caches.match(request, { ignoreSearch: true });
    if (kept) return kept;
    throw error;
  }
}

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(fetch(FORM).then(keepForm).catch(() => undefined));
});
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const { pathname, origin, search } = new URL(event.request.url);
  if (origin !== self.location.origin || event.request.method !== "GET") return;
  if (event.request.mode === "navigate" && pathname === FORM && !search) event.respondWith(opened(event.request));
  else if (pathname.includes("/static/")) event.respondWith(asset(event.request));
});
