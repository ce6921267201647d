// Photos are made smaller on the phone: a poor line carries them, and what a camera hides in them stays behind.
const LONGEST = 1600;
const QUALITY = 0.8;

async function drawn(source, longest) {
  const picture = await createImageBitmap(source, { imageOrientation: "from-image" });
  const scale = Math.min(1, longest / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  return canvas;
}

export async function shrunk(file) {
  const canvas = await drawn(file, LONGEST);
  const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
  if (!blob) throw new Error("no picture");
  return { key: crypto.randomUUID(), blob, name: `${file.name.replace(/\.[^.]*$/, "") || "photo"}.jpg` };
}

// Shows the photos of a draft in a list; a press on one takes it out.
export async function show(list, photos, words, leaveOut) {
  const shown = await Promise.all(photos.map(async (photo, place) => {
    const item = document.createElement("li");
    const canvas = await drawn(photo.blob, 240);
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", `${words.photo} ${place + 1}`);
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button--quiet";
    button.textContent = words.leaveOut;
    button.addEventListener("click", () => leaveOut(photo));
    item.append(canvas, button);
    return item;
  }));
  list.replaceChildren(...shown);
}
