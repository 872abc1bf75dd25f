"use strict";
// Finds what was sent: every word that is typed must stand in a place for it to stay. Without this the page is complete.
(() => {
  const box = document.getElementById("search");
  const told = document.getElementById("found");
  if (!box) return;
  box.closest("search").hidden = false;
  const days = [...document.querySelectorAll(".day")];
  const sections = [...document.querySelectorAll("[data-searched]")];
  const opened = new Set();
  let places = null;
  let timer = 0;

  function read() {
    return [...document.querySelectorAll(".u")].map((node) => {
      const day = node.closest(".day");
      const beside = day ? day.dataset.words : "";
      return { node, day, text: `${beside} ${node.dataset.words || ""} ${node.textContent}`.toLowerCase().replaceAll("\u00a0", " ") };
    });
  }

  function open(details) {
    if (details && !details.open) {
      details.open = true;
      opened.add(details);
    }
  }

  // A day that is named is looked in alone: its number would be found in a thousand values.
  function asked(query) {
    const named = days.filter((day) => ` ${query} `.includes(` ${day.dataset.day} `));
    const rest = named.reduce((left, day) => left.replace(` ${day.dataset.day} `, " "), ` ${query} `);
    return { words: rest.split(/\s+/).filter(Boolean), named: new Set(named) };
  }

  function shown(words, named) {
    const found = new Map();
    let count = 0;
    for (const { node, day, text } of places) {
      const fits = (named.size === 0 || named.has(day)) && words.every((word) => text.includes(word));
      if (node.hidden === fits) node.hidden = !fits;
      if (!fits) continue;
      count += 1;
      if (day) found.set(day, [...(found.get(day) || []), node]);
    }
    return { count, found };
  }

  // A few days that have little are opened; where there is much, whoever searches opens what is of interest.
  function unfold(found) {
    let left = 3;
    for (const day of days) {
      const nodes = found.get(day);
      if (!nodes || left === 0) continue;
      left -= 1;
      open(day);
      const rows = nodes.filter((node) => node.matches(".one"));
      if (rows.length === 0 && nodes.length <= 30) open(day.querySelector(".log"));
    }
  }

  function mark(words) {
    if (!window.Highlight || !CSS.highlights) return;
    CSS.highlights.delete("found");
    if (words.length === 0) return;
    const ranges = [];
    for (const { node, day } of places) {
      if (node.hidden || (day && !day.open) || ranges.length > 500) continue;
      const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
      while (walker.nextNode() && ranges.length <= 500) {
        const text = walker.currentNode.data.toLowerCase().replaceAll("\u00a0", " ");
        for (const word of words) {
          for (let at = text.indexOf(word), n = 0; at >= 0 && n < 50; at = text.indexOf(word, at + word.length), n += 1) {
            const range = new Range();
            range.setStart(walker.currentNode, at);
            range.setEnd(walker.currentNode, at + word.length);
            ranges.push(range);
          }
        }
      }
    }
    CSS.highlights.set("found", new Highlight(...ranges));
  }

  function search() {
    const query = box.value.toLowerCase().split(/\s+/).filter(Boolean).join(" ");
    const { words, named } = asked(query);
    const searching = query !== "";
    places = places || read();
    for (const each of opened) each.open = false;
    opened.clear();
    const { count, found } = shown(words, named);
    for (const day of days) day.hidden = searching && !found.has(day);
    for (const log of document.querySelectorAll(".log")) {
      const hits = searching ? log.querySelectorAll(".u:not([hidden])").length : 0;
      log.hidden = searching && hits === 0;
      log.querySelector(".hits").textContent = hits > 0 ? told.dataset.hits.replace("{count}", hits) : "";
    }
    for (const each of sections) each.hidden = searching && !each.querySelector(".u:not([hidden])");
    if (searching) unfold(found);
    mark(words);
    const text = count === 0 ? told.dataset.none : told.dataset.some.replace("{places}", count).replace("{days}", found.size);
    told.textContent = searching ? text : "";
  }

  box.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(search, 120);
  });
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    box.value = "";
    search();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.target === box || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    box.focus();
  });
})();
