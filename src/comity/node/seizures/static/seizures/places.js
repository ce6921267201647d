// A place is found while it is typed. Words that name no place that is known are kept as words.
const PAUSE = 250;
const FEWEST = 2;

export async function found(address, asked) {
  const answer = await fetch(`${address}?${new URLSearchParams(asked)}`);
  if (!answer.ok || answer.redirected) throw new Error("no answer");
  return (await answer.json()).places;
}

export function searchable(box, changed) {
  const input = box.querySelector("[data-words]");
  const code = box.querySelector("[data-code]");
  const list = box.querySelector("[role=listbox]");
  const said = box.querySelector("[data-found]");
  let timer = 0;
  let turn = 0;
  let active = -1;

  const options = () => [...list.children];
  const close = () => {
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const tell = (which) => {
    for (const each of said.children) each.hidden = each.dataset.say !== which;
  };
  const choose = (place) => {
    code.value = place.code;
    input.value = place.label;
    close();
    tell("");
    changed();
  };
  const mark = (place) => {
    active = (place + options().length) % options().length;
    options().forEach((each, at) => each.setAttribute("aria-selected", String(at === active)));
    input.setAttribute("aria-activedescendant", options()[active].id);
    options()[active].scrollIntoView({ block: "nearest" });
  };
  const shown = (places) => {
    list.replaceChildren(...places.map((place, at) => {
      const option = document.createElement("li");
      option.id = `${list.id}-${at}`;
      option.setAttribute("role", "option");
      const name = document.createElement("strong");
      name.textContent = place.name;
      const within = document.createElement("span");
      within.textContent = place.within;
      option.append(name, within);
      option.addEventListener("pointerdown", (event) => event.preventDefault());
      option.addEventListener("click", () => choose(place));
      return option;
    }));
    list.hidden = !places.length;
    input.setAttribute("aria-expanded", String(places.length > 0));
    tell(places.length ? "" : "none");
  };
  const ask = async () => {
    const text = input.value.trim();
    const mine = (turn += 1);
    if (text.length < FEWEST) return close();
    try {
      const places = await found(box.dataset.search, { text });
      if (mine === turn) shown(places);
    } catch {
      if (mine !== turn) return;
      close();
      tell("away");
    }
  };

  for (const [name, value] of [["role", "combobox"], ["aria-expanded", "false"], ["aria-controls", list.id]]) {
    input.setAttribute(name, value);
  }
  input.addEventListener("input", () => {
    code.value = "";
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
  input.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      mark(active + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      options()[active].click();
    } else if (event.key === "Escape") close();
  });
  input.addEventListener("blur", close);
}
