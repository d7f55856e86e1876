/* Notes the moment at which a text first stands on the page. */
(text) => {
  new MutationObserver((_changes, observer) => {
    if (!document.querySelector(".thread").textContent.includes(text)) return;
    window.__seen = performance.timeOrigin + performance.now();
    observer.disconnect();
  }).observe(document.body, { childList: true, subtree: true, characterData: true });
}
