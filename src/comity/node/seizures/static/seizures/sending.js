// Sends a kept seizure to the node. Its key makes it one seizure, however often it arrives.
const PATIENCE = 5 * 60 * 1000;

async function posted(draft, address, token) {
  const body = new FormData();
  for (const [name, value] of draft.fields) body.append(name, value);
  for (const photo of draft.photos) body.append("photos", photo.blob, photo.name);
  const headers = { "X-CSRFToken": token, "X-Comity-Kept": "1" };
  return fetch(address, { method: "POST", body, headers, signal: AbortSignal.timeout(PATIENCE) });
}

async function freshToken(address) {
  const answer = await fetch(address);
  if (answer.redirected || !answer.ok) return answer;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return page.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
}

function judged(answer) {
  const path = new URL(answer.url).pathname;
  if (answer.redirected && path.startsWith("/account/")) return "sign-in";
  if (answer.redirected && path === "/period") return "purpose";
  if (answer.status === 201) return "sent";
  if (answer.status === 400) return "wrong";
  return answer.status >= 500 || answer.status === 429 ? "line" : "refused";
}

// Gives what became of it: "sent", "wrong" (a field is), "line" (the node is away), "sign-in", "purpose" or "refused".
export async function send(draft, address, token) {
  try {
    let answer = await posted(draft, address, token);
    if (answer.status === 403) {
      // A page that was kept on the phone has an old token.
      const fresh = await freshToken(address);
      if (typeof fresh !== "string") return { kind: judged(fresh) };
      answer = await posted(draft, address, fresh);
    }
    const kind = judged(answer);
    if (kind === "sent") return { kind, ...(await answer.json()) };
    return { kind, page: kind === "wrong" ? await answer.text() : "" };
  } catch {
    return { kind: "line" };
  }
}
