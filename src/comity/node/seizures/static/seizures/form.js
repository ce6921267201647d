// Recording a seizure on a phone: what is typed stays on the phone until the node has it, line or no line.
import { drafts, forget, keep } from "./keeping.js";
import { found, searchable } from "./places.js";
import { show, shrunk } from "./photos.js";
import { taken } from "./position.js";
import { add, leaveOut, toLength } from "./rows.js";
import { send } from "./sending.js";

const PAUSE = 400;
const AGAIN = 30_000;
const page = document.querySelector("[data-recording]");
const person = page.dataset.person;
let form = page.querySelector("form[data-seizure]");
let draft = fresh();
let timer = 0;
let busy = false;

function fresh() {
  return { key: crypto.randomUUID(), person, begun: Date.now(), state: "writing", fields: [], photos: [], title: "" };
}

const token = () => form.elements.csrfmiddlewaretoken.value;
const part = (name) => page.querySelector(`[data-part="${name}"]`);
const say = (box, which) => {
  for (const each of box.querySelectorAll("[data-say]")) each.hidden = each.dataset.say !== which;
};
const clock = (moment) => new Date(moment).toLocaleTimeString(document.documentElement.lang, { timeStyle: "short" });

// --- what is typed, and what is kept -------------------------------------------------------------------------------

function typed(press) {
  const unsent = new Set(["csrfmiddlewaretoken", "photos"]);
  const said = [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !unsent.has(name));
  return press?.name ? [...said, [press.name, press.value]] : said;
}

function titled() {
  const chosen = form.querySelector("[name$='-frequent']:checked");
  const word = form.querySelector("[name$='-said']")?.value || chosen?.closest("label")?.textContent.trim() || "";
  const amount = form.querySelector("[name$='-amount']")?.value ?? "";
  const unit = form.querySelector("[name$='-unit']:checked")?.closest("label")?.textContent.trim() ?? "";
  return [word, amount && `${amount} ${unit}`, form.elements.place?.value].filter(Boolean).join(", ");
}

async function store(press) {
  clearTimeout(timer);
  draft.fields = typed(press);
  draft.title = titled();
  try {
    await keep(draft);
    part("kept-at").textContent = clock(Date.now());
    say(part("status"), "kept");
  } catch {
    say(part("status"), "not-kept");
  }
}

function soon() {
  clearTimeout(timer);
  timer = setTimeout(() => store(), PAUSE);
}

function fill(fields) {
  const seen = new Map();
  for (const [name, value] of fields) {
    const rows = /^(\w+)-rows$/.exec(name);
    if (rows) toLength(form, rows[1], Number(value));
  }
  for (const box of form.querySelectorAll("input[type=radio], input[type=checkbox]")) box.checked = false;
  for (const [name, value] of fields) {
    const group = [...form.elements].filter((each) => each.name === name);
    if (!group.length || name.endsWith("-rows")) continue;
    if (["radio", "checkbox"].includes(group[0].type)) {
      for (const box of group) if (box.value === value) box.checked = true;
    } else {
      const place = seen.get(name) ?? 0;
      seen.set(name, place + 1);
      if (group[place]) group[place].value = value;
    }
  }
  for (const fold of form.querySelectorAll("details")) {
    fold.open ||= [...fold.querySelectorAll("input:not([type=hidden]), textarea")].some(
      (each) => each.type !== "radio" && each.type !== "checkbox" && each.value && each.value !== each.defaultValue);
  }
}

async function take(kept) {
  draft = kept;
  draft.state = "writing";
  fill(draft.fields);
  form.elements.key.value = draft.key;
  await pictures();
  position();
}

// --- photos, position, place, rows ---------------------------------------------------------------------------------

async function pictures() {
  const words = { photo: form.dataset.photo, leaveOut: form.dataset.leaveOut };
  await show(part("photos"), draft.photos, words, async (gone) => {
    draft.photos = draft.photos.filter((each) => each !== gone);
    await pictures();
    await store();
  });
}

async function photographed(input) {
  const box = input.closest("[data-part]");
  say(box, "");
  for (const file of input.files) {
    try {
      draft.photos = [...draft.photos, await shrunk(file)];
    } catch {
      say(box, "unreadable");
    }
  }
  input.value = "";
  await pictures();
  await store();
}

function position() {
  const { latitude, longitude, accuracy, position_of: origin } = form.elements;
  const box = part("position");
  const known = latitude.value && longitude.value;
  say(box, known ? (origin.value === "gps" ? "taken" : "given") : "none");
  for (const [name, input] of Object.entries({ latitude, longitude, accuracy })) {
    for (const each of box.querySelectorAll(`[data-value="${name}"]`)) each.textContent = input.value;
  }
}

async function locate(button) {
  const box = part("position");
  button.setAttribute("aria-busy", "true");
  say(box, "looking");
  const here = await taken();
  button.removeAttribute("aria-busy");
  if (here.fault) return say(box, here.fault);
  for (const name of ["latitude", "longitude", "accuracy"]) form.elements[name].value = here[name];
  form.elements.position_of.value = "gps";
  position();
  await store();
  await nearest(here);
}

// The nearest place that is known is proposed; a person takes it, or does not.
async function nearest({ latitude, longitude }) {
  const box = part("near");
  box.hidden = true;
  if (form.elements.place.value) return;
  try {
    const [place] = await found(box.dataset.search, { latitude, longitude });
    if (!place) return;
    const button = box.querySelector("button");
    button.querySelector("[data-value=near]").textContent = place.label;
    button.onclick = () => {
      form.elements.place.value = place.label;
      form.elements.place_code.value = place.code;
      box.hidden = true;
      store();
    };
    box.hidden = false;
  } catch {
    box.hidden = true;
  }
}

