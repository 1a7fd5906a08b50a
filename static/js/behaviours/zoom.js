/* Links with data-zoom open their picture in the viewer, which is loaded only then.
   The template of components/zoom.html carries the room and its words. */
export function attach(template) {
  const links = [...document.querySelectorAll("[data-zoom]")];
  const open = async (event, link) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    const pictures = links.map((one) => JSON.parse(one.dataset.zoom));
    try {
      const { look } = await import("../viewer.js");
      await look(template, pictures, links.indexOf(link), link);
    } catch {
      location.assign(link.href); // the connection dropped: the picture alone is enough
    }
  };
  for (const link of links) {
    link.setAttribute("role", "button");
    link.setAttribute("aria-haspopup", "dialog");
    link.addEventListener("click", (event) => open(event, link));
    link.addEventListener("keydown", (event) => {
      if (event.key === " ") open(event, link);
    });
  }
}
