// Arrow keys, and the page keys of a presenter's remote control, go through the agenda; Escape leaves the meeting mode.
// Between times the page itself has the focus, so that the other keys scroll it: also after a click in a map or a choice.
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
  document.onkeydown = (event) => {
    const held = event.altKey || event.ctrlKey || event.metaKey || event.shiftKey;
    const used = event.target.closest?.("input, textarea, [contenteditable], [role=tablist], [role=radiogroup], [role=listbox]");
    const target = held || used || event.defaultPrevented ? null : document.querySelector(targets[event.key] ?? "never");
    if (target) {
      event.preventDefault();
      target.click();
    }
  };
  document.onclick = (event) => {
    // A click with the mouse; one by the keyboard has no detail, and its reader goes on from there.
    if (event.detail && isOn() && event.target.closest("[role=radiogroup], [role=tablist], label, summary")) {
      focusPage();
    }
  };
  window.onblur = () => setTimeout(() => {
    if (document.activeElement?.tagName === "IFRAME" && isOn()) {
      window.focus();
      focusPage();
    }
  });
  if (document.activeElement === document.body) focusPage();
})();
