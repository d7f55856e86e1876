// Counts how often the form hears `input`.
() => { window.inputs = 0; document.querySelector("form").addEventListener("input", () => { window.inputs += 1; }); }
