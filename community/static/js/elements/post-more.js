/* Opens what stands behind a post's “More” over the thread; without this it is a page of its own.

   <article class="post"> … <a class="link-button" href="/wpisy/99/wiecej/">Więcej</a> */

document.addEventListener("click", (event) => {
  const link = event.target.closest?.(".post a[href$='/wiecej/']");
  if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  import("../forum/more.js").then(({ open }) => open(link), () => location.assign(link.href));
});
