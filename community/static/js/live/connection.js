/* One connection for all tabs of a browser: the tab that holds the lock has the wire, the others hear it over a channel.

   follow("thread:5", 812, (frame) => …);   listen((frame) => …);   say({ do: "typing", stream: "thread:5" });

   Every tab keeps its own last number: an event that is not the next one is asked for, not applied. Each person and
   language has a wire, and without locks (an insecure context) each tab. */

import { placeOf } from "./reduce.js";
import { Wire } from "./wire.js";

const person = document.body.dataset.person ?? "", language = document.documentElement.lang === "en" ? "en" : "pl";
const name = `live:${person}:${language}`, tab = String(Math.random()), { locks } = navigator;
const isShared = Boolean(locks && window.BroadcastChannel), QUIET = 40_000, TURN = 5000;
const handles = new Set(), listeners = new Set(), followers = new Map();
const isVisible = () => !document.hidden;
let channel, wire, release, queued, isRunning, isStealing, state = "connecting", heard = 0, turned = 0, watched = 0;

export function follow(stream, last, take) {
  const handle = { stream, last, take, asked: 0, again(n) { handle.last = n; ask(handle, 0); }, leave() { handles.delete(handle); say({ do: "leave", stream }); askAll(stream); } };
  handles.add(handle);
  start();
  ask(handle);
  return handle;
}

export function listen(hearer) {
  listeners.add(hearer);
  start();
  hearer({ t: "state", state });
  return () => listeners.delete(hearer);
}

export const say = (frame) => (wire ? obey({ tab, ...frame }) : channel?.postMessage({ tab, ...frame }));

export const poke = () => say({ do: "wake" });

function ask(handle, pause = 3000) {
  if (Date.now() - handle.asked < pause) return;
  handle.asked = Date.now();
  say({ do: "follow", stream: handle.stream, since: handle.last, language });
}

const askAll = (stream) => handles.forEach((handle) => { if (!stream || handle.stream === stream) ask(handle, 0); });

/* What the tab with the wire does for a tab, itself included. */
function obey({ tab: from, ...asked }) {
  const { stream } = asked;
  if (asked.do === "leave") unfollow(from, stream);
  else if (asked.do === "bye") followers.forEach((tabs, key) => unfollow(from, key));
  else {
    if (from !== tab) watched = Date.now();
    if (asked.do === "follow") followers.set(stream, new Set(followers.get(stream)).add(from));
    if (stream) wire.want(asked); else wire[asked.do]();
    channel?.postMessage({ state });
  }
}

function unfollow(from, stream) {
  const tabs = followers.get(stream);
  if (!tabs?.delete(from) || tabs.size) return;
  followers.delete(stream);
  wire.want({ do: "leave", stream });
}

function share(message) {
  channel?.postMessage(message);
  hear(message);
}

function hear({ state: now = state, frames = [], isNew }) {
  heard = Date.now();
  if (isNew) askAll();
  if (now !== state) tell({ t: "state", state: state = now });
  frames.forEach(take);
}

const tell = (frame) => listeners.forEach((hearer) => hearer(frame));

function take(frame) {
  const { t, s, n, heads } = frame;
  if (t === "resync") askAll();
  if (!s || t === "signal") tell(frame);
  handles.forEach((handle) => {
    if (heads?.[handle.stream] > handle.last) ask(handle);
    if (handle.stream !== s || t === "signal") return;
    const place = t === "event" ? placeOf(handle.last, n) : "next", isAhead = t === "followed" && n < handle.last;
    if (place === "gap") ask(handle);
    if (place !== "next" || (t === "reset" && n === handle.last)) return;
    if (t === "event" || t === "reset" || isAhead) handle.last = n; else handle.asked = 0;
    handle.take(isAhead ? { ...frame, t: "reset" } : frame);
    tell(frame);
  });
}

function lead() {
  followers.clear();
  wire = new Wire({
    person, language,
    changed: (now) => share({ state: now }),
    isWatched: () => isVisible() || Date.now() - watched < 4 * TURN,
    hear: (frames) => share({ frames }),
  });
  share({ isNew: true, state: wire.state });
  return new Promise((done) => { release = done; });
}

/* Waits for the lock, or takes it from a tab that sleeps; whoever loses it queues again. */
async function queue() {
  while (isRunning) {
    queued = new AbortController();
    const how = isStealing ? { steal: true } : { signal: queued.signal };
    isStealing = false;
    try { await locks.request(name, how, lead); } catch { /* stolen, or to be stolen, or this page goes */ }
    stepDown();
  }
}

function stepDown() {
  wire?.stop();
  wire = null;
}

function open() {
  isRunning = true;
  heard = turned = Date.now();
  if (!isShared) { lead(); return; }
  channel = new BroadcastChannel(name);
  channel.onmessage = ({ data }) => { if (!data.tab) { if (!wire) hear(data); } else if (wire) obey(data); };
  queue();
}

function close() {
  if (!wire) say({ do: "bye" });
  isRunning = false;
  stepDown();
  release?.();
  queued?.abort();
  channel?.close();
}

/* A visible tab shows that it looks on; when nothing comes back, the tab with the wire is frozen. */
function turn() {
  const now = Date.now();
  if (now - turned > 4 * TURN) heard = now; // this tab slept itself
  turned = now;
  if (wire) wire.tick();
  else if (isRunning && isVisible()) {
    if (now - heard < QUIET) say({ do: "tick" });
    else { heard = now; isStealing = true; queued.abort(); }
  }
}

function start() {
  if (isRunning !== undefined) return;
  open();
  setInterval(turn, TURN);
  addEventListener("online", poke);
  addEventListener("offline", () => wire?.closed(0));
  addEventListener("pagehide", close);
  addEventListener("pageshow", ({ persisted }) => { if (persisted) { open(); askAll(); } });
  document.addEventListener("visibilitychange", () => {
    if (!isVisible()) return;
    if (Date.now() - heard > QUIET) askAll();
    poke();
  });
}
