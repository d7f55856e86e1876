/* What an event changes on a page, as pure functions: tests compare it with what a fresh page shows.

   placeOf(812, 813) -> "next";   placeOf(812, 815) -> "gap" */

export const placeOf = (last, n) => (n <= last ? "old" : n === last + 1 ? "next" : "gap");

/* Sorts an event's parts into what is there, what goes ("" for a post or a row) and what the page does not have. */
export function sort({ parts = {} }, has) {
  const put = [], gone = [], missing = {};
  for (const [name, html] of Object.entries(parts)) {
    if (!has(name)) missing[name] = html;
    else if (!html && /^(post|thread)-/.test(name)) gone.push(name);
    else put.push([name, html]);
  }
  return { put, gone, missing };
}

/* A post that belongs here is added by whichever event brings it: of several about one only the last carries it. */
export function changesInThread({ viewer, first, last, has }, event) {
  const { k, id, by, facts: { number, url } = {} } = event, { put, gone, missing } = sort(event, has);
  const isOwn = String(by) === viewer, name = `post-${id}`;
  const add = missing[name] && number >= first && number <= last ? { name, html: missing[name], number } : null;
  return {
    put, gone, add, isOwn,
    isNew: Boolean(add) && !isOwn && k !== "post.restored",
    role: k === "post.restored" ? ["deleter", false] : undefined, // who deleted or voted is nobody's business
    further: k === "post.added" && !isOwn && number > last ? url : null,
  };
}
