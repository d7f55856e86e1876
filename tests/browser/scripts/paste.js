({ html, plain, files, type }) => {
  const data = new DataTransfer(), field = document.querySelector("text-composer textarea");
  if (html) data.setData("text/html", html);
  if (plain) data.setData("text/plain", plain);
  files.forEach(([name, kind, content]) => data.items.add(new File([content], name, { type: kind })));
  const event = type === "paste" ? new ClipboardEvent(type, { clipboardData: data, bubbles: true, cancelable: true }) : new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true });
  return !field.dispatchEvent(event);
}
