// The reader. All content is in the markup already; this only lights, filters and moves the focus.
// Text is only ever written with textContent.
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  const data = JSON.parse(document.getElementById("page-data").textContent);
  const one = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const words = (key, filled = {}) =>
    Object.entries(filled).reduce((text, [name, value]) => text.replace(`{${name}}`, value), data.words[key]);

  const panes = one(".panes");
  const narrow = matchMedia("(max-width: 61.99rem)");
  const calm = matchMedia("(prefers-reduced-motion: reduce)");

  // --- items and sentences -------------------------------------------------------------------------
  const items = data.items.map((item) => ({ ...item, node: document.getElementById(item.id) }));
  const byNode = new Map(items.map((item) => [item.node, item]));
  const byId = new Map(items.map((item) => [item.id, item]));
  const sentences = new Map(all(".s").map((node) => [Number(node.id.slice(1)), node]));
  const chips = new Map(all(".chip").map((node) => [node.dataset.actor, node]));
  const marks = new Map(all(".mark").map((node) => [node.dataset.talk, node]));
  const resting = (number) => items.filter((item) => !item.r && item.s.includes(number));

  let aloud = 0;
  const say = (text) => {
    // Emptied first, so that the same words twice are read twice; late, so that a burst is read once.
    clearTimeout(aloud);
    one("#say").textContent = "";
    aloud = setTimeout(() => { one("#say").textContent = text; }, 150);
  };

  const view = (name) => {
    panes.dataset.shown = name;
    for (const button of all("[data-view]")) button.setAttribute("aria-pressed", String(button.dataset.view === name));
  };

  const bring = (node, block = "center") => {
    const frame = narrow.matches ? { top: 0, bottom: innerHeight } : node.closest(".pane").getBoundingClientRect();
    const box = node.getBoundingClientRect();
    // Room for what is sticky at the top; nothing moves that can be seen already.
    if (box.top >= frame.top + 70 && box.bottom <= frame.bottom - 10) return;
    node.scrollIntoView({ block, behavior: calm.matches ? "auto" : "smooth" });
  };

  // --- lighting ------------------------------------------------------------------------------------
  let pinned = null;
  const unlight = () => all(".lit, .named").forEach((node) => node.classList.remove("lit", "named"));
  const light = (item, { scroll = true } = {}) => {
    unlight();
    if (!item) return;
    for (const node of [item.node, chips.get(item.id), marks.get(item.id)]) node?.classList.add("lit");
    const cited = item.s.map((number) => sentences.get(number)).filter(Boolean);
    cited.forEach((node) => node.classList.add("lit"));
    for (const number of data.mentions[item.id] || []) sentences.get(number)?.classList.add("named");
    if (scroll && cited.length && !narrow.matches) bring(cited[0]);
  };
  const lightSentence = (number) => {
    unlight();
    sentences.get(number)?.classList.add("lit");
    for (const item of resting(number)) {
      for (const node of [item.node, chips.get(item.id), marks.get(item.id)]) node?.classList.add("lit");
    }
  };
  const itemOf = (target) => {
    const chip = target.closest(".chip"), mark = target.closest(".mark");
    if (chip) return byId.get(chip.dataset.actor);
    if (mark) return byId.get(mark.dataset.talk);
    return byNode.get(target.closest(".item"));
  };
  const rest = () => (pinned ? light(pinned, { scroll: false }) : chosen !== null ? lightSentence(chosen) : unlight());

  let pointing = 0, pointer = "";
  one("#summary").addEventListener("pointerover", (event) => {
    // Where it is the page that moved under a resting pointer, nobody points at anything.
    const place = `${event.screenX} ${event.screenY}`;
    if (event.pointerType === "touch" || place === pointer) return;
    pointer = place;
    const item = itemOf(event.target);
    clearTimeout(pointing);
    if (!item) return rest();
    light(item, { scroll: false });
    // A pointer that only crosses an item must not make the article jump.
    pointing = setTimeout(() => light(item), 160);
  });
  addEventListener("pointermove", (event) => { pointer = `${event.screenX} ${event.screenY}`; }, { passive: true });
  one("#summary").addEventListener("pointerleave", () => { clearTimeout(pointing); rest(); });
  one("#summary").addEventListener("focusin", (event) => {
    const item = itemOf(event.target);
    if (item) light(item);
  });
  one("#summary").addEventListener("focusout", rest);

  // --- filters: names, verdicts, one sentence, words ------------------------------------------------
  let chosen = null;
  const wanted = { actors: new Set(), verdicts: new Set(), query: "" };
  const contents = new Map(items.map((item) => [item, item.node.textContent.toLocaleLowerCase()]));
  const verdictOf = (item) => (item.r ? "unsupported" : item.v);
  const fits = (item) =>
    (chosen === null || (!item.r && item.s.includes(chosen))) &&
    (!wanted.actors.size || (item.a || []).some((actor) => wanted.actors.has(actor))) &&
    (!wanted.verdicts.size || wanted.verdicts.has(verdictOf(item))) &&
    (!wanted.query || contents.get(item).includes(wanted.query));

  const apply = () => {
    const filtered = Boolean(chosen !== null || wanted.actors.size || wanted.verdicts.size || wanted.query);
    const counted = items.filter((item) => item.id !== "abstract");
    const abstract = byId.get("abstract");
    if (abstract) abstract.node.hidden = !fits(abstract);
    let shown = 0;
    for (const item of counted) {
      item.node.hidden = !fits(item);
      if (!item.node.hidden) shown += 1;
    }
    for (const holder of all(".holder")) holder.hidden = !one(".item:not([hidden])", holder);
    // The chips stay: they are the way to widen the filter again.
    for (const part of all(".part:not(#actors)")) part.hidden = filtered && !one(".item:not([hidden])", part);
    // What a filter is about must not stay behind a closed lid.
    if (filtered) {
      for (const lid of all("#cast, #rejected")) lid.open = Boolean(one(".item:not([hidden])", lid));
    } else {
      for (const lid of all("#cast, #rejected")) lid.open = false;
    }
    const told = words("items_shown", { shown, all: counted.length });
    one("#filter").hidden = !filtered;
    one("#filtered").textContent = chosen === null ? told
      : words("sentence_items", { n: chosen, count: resting(chosen).length });
    for (const [actor, chip] of chips) chip.setAttribute("aria-pressed", String(wanted.actors.has(actor)));
    for (const button of all("[data-verdict]")) {
      button.setAttribute("aria-pressed", String(wanted.verdicts.has(button.dataset.verdict)));
    }
    for (const [number, node] of sentences) node.classList.toggle("chosen", number === chosen);
    return told;
  };
  const toggle = (set, value) => { if (!set.delete(value)) set.add(value); };
  const clear = () => {
    chosen = pinned = null;
    wanted.actors.clear();
    wanted.verdicts.clear();
    box.value = "";
    search("");
    unlight();
    say(apply());
  };

  const choose = (number, { focus = false } = {}) => {
    const found = resting(number);
    if (!found.length) return;
    pinned = null;
    chosen = chosen === number && !focus ? null : number;
    apply();
    if (chosen === null) return unlight();
    lightSentence(number);
    say(one("#filtered").textContent);
    if (narrow.matches) view("summary");
    if (focus) found[0].node.focus({ preventScroll: true });
    bring(found[0].node);
  };

  // --- pointing and pressing -------------------------------------------------------------------------
  let back = null;
  const toEvidence = (number, from) => {
    const node = sentences.get(number);
    if (!node) return;
    back = from;
    if (narrow.matches) view("article");
    bring(node);
    const link = one("a.n", node);
    if (link) link.focus({ preventScroll: true });
  };

  one("#article").addEventListener("click", (event) => {
    const sentence = event.target.closest(".s.rests");
    // Someone who selects words to copy them does not choose the sentence.
    if (!sentence || (!event.target.closest("a") && String(getSelection()))) return;
    event.preventDefault();
    const keyboard = event.detail === 0;
    if (keyboard) back = one("a.n", sentence);
    choose(Number(sentence.id.slice(1)), { focus: keyboard });
  });
  one("#summary").addEventListener("click", (event) => {
    const reference = event.target.closest("a.ref"), chip = event.target.closest(".chip");
    const verdict = event.target.closest("[data-verdict]"), item = itemOf(event.target);
    if (chip) { toggle(wanted.actors, chip.dataset.actor); say(apply()); }
    else if (verdict) { toggle(wanted.verdicts, verdict.dataset.verdict); say(apply()); }
    else if (reference) {
      event.preventDefault();
      pinned = item;
      light(item, { scroll: false });
      toEvidence(Number(reference.textContent), reference);
      light(item, { scroll: false });
    } else if (event.target.closest("#clear")) clear();
    else if (event.target.closest(".mark")) { item.node.focus({ preventScroll: true }); bring(item.node); }
    else if (item && !event.target.closest("summary, a, button") && !String(getSelection())) {
      pinned = pinned === item ? null : item;
      light(item);
    }
  });
  for (const button of all("[data-view]")) button.addEventListener("click", () => view(button.dataset.view));

  // --- search ----------------------------------------------------------------------------------------
  const box = one("#search"), text = one(".text");
  // The Highlight API marks words without touching the markup; where it is missing, filtering remains.
  const highlights = globalThis.CSS && CSS.highlights && globalThis.Highlight ? CSS.highlights : null;
  let matches = [], at = -1;
  const ranges = (within, pattern) => {
    const found = [];
    const walker = document.createTreeWalker(within, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      if (walker.currentNode.parentElement.closest(".n")) continue;
      for (const match of walker.currentNode.data.matchAll(pattern)) {
        const range = new Range();
        range.setStart(walker.currentNode, match.index);
        range.setEnd(walker.currentNode, match.index + match[0].length);
        found.push(range);
      }
    }
    return found;
  };
  const search = (query) => {
    wanted.query = query.toLocaleLowerCase();
    const told = apply();
    matches = [];
    at = -1;
    highlights?.delete("found");
    one("#matches").textContent = "";
    one("#next").disabled = one("#previous").disabled = true;
    if (!query) return told;
    const pattern = new RegExp(query.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&"), "gi");
    matches = ranges(text, pattern);
    highlights?.set("found", new Highlight(...matches, ...ranges(one("#summary"), pattern)));
    const hits = items.filter((item) => !item.node.hidden && item.id !== "abstract").length;
    one("#matches").textContent = matches.length || hits
      ? words("matches", { article: matches.length, items: hits }) : words("match_none");
    one("#next").disabled = one("#previous").disabled = !matches.length;
    return one("#matches").textContent;
  };
  const step = (by) => {
    if (!matches.length) return;
    at = (at + by + matches.length) % matches.length;
    const sentence = matches[at].startContainer.parentElement.closest(".s");
    unlight();
    if (!sentence) return;
    if (narrow.matches) view("article");
    sentence.classList.add("lit");
    bring(sentence);
    say(sentence.textContent);
  };
  box.addEventListener("input", () => { search(box.value.trim()); });
  box.addEventListener("change", () => { if (box.value.trim()) say(one("#matches").textContent); });
  one("#next").addEventListener("click", () => step(1));
  one("#previous").addEventListener("click", () => step(-1));

  // --- keys ------------------------------------------------------------------------------------------
  const on = one("#keys-on");
  on.checked = remembered.get("summarizer-keys") !== "off";
  on.addEventListener("change", () => remembered.set("summarizer-keys", on.checked ? "on" : "off"));

  const move = (nodes, by) => {
    const places = nodes.filter((node) => node.checkVisibility ? node.checkVisibility() : node.offsetParent);
    if (!places.length) return;
    const now = places.findIndex((node) => node === document.activeElement || node.contains(document.activeElement));
    const next = now < 0 ? (by > 0 ? 0 : places.length - 1) : Math.min(places.length - 1, Math.max(0, now + by));
    places[next].focus({ preventScroll: true });
    bring(places[next]);
  };
  const toItem = (by) => { if (narrow.matches) view("summary"); move(items.map((item) => item.node), by); };
  const toSentence = (by) => { if (narrow.matches) view("article"); move(all("a.n"), by); };
  const escape = () => {
    const keys = one("#keys");
    if (keys.open) { keys.open = false; one("summary", keys).focus(); return; }
    const filtered = !one("#filter").hidden, from = back;
    back = null;
    if (filtered || pinned) clear();
    if (from?.isConnected) {
      if (narrow.matches) view(from.closest("#article") ? "article" : "summary");
      from.focus({ preventScroll: true });
      bring(from);
    } else if (document.activeElement === box) box.blur();
  };
  const enter = (event) => {
    const item = byNode.get(document.activeElement);
    if (!item || !item.s.length) return;
    event.preventDefault();
    pinned = item;
    light(item, { scroll: false });
    toEvidence(item.s[0], item.node);
    light(item, { scroll: false });
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "Escape") return escape();
    if (event.target === box) {
      if (event.key === "Enter") { event.preventDefault(); step(event.shiftKey ? -1 : 1); }
      return;
    }
    const onItem = byNode.has(document.activeElement);
    if (event.key === "Enter") return enter(event);
    if (onItem && event.key === "ArrowDown") { event.preventDefault(); return toItem(1); }
    if (onItem && event.key === "ArrowUp") { event.preventDefault(); return toItem(-1); }
    if (!on.checked || event.target.closest("input, select, textarea")) return;
    const single = {
      j: () => toItem(1),
      k: () => toItem(-1),
      n: () => toSentence(1),
      p: () => toSentence(-1),
      v: () => { if (narrow.matches) view(panes.dataset.shown === "article" ? "summary" : "article"); },
      "/": () => { box.focus(); box.select(); },
    }[event.key];
    if (single) { event.preventDefault(); single(); }
  });
  document.addEventListener("click", (event) => {
    const keys = one("#keys");
    if (keys.open && !keys.contains(event.target)) keys.open = false;
  });

  // --- print: nothing behind a lid, nothing filtered away ----------------------------------------------
  let lids = [];
  addEventListener("beforeprint", () => {
    lids = all("main details").map((lid) => [lid, lid.open]);
    lids.forEach(([lid]) => { lid.open = true; });
  });
  addEventListener("afterprint", () => lids.forEach(([lid, open]) => { lid.open = open; }));

  one("#cast") && (one("#cast").open = false);
  view("summary");
  performance.mark("usable");
});
