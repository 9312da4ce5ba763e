"use strict";
(() => {
  const chosen = { button: null };

  const marksOf = (article, keys) =>
    keys.split(" ").filter(Boolean).flatMap((key) => [...article.querySelectorAll(`mark[data-keys~="${key}"]`)]);

  const letGo = () => {
    for (const mark of document.querySelectorAll("mark.on, mark.near")) mark.classList.remove("on", "near");
    for (const row of document.querySelectorAll("tr.on")) row.classList.remove("on");
    if (chosen.button) chosen.button.setAttribute("aria-pressed", "false");
    chosen.button = null;
  };

  // Scroll inside the report's own box where it has one, and the page only as far as it must.
  const show = (mark) => {
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    mark.scrollIntoView({ block: "center", inline: "nearest", behavior: calm ? "auto" : "smooth" });
  };

  const choose = (button) => {
    const again = chosen.button === button;
    letGo();
    if (again) return;
    const article = button.closest("article");
    const row = button.closest("tr");
    for (const mark of marksOf(article, row.dataset.evidence)) mark.classList.add("near");
    const marks = marksOf(article, button.dataset.keys);
    for (const mark of marks) mark.classList.add("on");
    row.classList.add("on");
    button.setAttribute("aria-pressed", "true");
    chosen.button = button;
    if (marks.length) show(marks[0]);
  };

  // From the words back to the claims: the value that rests on the shortest span under the pointer.
  const chooseFromText = (mark) => {
    const article = mark.closest("article");
    for (const key of mark.dataset.keys.split(" ")) {
      const button = article.querySelector(`tr:not([hidden]) button[data-keys~="${key}"]`);
      if (button) {
        if (chosen.button !== button) choose(button);
        button.scrollIntoView({ block: "nearest" });
        return;
      }
    }
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button.value");
    const mark = event.target.closest("mark");
    if (button) choose(button);
    else if (mark && getSelection().isCollapsed) chooseFromText(mark);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") letGo();
  });

  const filter = document.getElementById("filter");
  const rows = [...document.querySelectorAll("tr.claim")];
  const articles = [...document.querySelectorAll("article")];
  const plain = (text) => text.normalize("NFKC").toLowerCase().replace(/[\u064b-\u0652\u0640]/g, "");
  let haystacks = null;

  const apply = () => {
    haystacks ??= new Map(rows.map((row) => [row, plain(row.textContent)]));
    const words = plain(filter.value).split(/\s+/).filter(Boolean);
    let found = 0;
    for (const row of rows) {
      const fits = words.every((word) => haystacks.get(row).includes(word));
      row.hidden = !fits;
      found += fits;
    }
    for (const article of articles) {
      article.hidden = words.length > 0 && !article.querySelector("tr.claim:not([hidden])");
    }
    document.getElementById("nothing").hidden = found > 0 || words.length === 0;
    const shown = articles.filter((article) => !article.hidden).length;
    document.getElementById("count").textContent = `${found} of ${rows.length} claims, ${shown} of ${articles.length} reports`;
  };
  filter.addEventListener("input", apply);
  apply();
})();
