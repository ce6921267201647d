// Seizures that the node does not have yet, kept on this phone: what was typed, and the photos. They go when the node
// has them, when they are discarded, and when the person signs out.
const NAME = "comity-seizures";
const STORE = "drafts";
const UNSENT = "comity-unsent:";

function opened() {
  return new Promise((done, fail) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(STORE, { keyPath: "key" });
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => fail(asked.error);
  });
}

async function within(mode, act) {
  const base = await opened();
  try {
    return await new Promise((done, fail) => {
      const work = base.transaction(STORE, mode);
      const asked = act(work.objectStore(STORE));
      work.oncomplete = () => done(asked.result);
      work.onerror = () => fail(work.error);
      work.onabort = () => fail(work.error);
    });
  } finally {
    base.close();
  }
}

// Drafts of this person alone, the oldest first; what somebody else left on the phone is not shown.
export async function drafts(person) {
  const every = await within("readonly", (store) => store.getAll());
  return every.filter((each) => each.person === person).sort((a, b) => a.begun - b.begun);
}

export async function keep(draft) {
  await within("readwrite", (store) => store.put({ ...draft, changed: Date.now() }));
  await count(draft.person);
}

export async function forget(draft) {
  await within("readwrite", (store) => store.delete(draft.key));
  await count(draft.person);
}

// Every page of the desk tells that something waits; it reads this number, not the drafts.
async function count(person) {
  const waiting = (await drafts(person)).filter((each) => each.state !== "writing").length;
  if (waiting) localStorage.setItem(UNSENT + person, String(waiting));
  else localStorage.removeItem(UNSENT + person);
}
