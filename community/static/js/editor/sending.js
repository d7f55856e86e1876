/* Sends one picture to the server.

   const { id, src, width, height, why, isOffline } = await send(item, address, form)   no id: it was not taken

   By XMLHttpRequest, since fetch does not tell how far an upload is: `item.bar` shows it, `item.request` stops it. */

export function send(item, address, form) {
  const body = new FormData(), request = new XMLHttpRequest();
  body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken?.value ?? "");
  body.set("file", item.file, item.file.name);
  item.request = request;
  item.bar.value = 0;
  request.upload.addEventListener("progress", ({ loaded, total }) => { item.bar.value = Math.round((loaded / total) * 100); });
  request.open("POST", address);
  request.setRequestHeader("Accept", "application/json");
  const answer = new Promise((done) => { request.addEventListener("loadend", () => done(read(request))); });
  request.send(body);
  return answer;
}

function read({ status, responseText }) {
  let answer = {};
  try { answer = JSON.parse(responseText); } catch { /* a page, or nothing */ }
  const isTaken = status >= 200 && status < 300 && answer.id && answer.src;
  return isTaken ? answer : { why: typeof answer.why === "string" ? answer.why : "", isOffline: !status };
}
