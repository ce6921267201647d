// Rows of a form come and go with a press, also while the line is gone; without script the node does the same.
const ROW = "fieldset[data-row]";

export function add(form, prefix) {
  const counter = form.elements[`${prefix}-rows`];
  const pattern = form.querySelector(`template[data-row="${prefix}"]`);
  const number = Number(counter.value);
  const made = document.createElement("template");
  made.innerHTML = pattern.innerHTML.replaceAll("__n__", String(number)).replaceAll("__count__", String(number + 1));
  const row = made.content.firstElementChild;
  pattern.before(row);
  counter.value = String(number + 1);
  return row;
}

// A row that is left out leaves its number behind; the node passes over rows in which nothing stands.
export function leaveOut(button) {
  button.closest(ROW).remove();
}

export function toLength(form, prefix, length) {
  const counter = form.elements[`${prefix}-rows`];
  while (counter && Number(counter.value) < length) add(form, prefix);
}
