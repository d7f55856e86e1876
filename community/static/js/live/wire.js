/* The line to the server: a socket that comes back by itself. Where sockets are blocked, polling.js asks over HTTP.

   new Wire({ person, language, hear: (frames) => …, changed: (state) => …, isWatched: () => true }).want({ do: "follow", … })

   States: "connecting", "on", "off", "polling", "signed-out". */

const upTo = (most) => Math.random() * most;

export class Wire {
  constructor(options) {
    Object.assign(this, options, { streams: new Map(), due: new Set(), state: "connecting", tries: 0, unopened: 0 });
    this.connect();
  }

  become(state) { if (state !== this.state && !this.isStopped) this.changed(this.state = state); }

  connect() {
    clearTimeout(this.again);
    if (this.isStopped || this.socket) return;
    const socket = this.socket = new WebSocket(`${location.origin.replace("http", "ws")}/live/ws?language=${this.language}`);
    this.heard = this.tried = Date.now();
    socket.onmessage = ({ data }) => { if (this.socket === socket) this.read(data); };
    socket.onclose = ({ code }) => { if (this.socket === socket) this.closed(code); };
  }

  drop() {
    const { socket } = this;
    this.socket = this.isGreeted = null;
    clearTimeout(this.again);
    socket?.close();
  }

  stop() { this.isStopped = true; this.drop(); }

  read(text) {
    this.heard = Date.now();
    const frames = text.split("\n").filter(Boolean).map(JSON.parse);
    for (const { t, s, n, person, spread } of frames) {
      if (t === "hello" && !this.greeted(person)) return;
      if (t === "drain") this.spread = spread * 1000;
      const since = this.streams.get(s);
      if (since !== undefined && (n === since + 1 || t === "followed" || t === "reset")) this.streams.set(s, n);
      if (t === "dropped" || t === "refused") this.streams.delete(s);
    }
    this.hear(frames);
  }

  /* The cookie may have gone or changed: says whether the socket still speaks for the person of these pages. */
  greeted(person) {
    if (this.person && String(person) !== this.person) { this.drop(); this.become("signed-out"); return false; }
    Object.assign(this, { isGreeted: true, wasTurnedAway: false, unopened: 0, opened: Date.now() });
    this.become("on");
    this.follow(this.streams.keys());
    return true;
  }

  closed(code) {
    const { isGreeted, spread, wasTurnedAway, state } = this, isBarred = code === 4403 || code === 4429, isPolling = state === "polling";
    this.drop();
    this.spread = 0;
    this.wasTurnedAway = code === 4401;
    if (wasTurnedAway && code === 4401 && this.person) return this.become("signed-out");
    this.tries = isGreeted && Date.now() - this.opened > 10_000 ? 0 : this.tries + 1;
    this.unopened += isGreeted ? 0 : 1;
    if (!isPolling) this.become("off");
    if (isBarred || (this.unopened > 2 && !isPolling)) this.poll();
    const wait = isBarred ? 300_000 + upTo(300_000) : isPolling ? 120_000 : upTo(spread || Math.min(30_000, 500 * 2 ** this.tries));
    this.again = setTimeout(() => this.connect(), wait);
  }

  async poll() {
    this.pollAt = Date.now() + 10_000 + upTo(5000);
    try { await (await import("./polling.js")).poll(this); } catch { /* no connection at all */ }
  }

  tick() {
    const now = Date.now();
    if (this.socket && now - this.heard > (this.isGreeted ? 60_000 : 15_000)) this.closed(0);
    if (this.state === "polling" && now > this.pollAt && this.isWatched()) this.poll();
  }

  /* Somebody looks again, or the network is back: no waiting, but not more than one attempt a second. */
  wake() {
    this.tick();
    if (this.state === "polling") this.poll();
    else if (!this.socket) {
      clearTimeout(this.again);
      this.tries = 0;
      this.again = setTimeout(() => this.connect(), this.tried + (this.state === "signed-out" ? 15_000 : 1000) - Date.now());
    }
  }

  want({ do: what, stream, since, ...more }) {
    const known = this.streams.get(stream);
    if (what !== "follow") this.send({ do: what, stream, ...more });
    if (what === "leave") this.streams.delete(stream);
    if (what !== "follow") return;
    this.streams.set(stream, Math.min(since, known ?? since));
    this.due.add(stream);
    this.soon ||= setTimeout(() => this.follow(this.due), 100); // the server refuses more than ten frames a second
    if (known === undefined && this.state === "polling") this.poll();
  }

  follow(streams) {
    this.soon = clearTimeout(this.soon);
    const asked = [...streams].filter((stream) => this.streams.has(stream)).map((stream) => [stream, this.streams.get(stream)]);
    this.due.clear();
    if (asked.length) this.send({ do: "follow", streams: Object.fromEntries(asked), language: this.language });
  }

  send(frame) { if (this.isGreeted) this.socket.send(JSON.stringify(frame)); }
}
