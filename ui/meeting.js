// Arrow keys, and the page keys of a presenter's remote control, go through the agenda; Escape leaves the meeting mode.
document.onkeydown = (event) => {
  const targets = {
    ArrowLeft: ".lb-steps .before",
    PageUp: ".lb-steps .before",
    ArrowRight: ".lb-steps .after",
    PageDown: ".lb-steps .after",
    Escape: ".st-key-avsluta button",
  };
  const held = event.altKey || event.ctrlKey || event.metaKey || event.shiftKey;
  const used = event.target.closest?.("input, textarea, [contenteditable], [role=tablist], [role=radiogroup], [role=listbox]");
  const target = held || used || event.defaultPrevented ? null : document.querySelector(targets[event.key] ?? "never");
  if (target) {
    event.preventDefault();
    target.click();
  }
};
