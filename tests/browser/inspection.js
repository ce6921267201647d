// What every page must keep to, as far as a program can see it; returns what is wrong.
() => {
  const faults = [];
  const seen = (e) => e.checkVisibility ? e.checkVisibility() : e.offsetParent !== null;
  const name = (e) => {
    const by = (e.getAttribute("aria-labelledby") || "").split(/\s+/).filter(Boolean)
      .map((id) => document.getElementById(id)?.textContent || "").join(" ");
    const label = e.labels ? [...e.labels].map((l) => l.textContent).join(" ") : "";
    return (e.getAttribute("aria-label") || by || label || e.textContent || e.getAttribute("title") || e.alt || "").trim();
  };
  const tell = (what, e) => faults.push(what + ": " + e.outerHTML.slice(0, 160));
  if (!document.documentElement.lang) faults.push("no language");
  if (!document.title.trim()) faults.push("no title");
  if (document.querySelectorAll("main").length !== 1) faults.push("not one main landmark");
  if (!document.querySelector("header, [role=banner]")) faults.push("no header landmark");
  const ids = [...document.querySelectorAll("[id]")].map((e) => e.id);
  ids.filter((id, i) => ids.indexOf(id) !== i).forEach((id) => faults.push("id twice: " + id));
  const heads = [...document.querySelectorAll("h1,h2,h3,h4,h5,h6")].filter(seen);
  const main = heads.filter((h) => h.closest("main"));
  if (main.filter((h) => h.tagName === "H1").length !== 1) faults.push("not one h1 in main");
  main.forEach((h, i) => { if (i && +h.tagName[1] > +main[i - 1].tagName[1] + 1) tell("heading level left out", h); });
  for (const e of document.querySelectorAll("a[href],button,summary,input:not([type=hidden]),select,textarea")) {
    if (!seen(e)) continue;
    if (!name(e)) tell("without a name", e);
    const box = e.getBoundingClientRect();
    const inText = e.tagName === "A" && getComputedStyle(e).display === "inline";
    const tick = e.matches("[type=checkbox],[type=radio]");
    if (!inText && !tick && box.height && (box.height < 43.5 || box.width < 24)) tell("too small to touch (" + box.height + ")", e);
  }
  for (const e of document.querySelectorAll("img")) if (!e.hasAttribute("alt")) tell("picture without words", e);
  for (const e of document.querySelectorAll("table")) if (!e.querySelector("th")) tell("table without headings", e);
  for (const e of document.querySelectorAll("[aria-describedby],[aria-labelledby],[aria-controls]"))
    for (const id of ["aria-describedby", "aria-labelledby", "aria-controls"].flatMap((a) => (e.getAttribute(a) || "").split(/\s+/)).filter(Boolean))
      if (!document.getElementById(id)) tell("refers to nothing (" + id + ")", e);
  for (const e of document.querySelectorAll("main [dir], main bdi")) {
    if (e.scrollHeight > e.clientHeight + 2 && getComputedStyle(e).overflow === "hidden") tell("clipped", e);
  }
  const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  if (wide > 0) {
    const far = [...document.querySelectorAll("main *, header *")].filter((e) => seen(e) && e.getBoundingClientRect().right > innerWidth + 1)
      .map((e) => e.outerHTML.slice(0, 120));
    faults.push("wider than the screen by " + wide + ": " + far.slice(-2).join(" | "));
  }
  return faults;
}
