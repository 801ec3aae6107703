// On paper a figure is as wide as the page: its drawing is scaled as a picture, and a map, which is drawn for its size, is made smaller as a whole.
(() => {
  if (window.lagesbildPrinting) return;
  window.lagesbildPrinting = true;
  const PAPER = 680;

  addEventListener("beforeprint", () => {
    for (const figure of document.querySelectorAll(".js-plotly-plot .svg-container")) {
      const { offsetWidth: width, offsetHeight: height } = figure;
      figure.style.aspectRatio = `${width} / ${height}`;
      for (const drawing of figure.querySelectorAll(".main-svg")) drawing.setAttribute("viewBox", `0 0 ${width} ${height}`);
    }
    for (const map of document.querySelectorAll("iframe")) {
      const width = map.offsetWidth;
      if (!width) continue;
      map.style.width = `${width}px`;
      map.style.zoom = Math.min(1, PAPER / width);
    }
  });
  addEventListener("afterprint", () => {
    for (const drawing of document.querySelectorAll(".main-svg")) drawing.removeAttribute("viewBox");
    for (const part of document.querySelectorAll(".svg-container, iframe")) {
      part.style.removeProperty("aspect-ratio");
      part.style.removeProperty("zoom");
      if (part.tagName === "IFRAME") part.style.removeProperty("width");
    }
  });
})();
