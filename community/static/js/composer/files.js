/* Files on their way to the server, a row each: how far, what is wrong, and for a picture what can be seen in it.

   files.add(fileList)   uploads, and puts each file's line into the text when it is there

   Without a connection a file waits and goes by itself, and what the server cannot take just now is tried again a few
   times; the text is not sent while one is on its way, or it would arrive without it. A page that is closed forgets the files that were not sent: a browser does not let us keep them. */

import { counted, make } from "../live/words.js";
import { put, putAside } from "./text.js";

/* What the server takes. A phone that is told so hands out its photos as JPEG instead of HEIC. */
const TAKEN = "image/jpeg,image/png,image/webp,image/gif,.pdf,.docx,.xlsx,.pptx,.odt,.ods,.odp,.csv,.txt";
const MOST = 10, AT_ONCE = 2, LATER = 5000, LATEST = 60_000, MOST_FAULTS = 3;
const UNDERWAY = ["waiting", "sending", "paused"];

export class Files {
  constructor(composer) {
    const { host, tools, field, form, words, aloud } = composer;
    Object.assign(this, { field, form, words, aloud, items: [], say: (said) => composer.say(said) });
    this.list = tools.querySelector("[data-files]");
    this.input = host.querySelector("input[type=file]") ?? make("input", { type: "file", multiple: "", hidden: "" });
    this.input.accept = TAKEN;
    if (!this.input.isConnected) host.append(this.input);
    this.input.addEventListener("change", () => { this.add(this.input.files); this.input.value = ""; });
    addEventListener("online", () => this.resume(...this.items));
    form.addEventListener("submit", (event) => this.hold(event), true);
  }

  choose() { this.input.click(); }

  add(list) {
    const files = [...list], count = this.underway.length + files.length;
    this.say("");
    if (count > MOST) { this.say(counted(this.words, "tooManyFiles", count).replace("{most}", MOST)); return; }
    files.forEach((file) => this.items.push(this.row({ file, state: "waiting", tries: 0, faults: 0 })));
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

  get underway() { return this.items.filter(({ state }) => UNDERWAY.includes(state)); }

  get isBusy() { return this.underway.length > 0; }

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
    else if (!status) this.pause(item, this.words.fileOffline);
    else if (status === 408 || status >= 500) this.fault(item);
    else this.refuse(item, answer.why || (status === 413 ? this.words.fileTooLarge : this.words.fileFailed));
    this.run();
  }

  /* Tries again after a while, which grows, and at once when the connection is back. */
  pause(item, words) {
    item.state = "paused";
    item.bar.value = 0;
    this.tell(item, words);
    item.timer = setTimeout(() => this.resume(item), Math.min(LATEST, LATER * 2 ** item.tries));
    item.tries += 1;
  }

  resume(...items) {
    for (const item of items) {
      clearTimeout(item.timer);
      if (item.state === "paused") item.state = "waiting";
    }
    this.run();
  }

  /* The server answers, but cannot take it: after a few times that is said, and the text need not wait for it. */
  fault(item) {
    item.faults += 1;
    if (item.faults < MOST_FAULTS) { this.pause(item, this.words.fileLater); return; }
    const again = make("button", { type: "button", class: "link-button", "aria-label": `${this.words.fileAgain}: ${item.file.name}` }, this.words.fileAgain);
    again.addEventListener("click", () => this.startAgain(item));
    item.state = "stopped";
    this.show(item);
    this.tell(item, this.words.fileStopped, true);
    item.told.append(" ", again);
  }

  startAgain(item) {
    Object.assign(item, { state: "waiting", tries: 0, faults: 0 });
    this.show(item);
    this.tell(item, this.words.fileWaits);
    item.drop.focus();
    this.run();
  }

  show({ element, bar, state }) {
    element.classList.toggle("upload--refused", state === "stopped");
    bar.hidden = state === "stopped";
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
