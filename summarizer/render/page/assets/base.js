// Shared by reader and index: the theme. Runs in the head, before anything is drawn.
"use strict";
const root = document.documentElement;
root.classList.add("js");

// Storage may be forbidden (file: pages, private windows); the page then forgets, and works.
const remembered = {
  get(key) { try { return localStorage.getItem(key); } catch { return null; } },
  set(key, value) { try { localStorage.setItem(key, value); } catch { /* see above */ } },
};

const chosenTheme = remembered.get("summarizer-theme");
if (chosenTheme === "light" || chosenTheme === "dark") root.dataset.theme = chosenTheme;

document.addEventListener("DOMContentLoaded", () => {
  const button = document.getElementById("theme");
  const system = matchMedia("(prefers-color-scheme: dark)");
  const dark = () => (root.dataset.theme ? root.dataset.theme === "dark" : system.matches);
  const show = () => button.setAttribute("aria-pressed", String(dark()));
  button.addEventListener("click", () => {
    root.dataset.theme = dark() ? "light" : "dark";
    remembered.set("summarizer-theme", root.dataset.theme);
    show();
  });
  system.addEventListener("change", show);
  show();
});
