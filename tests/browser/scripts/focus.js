// Where the focus is, "" when it is nowhere, and whether a ring or a shadow shows it.
() => {
  const element = document.activeElement, style = getComputedStyle(element);
  const isNowhere = !element || element === document.body || !element.isConnected;
  const line = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2, quiet = element.id === "main";
  return {
    id: element.id,
    mark: isNowhere ? "" : `${element.localName}#${element.id} ${element.textContent.trim().slice(0, 40)} ${element.getAttribute("href") ?? ""}`,
    ring: quiet || (element.matches(element.type === "date" ? ":focus-within" : ":focus-visible") && (line || style.boxShadow !== "none")),
  };
}
