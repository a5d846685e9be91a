// The index: filters over rows that are in the markup already. Each row is shown or hidden, nothing is built.
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  const data = JSON.parse(document.getElementById("page-data").textContent);
  const field = (id) => document.getElementById(id);
  const nodes = [...document.querySelectorAll("#rows > li")];
  const rows = data.rows.map(([actors, holders, partial, rejected, language, status, date], n) => ({
    node: nodes[n], actors, holders, partial, rejected, language, status, date,
    text: nodes[n].querySelector(".what").textContent.toLocaleLowerCase(),
  }));
  // Names are looked through once a keystroke, and not once a row.
  const table = { actors: data.actors.map((n) => n.toLocaleLowerCase()), holders: data.holders.map((n) => n.toLocaleLowerCase()) };
  const places = (kind, part) => {
    if (!part) return null;
    const found = new Set();
    table[kind].forEach((name, n) => { if (name.includes(part)) found.add(n); });
    return found;
  };
  const value = (id) => field(id).value.trim().toLocaleLowerCase();
  const verdicts = {
    "": () => true,
    clean: (row) => row.status === "ok" && !row.partial && !row.rejected,
    partial: (row) => row.partial > 0,
    rejected: (row) => row.rejected > 0,
  };

  const apply = () => {
    const words = value("text").split(/\s+/).filter(Boolean);
    const actors = places("actors", value("actor")), holders = places("holders", value("holder"));
    const language = field("language").value, status = field("status").value;
    const from = field("from").value, to = field("to").value, verdict = verdicts[field("verdict").value];
    let shown = 0;
    for (const row of rows) {
      const fits = words.every((word) => row.text.includes(word)) &&
        (!actors || row.actors.some((n) => actors.has(n))) &&
        (!holders || row.holders.some((n) => holders.has(n))) &&
        verdict(row) && (!language || row.language === language) && (!status || row.status === status) &&
        (!from || (row.date && row.date >= from)) && (!to || (row.date && row.date <= to));
      if (row.node.hidden === fits) row.node.hidden = !fits;
      if (fits) shown += 1;
    }
    const count = field("count");
    count.textContent = count.dataset.words.replace("{shown}", shown).replace("{all}", rows.length);
    field("nothing").hidden = shown > 0;
  };

  const form = field("filters");
  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  // The fields are emptied after this event.
  form.addEventListener("reset", () => setTimeout(apply));
  // A browser that comes back to the page fills the fields in again.
  addEventListener("pageshow", apply);
  apply();
  performance.mark("usable");
});
