// What Streamlit's own parts lack around every page: Swedish, a menu that is read as groups of links, and one that
// closes on a choice where it covers the page. Which pages' lines on how they are read were put away, and where what a
// word means stands.
(() => {
  document.documentElement.lang = "sv";
  if (window.lbShell) return;
  window.lbShell = true;

  const named = {
    "App pages": "Sidor",
    "Clear all": "Rensa alla",
    "Clear value": "Rensa",
    Close: "Stäng",
    "Collapse sidebar": "Dölj menyn",
    "Expand sidebar": "Visa menyn",
    Help: "Hjälp",
    Open: "Visa val",
    "Selected values": "Valt",
    Sidebar: "Meny och val",
    "file upload": "Välj fil",
  };
  const begun = [[/^Help for /, "Hjälp om "], [/^Remove /, "Ta bort "], [/^Upload /, "Välj fil: "]];
  const said = {
    "Skip to main content": "Till innehållet",
    "Page not found": "Sidan finns inte",
    "Connection error": "Ingen kontakt med programmet",
    "No results": "Inget som passar",
  };
  const lost = [/^(You have requested page|The page that you have requested)/, "Adressen leder inte till någon sida här. I stället visas den första sidan."];

  const nameInSwedish = (element) => {
    const name = element.getAttribute("aria-label");
    const swedish = named[name] ?? begun.reduce((text, [english, own]) => text.replace(english, own), name);
    if (swedish !== name) element.setAttribute("aria-label", swedish);
  };
  const sayInSwedish = (part) => {
    const texts = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const text = texts.currentNode;
      if (said[text.data]) text.data = said[text.data];
      else if (lost[0].test(text.data)) text.data = lost[1];
    }
  };
  // A list of groups is no list to who hears it, since a group's heading and list are no items.
  const groupMenu = () => {
    document.querySelector("[data-testid=stSidebarNavItems]:not([role])")?.setAttribute("role", "none");
    for (const heading of document.querySelectorAll("[data-testid=stNavSectionHeader]:not([role])")) {
      heading.setAttribute("role", "none");
      heading.parentElement.setAttribute("role", "list");
      heading.parentElement.setAttribute("aria-label", heading.innerText.split("\n")[0]);
    }
  };
  const mend = () => {
    document.querySelectorAll("[aria-label]:not([data-testid=stPlotlyChart])").forEach(nameInSwedish);
    document.querySelectorAll("[data-testid=stSkipToContent], [role=dialog], [role=listbox], [role=alert]").forEach(sayInSwedish);
    groupMenu();
  };
  let waits = false;
  new MutationObserver(() => {
    if (waits) return;
    waits = true;
    requestAnimationFrame(() => {
      waits = false;
      mend();
    });
  }).observe(document.body, { subtree: true, childList: true, attributeFilter: ["aria-label"] });
  mend();

  const key = "lagesbild-last";
  const remembered = () => {
    try {
      return localStorage.getItem(key) ?? "";
    } catch {
      return ""; // a browser may keep nothing
    }
  };
  const root = document.documentElement;
  root.dataset.lbRead = remembered();
  const putAway = (page) => {
    const pages = `${remembered()} ${root.dataset.lbRead} ${page}`.trim().split(/\s+/);
    root.dataset.lbRead = [...new Set(pages)].join(" ");
    try {
      localStorage.setItem(key, root.dataset.lbRead);
    } catch {
      // then it comes back
    }
    document.querySelector("[data-testid=stMain]")?.focus({ preventScroll: true });
  };

  // What a word means stands below it, or above where there is no room, and inside the window.
  const place = (event) => {
    const word = event.target.closest?.(".lb-word");
    if (!word) return;
    const box = word.getBoundingClientRect();
    const width = Math.min(20 * parseFloat(getComputedStyle(root).fontSize), innerWidth - 16);
    const left = Math.max(8, Math.min(box.left, innerWidth - width - 8));
    const isLow = box.bottom > innerHeight - 160;
    word.style.setProperty("--lb-place", isLow ? `auto auto ${innerHeight - box.top}px ${left}px` : `${box.bottom}px auto auto ${left}px`);
  };
  document.addEventListener("pointerover", place);
  document.addEventListener("focusin", place);
  for (const left of ["pointerout", "focusout"]) {
    document.addEventListener(left, (event) => event.target.classList?.remove("shut"));
  }
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      document.querySelectorAll(".lb-word:is(:hover, :focus)").forEach((word) => word.classList.add("shut"));
    }
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-testid=stSidebarNavLink]") && matchMedia("(max-width: 768px)").matches) {
      document.querySelector("[data-testid=stSidebarCollapseButton] button")?.click();
    }
    if (event.target.closest(".lb-reading button")) {
      putAway(event.target.closest(".lb-reading").dataset.page);
    }
  });
})();
