/* Files on their way to the server, a row each: how far, what is wrong, and for a picture what can be seen in it.

   files.add(fileList)   uploads, and puts each file's line into the text when it is there

   Without a connection a file waits and goes by itself; the text is not sent while one is on its way, or it would arrive
   without it. A page that is closed forgets the files that were not sent: a browser does not let us keep them. */

import { make } from "../live/words.js";
import { put, putAside } from "./text.js";

/* What the server takes. A phone that is told so hands out its photos as JPEG instead of HEIC. */
const TAKEN = "image/jpeg,image/png,image/webp,image/gif,.pdf,.docx,.xlsx,.pptx,.odt,.ods,.odp,.csv,.txt";
const MOST = 10, AT_ONCE = 2, LATER = 5000;

export class Files {
  constructor(composer) {
    const { host, tools, field, form, words } = composer;
    Object.assign(this, { field, form, words, items: [], say: (said) => composer.say(said) });
    this.list = tools.querySelector("[data-files]");
    this.aloud = tools.querySelector("[data-aloud]");
    this.input = host.querySelector("input[type=file]");
    this.input.accept = TAKEN;
    this.input.addEventListener("change", () => { this.add(this.input.files); this.input.value = ""; });
    addEventListener("online", () => this.resume());
    form.addEventListener("submit", (event) => this.hold(event), true);
  }

  choose() { this.input.click(); }

  add(list) {
    const files = [...list];
    this.say("");
    if (this.items.length + files.length > MOST) { this.say(this.words.tooManyFiles.replace("{count}", files.length).replace("{most}", MOST)); return; }
    files.forEach((file) => this.items.push(this.row({ file, state: "waiting" })));
    this.run();
  }

  row(item) {
    item.told = make("span", { class: "upload__told" }, this.words.fileWaits);
    item.bar = make("progress", { max: 100, value: 0, "aria-label": item.file.name });
    item.drop = make("button", { type: "button", class: "link-button" }, this.words.cancel);
    item.drop.setAttribute("aria-label", `${this.words.cancel}: ${item.file.name}`);
    item.drop.addEventListener("click", () => this.remove(item));
    item.element = make("li", { class: "upload" }, make("span", { class: "upload__name" }, item.file.name), item.bar, item.told, item.drop);
    this.list.append(item.element);
    return item;
  }

  remove(item) {
    const place = this.items.indexOf(item);
    item.state = "gone";
    item.request?.abort();
    this.items = this.items.filter((other) => other !== item);
    item.element.remove();
    (this.items[place]?.drop ?? this.field).focus();
    this.say("");
    this.run();
  }

  clear() {
    this.items = [];
    this.list.replaceChildren();
  }

  get isBusy() { return this.items.some(({ state }) => ["waiting", "sending", "paused"].includes(state)); }

  run() {
    const room = AT_ONCE - this.items.filter(({ state }) => state === "sending").length;
    this.items.filter(({ state }) => state === "waiting").slice(0, Math.max(0, room)).forEach((item) => this.send(item));
  }

  /* By XMLHttpRequest, since fetch does not tell how far an upload is. */
  send(item) {
    const body = new FormData(), request = new XMLHttpRequest();
    body.set("csrfmiddlewaretoken", this.form.elements.csrfmiddlewaretoken.value);
    body.set("file", item.file, item.file.name);
    body.set("alt", "");
    Object.assign(item, { request, state: "sending" });
    this.tell(item, this.words.fileSends);
    request.upload.addEventListener("progress", ({ loaded, total }) => { item.bar.value = Math.round((loaded / total) * 100); });
    request.addEventListener("loadend", () => { if (item.state === "sending") this.settle(item, request); });
    request.open("POST", this.words.upload);
    request.setRequestHeader("Accept", "application/json");
    request.send(body);
  }

  settle(item, { status, responseText }) {
    let answer = {};
    try { answer = JSON.parse(responseText); } catch { /* a page, or nothing */ }
    if (status === 201) this.arrived(item, answer);
    else if (!status || status === 408 || status >= 500) this.pause(item);
    else this.refuse(item, answer.why || (status === 413 ? this.words.fileTooLarge : this.words.fileFailed));
    this.run();
  }

  /* Tries again after a while, and at once when the connection is back. */
  pause(item) {
    item.state = "paused";
    item.bar.value = 0;
    this.tell(item, this.words.fileOffline);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.resume(), LATER);
  }

  resume() {
    this.items.forEach((item) => { if (item.state === "paused") item.state = "waiting"; });
    this.run();
  }

  refuse(item, why) {
    item.state = "refused";
    item.bar.remove();
    item.element.classList.add("upload--refused");
    item.drop.textContent = this.words.removeRow;
    item.drop.setAttribute("aria-label", `${this.words.removeRow}: ${item.file.name}`);
    this.tell(item, why, true);
  }

  arrived(item, { markdown, kind, id, name }) {
    item.state = "there";
    item.bar.remove();
    putAside(this.field, markdown);
    item.drop.textContent = this.words.removeRow;
    item.drop.setAttribute("aria-label", `${this.words.removeRow}: ${item.file.name}`);
    if (kind === "image") this.askAlt(item, id, name);
    this.tell(item, kind === "image" ? this.words.pictureThere : this.words.fileThere, true);
  }

  /* What can be seen in a picture is written into the text, where it can be changed later, too. */
  askAlt(item, id, name) {
    const field = make("input", { type: "text", id: `alt-${id}`, maxlength: 300, autocomplete: "off" });
    const label = make("label", { for: field.id }, this.words.altAsked, make("span", { class: "visually-hidden" }, `: ${name}`));
    const write = () => {
      const { value } = this.field, found = value.match(new RegExp(`!\\[[^\\]]*\\]\\(plik:${id}\\)`)), alt = field.value.replace(/[[\]\n]/g, " ").trim();
      if (!found) return;
      put(this.field, `![${alt}](plik:${id})`, found.index, found.index + found[0].length);
    };
    field.addEventListener("change", () => setTimeout(() => { // when the focus has gone where it is going
      const { activeElement } = document;
      write();
      if (activeElement !== document.body) activeElement.focus({ preventScroll: true });
    }));
    field.addEventListener("keydown", (event) => { if (event.key === "Enter") { event.preventDefault(); field.blur(); } });
    item.element.append(make("div", { class: "upload__alt" }, label, field));
  }

  tell(item, words, aloud = false) {
    item.told.textContent = words;
    if (aloud) this.aloud.textContent = `${item.file.name}: ${words}`;
  }

  hold(event) {
    if (!this.isBusy) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.say(this.words.filesOnTheWay);
  }
}
