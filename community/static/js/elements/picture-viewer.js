/* Opens a picture of a post over the page; without this its link leads to the picture.

   <a class="picture__link" href="/pliki/12/drzewo.webp"><img src="/pliki/12/drzewo.webp?m=1" alt="Drzewo"></a> */

document.addEventListener("click", (event) => {
  const link = event.target.closest?.(".picture__link");
  if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  import("../forum/viewer.js").then(({ open }) => open(link), () => location.assign(link.href));
});
