/* Keeps the number on the bell current, and tells members of the state of the connection.

   <a class="bell" data-part="bell" href="/powiadomienia/">…</a>

   The count is rendered by the server for each person; it comes as their own frame, at the latest on connecting. */

import { listen } from "../live/connection.js";
import "../live/line.js";
import { put } from "../live/page.js";

listen(({ t, parts = {} }) => {
  if (t !== "person") return;
  for (const [name, html] of Object.entries(parts)) {
    const part = document.querySelector(`.site-header [data-part="${name}"]`);
    if (part) put(part, html);
  }
});
