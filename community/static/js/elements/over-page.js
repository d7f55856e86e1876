/* Opens over the page what stands behind a post's “More”, and its pictures; without this they are links like others.

   <article class="post"> … <a href="/wpisy/99/wiecej/">Więcej</a></article>
   <a class="picture__link" href="/pliki/12/drzewo.webp"><img src="/pliki/12/drzewo.webp?m=1" alt="Drzewo"></a>

   What authors write stands in the body of a post: a link to such an address there only leads to it. */

document.addEventListener("click", (event) => {
  const link = event.target.closest?.(".post a[href$='/wiecej/']:not(.post__body *), .picture__link");
  if (link?.origin !== location.origin || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  if (event.detail > 1) return; // the second half of a double click
  const loading = link.matches(".picture__link") ? import("../forum/viewer.js") : import("../forum/more.js");
  loading.then(({ open }) => open(link), () => location.assign(link.href));
});
