// Arrow keys, and the page keys of a presenter's remote control, go through the agenda; Escape leaves the meeting mode.
// Between times the page itself has the focus, so that the other keys scroll it, also after a click in a choice.
(() => {
  const targets = {
    ArrowLeft: ".lb-steps .before",
    PageUp: ".lb-steps .before",
    ArrowRight: ".lb-steps .after",
    PageDown: ".lb-steps .after",
    Escape: ".st-key-avsluta button",
  };
  const isOn = () => document.querySelector(".st-key-motesrad");
  const focusPage = () => {
    const page = document.querySelector("[data-testid=stMain]");
    if (page && isOn()) {
      page.tabIndex = -1;
      page.focus({ preventScroll: true });
    }
  };
  const goOn = (event) => {
    const held = event.altKey || event.ctrlKey || event.metaKey || event.shiftKey;
    const used = event.target.closest?.("input, textarea, [contenteditable], [role=tablist], [role=radiogroup], [role=listbox]");
    const target = held || used || event.defaultPrevented ? null : document.querySelector(targets[event.key] ?? "never");
    if (target) {
      event.preventDefault();
      event.stopPropagation();
      target.click();
    }
  };
  // A map has a document of its own, whose keys are ours before they are the map's.
  const listenInMaps = () => {
    for (const frame of document.querySelectorAll('iframe[title^="streamlit_folium"]')) {
      if (frame.contentWindow && !frame.contentWindow.lbKeys) {
        frame.contentWindow.lbKeys = true;
        frame.contentWindow.addEventListener("keydown", (event) => isOn() && goOn(event), true);
      }
    }
  };
  document.onkeydown = goOn;
  if (!window.lbClicks) {
    window.lbClicks = true;
    // Before the choice itself, which lets no click further. One by the keyboard has no detail: its reader goes on there.
    window.addEventListener("click", (event) => {
      if (event.detail && event.target.closest("[role=radiogroup], [role=tablist], label, summary")) {
        setTimeout(focusPage);
      }
    }, true);
  }
  window.onblur = listenInMaps;
  if (document.activeElement === document.body) focusPage();
})();
