// Runs in every page before its own scripts: watches, frame by frame, what the key figures and the map show.
if (window === window.top) {
  const texts = (root, selector) => [...root.querySelectorAll(selector)].map((element) => element.textContent).join("|");

  // What stands on the page; labels are empty until the map is there to use.
  const shown = () => {
    const frame = document.querySelector('iframe[title="streamlit_folium.st_folium"]');
    const inside = frame?.clientHeight ? frame.contentWindow : null;
    return {
      figures: texts(document, ".lb-card .value, .lb-card .missing, [data-testid=stText]"),
      summary: texts(document, ".lb-findings"),
      matrix: texts(document, ".lb-matrix tbody"),
      labels: inside?.map ? texts(inside.document, ".omradesnamn") : "",
    };
  };

  // Milliseconds from `start` until each part shows something other than `before`, and what it then shows.
  const watch = (parts, before, start) =>
    new Promise((resolve, reject) => {
      const took = {};
      const look = () => {
        const now = performance.now();
        const current = shown();
        for (const part of parts) {
          if (!(part in took) && current[part] && current[part] !== before[part]) took[part] = now - start;
        }
        if (parts.every((part) => part in took)) resolve({ took, shown: current });
        else if (now - start > 30000) reject(new Error(`Inget nytt visades: ${JSON.stringify({ before, current })}`));
        else requestAnimationFrame(look);
      };
      look();
    });

  window.bench = {
    shown,
    // From navigation until every part stands there.
    loaded: (parts) => watch(parts, {}, 0),
    // From the next click until every part has changed.
    expectClick: (parts) => {
      const before = shown();
      window.bench.changed = new Promise((resolve, reject) =>
        addEventListener("pointerup", (event) => watch(parts, before, event.timeStamp).then(resolve, reject), {
          capture: true,
          once: true,
        }),
      );
    },
  };
}