function pressed(event) {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.name === "add-row") {
    event.preventDefault();
    add(form, button.value).querySelector("input:not([type=hidden]), select").focus();
    store();
  } else if (button.name === "drop-row") {
    event.preventDefault();
    leaveOut(button);
    store();
  } else if (button.hasAttribute("data-anew")) {
    event.preventDefault();
    discard(draft);
  } else if (button.hasAttribute("data-locate")) {
    event.preventDefault();
    locate(button);
  }
}

// --- sending -------------------------------------------------------------------------------------------------------

async function submitted(event) {
  event.preventDefault();
  if (busy) return;
  busy = true;
  const button = event.submitter ?? form.querySelector("button.button--primary");
  button.disabled = true;
  say(part("status"), "sending");
  await store(event.submitter);
  const told = await send(draft, form.action, token());
  busy = false;
  button.disabled = false;
  await hear(told);
}

async function hear(told) {
  if (told.kind === "sent") {
    await forget(draft);
    location.assign(told.address);
  } else if (told.kind === "wrong") {
    mended(told.page);
  } else {
    draft.state = "waiting";
    draft.fault = told.kind;
    await keep(draft);
    draft = fresh();
    form.hidden = true;
    part("away").hidden = false;
    say(part("away"), told.kind);
    part("away").focus();
    await list();
  }
}

// The node found something wrong: its page says so beside each field, and everything that was typed stays.
function mended(text) {
  const answer = new DOMParser().parseFromString(text, "text/html").querySelector("form[data-seizure]");
  if (!answer) return say(part("status"), "refused");
  const mine = document.importNode(answer, true);
  form.replaceWith(mine);
  form = mine;
  wire();
  pictures();
  form.elements.key.value = draft.key;
  store();
  document.getElementById("form-errors")?.scrollIntoView({ block: "start" });
}

async function list() {
  const waiting = (await drafts(person)).filter((each) => each.key !== draft.key);
  const box = part("waiting");
  box.hidden = !waiting.length;
  const items = box.querySelector("ul");
  const pattern = box.querySelector("template");
  items.replaceChildren(...waiting.map((each) => {
    const item = pattern.content.firstElementChild.cloneNode(true);
    item.querySelector("[data-value=title]").textContent = each.title || "…";
    item.querySelector("[data-value=begun]").textContent = clock(each.begun);
    say(item, each.state === "writing" ? "begun" : each.fault ?? "line");
    item.querySelector("[data-open]").onclick = () => open(each);
    item.querySelector("[data-discard]").onclick = () => discard(each);
    return item;
  }));
}

async function open(kept) {
  form.hidden = false;
  part("away").hidden = true;
  form.reset();
  await take(kept);
  await keep(draft);
  await list();
  if (kept.page) mended(kept.page);
  form.scrollIntoView({ block: "start" });
}

async function discard(kept) {
  if (!window.confirm(part("waiting").dataset.confirm)) return;
  await forget(kept);
  if (kept === draft) again();
  await list();
}

async function sendWaiting() {
  if (busy || document.hidden) return;
  busy = true;
  for (const each of (await drafts(person)).filter((one) => one.state === "waiting" && one.fault !== "wrong")) {
    const told = await send(each, form.action, token());
    if (told.kind === "sent") {
      await forget(each);
      sent(told);
    } else {
      await keep({ ...each, fault: told.kind, page: told.page });
      if (told.kind === "line") break;
    }
  }
  busy = false;
  await list();
}

function sent({ address, reference }) {
  const box = part("sent");
  const link = box.querySelector("a");
  link.href = address;
  link.textContent = reference;
  box.hidden = false;
  if (!part("away").hidden) part("away").hidden = true;
  else return;
  again();
}

function again() {
  part("away").hidden = true;
  form.hidden = false;
  form.reset();
  draft = fresh();
  form.elements.key.value = draft.key;
  pictures();
  position();
}

// --- the page ------------------------------------------------------------------------------------------------------

function wire() {
  form.addEventListener("input", soon);
  form.addEventListener("change", (event) => {
    if (event.target.name === "photos") photographed(event.target);
    else if (["latitude", "longitude"].includes(event.target.name)) {
      form.elements.position_of.value = "given";
      form.elements.accuracy.value = "";
      position();
    }
    store();
  });
  form.addEventListener("click", pressed);
  form.addEventListener("submit", submitted);
  for (const box of form.querySelectorAll("[data-search][data-place]")) searchable(box, soon);
  for (const each of form.querySelectorAll("[data-script]")) each.hidden = false;
  position();
}

async function begin() {
  wire();
  const every = await drafts(person);
  const begun = every.filter((each) => each.state === "writing").at(-1);
  if (begun && !form.hasAttribute("data-answered")) {
    await take(begun);
    say(part("status"), "restored");
  } else {
    form.elements.key.value = draft.key;
  }
  await list();
  await sendWaiting();
}

part("again").addEventListener("click", again);
for (const button of page.querySelectorAll("[data-send-waiting]")) button.addEventListener("click", sendWaiting);
window.addEventListener("online", sendWaiting);
document.addEventListener("visibilitychange", sendWaiting);
setInterval(sendWaiting, AGAIN);
begin().catch(() => say(part("status"), "not-kept"));
if ("serviceWorker" in navigator) navigator.serviceWorker.register(page.dataset.worker).catch(() => undefined);
