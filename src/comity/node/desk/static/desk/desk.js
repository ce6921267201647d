// What the pages gain with script; without it every page still works.
(() => {
  "use strict";
  const body = document.body;

  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
    const printer = event.target.closest("[data-print]");
    if (printer) window.print();
    const opener = event.target.closest("[data-menu]");
    if (opener) {
      event.preventDefault();
      const open = location.hash === "#navigation";
      location.hash = open ? "main" : "navigation";
      opener.setAttribute("aria-expanded", String(!open));
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });

  // One press, one effect: a form that was sent is not sent again, and says that it is under way.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.confirm && !window.confirm(form.dataset.confirm)) {
      event.preventDefault();
      return;
    }
    if (event.defaultPrevented || form.method !== "post") return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "1";
    form.setAttribute("aria-busy", "true");
  });
  window.addEventListener("pageshow", () => {
    for (const form of document.forms) {
      delete form.dataset.sent;
      form.removeAttribute("aria-busy");
    }
  });

  // What a person recorded without a line waits on this device: every page says so, and signing out asks first.
  const unsent = document.getElementById("unsent");
  const waits = (person) => {
    try {
      return Object.keys(localStorage).some((key) => key.startsWith(`comity-unsent:${person}`));
    } catch {
      return false;
    }
  };
  if (unsent) {
    unsent.hidden = !waits(unsent.dataset.person) || Boolean(document.querySelector("[data-recording]"));
    if (waits("")) document.querySelector("form[action$='/logout/']").dataset.confirm = unsent.dataset.confirm;
  }

  // Who signs in on a phone that somebody else left does not get the form that is kept there with that person's cases.
  if (unsent && "caches" in window) {
    try {
      const { person } = unsent.dataset;
      const before = localStorage.getItem("comity-form-of");
      if (before && before !== person && !document.querySelector("[data-recording]")) {
        caches.delete("comity-seizure-form");
      }
      localStorage.setItem("comity-form-of", person);
    } catch {
      // Nothing is kept where nothing may be stored.
    }
  }

  // The desk of a node that cannot be reached says so instead of failing on the next press.
  const offline = document.getElementById("offline");
  const tell = (away) => { if (offline) offline.hidden = !away; };
  window.addEventListener("offline", () => tell(true));
  window.addEventListener("online", () => tell(false));
  body.addEventListener("htmx:sendError", () => tell(true));
  body.addEventListener("htmx:afterOnLoad", () => tell(false));
  if (navigator.onLine === false && location.hostname !== "localhost" && location.hostname !== "127.0.0.1") tell(true);
})();
