// Pastes or drops into the page's editor, as a browser does.
({ html, plain, files, type }) => {
  const data = new DataTransfer(), text = document.querySelector("page-editor [role=textbox]"), { left, top } = text.getBoundingClientRect();
  if (html) data.setData("text/html", html);
  if (plain) data.setData("text/plain", plain);
  files.forEach(([name, kind, content]) => data.items.add(new File([content], name, { type: kind })));
  const at = { bubbles: true, cancelable: true, clientX: left + 60, clientY: top + 25 };
  text.dispatchEvent(type === "paste" ? new ClipboardEvent(type, { clipboardData: data, bubbles: true, cancelable: true }) : new DragEvent(type, { dataTransfer: data, ...at }));
}
