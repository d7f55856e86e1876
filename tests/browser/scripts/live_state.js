/* Waits, up to 15 s, until the page's connection is in a state; joins the very module that the page runs. */
async (wanted) => {
  const deadline = Date.now() + 15_000;
  const find = () => performance.getEntriesByType("resource").map(({ name }) => name).find((name) => /\/live\/connection[^/]*\.js/.test(name));
  while (!find() && Date.now() < deadline) await new Promise((done) => { setTimeout(done, 30); });
  const { listen } = await import(find());
  await new Promise((done, fail) => {
    let last = "";
    listen(({ t, state }) => { if (t === "state" && (last = state) === wanted) done(); });
    setTimeout(() => fail(new Error(`the connection is “${last}”, not “${wanted}”`)), deadline - Date.now());
  });
}
