/* Asks for what happened over HTTP, for a wire whose sockets do not open. Loaded only when three of them failed.

   await poll(wire)   asks each stream once; a first success lets the socket try once more before polling settles in */

export async function poll(wire) {
  if (wire.isAsking || wire.isGreeted) return;
  wire.isAsking = true;
  try {
    for (const [stream, since] of wire.streams) await ask(wire, stream, since);
    if (wire.state === "off") {
      wire.become("polling");
      clearTimeout(wire.again);
      wire.again = setTimeout(() => wire.connect(), Math.random() * 1000);
    }
  } catch {
    if (wire.state === "polling") { wire.become("off"); wire.unopened = 0; wire.wake(); }
  } finally { wire.isAsking = false; }
}

async function ask(wire, stream, since) {
  const answer = await fetch(`${wire.language === "en" ? "/en" : ""}/live/${stream}?since=${since}`, { cache: "no-store" });
  if (answer.status >= 429) throw new Error(answer.status);
  const { n, reset, frames = [], why } = await answer.json();
  if (wire.isStopped || wire.isGreeted) return;
  if (!answer.ok) wire.streams.delete(stream);
  else if (wire.streams.get(stream) === since) wire.streams.set(stream, n);
  wire.hear(answer.ok ? [...frames, { t: reset ? "reset" : "followed", s: stream, n }] : [{ t: "dropped", s: stream, why }]);
}
