/* Returns what a thread page shows: its parts and its slots in the order of their numbers, without what htmx, focus or
   animations leave on elements. */
() => {
  const clean = (element) => {
    const copy = element.cloneNode(true);
    for (const inner of copy.querySelectorAll("*")) {
      inner.removeAttribute("tabindex");
      inner.classList.forEach((name) => name.startsWith("htmx-") && inner.classList.remove(name));
    }
    return copy.innerHTML.replace(/\s+/g, " ").trim();
  };
  const numberOf = (slot) => +slot.querySelector("article")?.id.slice(1);
  const parts = ["title", "state", "tags"].map((name) => document.querySelector(`live-thread [data-part="${name}"]`)).filter(Boolean);
  const slots = [...document.querySelectorAll(".post-slot[data-part]")].sort((one, other) => numberOf(one) - numberOf(other));
  return [...parts, ...slots].map((part) => ({
    part: part.dataset.part,
    number: numberOf(part) || "",
    roles: (part.dataset.roles ?? "").split(" ").filter(Boolean).sort().join(" "),
    html: clean(part),
  }));
}
