// Posts what was pasted, tells how far it is, and shows the reader's page in a frame of its own origin.
// Everything that comes from the service is put into the page as text.
"use strict";

const GERMAN = {
  article: "Artikel: der Text oder die Adresse der Seite",
  title: "Überschrift",
  published: "Tag der Veröffentlichung",
  lead: "Wer ist beteiligt, wer hat was gesagt, welche Gespräche sind geplant, was ist offen: jeweils mit den Sätzen, die es belegen.",
  key: "API-Schlüssel",
  send: "Zusammenfassen",
  open: "Auf eigener Seite öffnen",
  remove: "Löschen",
  sending: "Wird gesendet …",
  queued: "Wartet …",
  running: "Das Modell liest …",
  done: "Fertig.",
  removed: "Gelöscht.",
  lost: "Der Dienst ist nicht zu erreichen; es wird weiter versucht.",
};
const ENGLISH = {
  sending: "Sending …",
  queued: "Waiting …",
  running: "The model is reading …",
  done: "Done.",
  removed: "Deleted.",
  lost: "The service cannot be reached; trying again.",
};
const german = (navigator.language || "en").toLowerCase().startsWith("de");
const words = german ? GERMAN : ENGLISH;
const at = (id) => document.getElementById(id);
const pause = (seconds) => new Promise((go) => setTimeout(go, seconds * 1000));
let current = null;

if (german) {
  document.documentElement.lang = "de";
  at("result").title = "Zusammenfassung";
  for (const element of document.querySelectorAll("[data-word]")) {
    element.textContent = GERMAN[element.dataset.word];
  }
}

function say(text, bad = false) {
  at("status").textContent = text;
  at("status").classList.toggle("bad", bad);
}

async function call(method, path, body, more = {}) {
  const headers = { accept: "application/json", ...more };
  const key = at("key").value.trim();
  if (key) headers.authorization = `Bearer ${key}`;
  if (body) headers["content-type"] = "application/json";
  const answer = await fetch(path, {
    method, headers, body: body && JSON.stringify(body), cache: "no-store", credentials: "omit",
  });
  const text = await answer.text();
  let content = {};
  try { content = text ? JSON.parse(text) : {}; } catch { content = {}; }
  if (!answer.ok) {
    if (answer.status === 401) {
      at("locked").hidden = false;
      at("key").focus();
    }
    throw told(content, `HTTP ${answer.status}`);
  }
  return content;
}

function told(problem, otherwise) {
  const lines = [problem.detail || otherwise, problem.hint].filter(Boolean);
  return Object.assign(new Error(lines.join("\n")), { told: true });
}

function request() {
  const article = at("article").value.trim();
  const body = {};
  if (/^https?:\/\/\S+$/i.test(article)) body.url = article;
  else if (/^<(!doctype|html|head|body|article|main)\b/i.test(article)) body.html = article;
  else body.text = article;
  if (at("title").value.trim()) body.title = at("title").value.trim();
  if (at("published").value) body.published = at("published").value;
  return body;
}

async function finished(id) {
  for (let seconds = 0; ; seconds += 1) {
    try {
      const resource = await call("GET", `/v1/summaries/${id}`);
      if (resource.problem) throw told(resource.problem);
      if (resource.state === "done") return;
      say(`${words[resource.state]} ${seconds} s`);
    } catch (error) {
      if (error.told) throw error;
      say(words.lost, true);
    }
    await pause(1);
  }
}

async function show(id) {
  const ticket = await call("POST", `/v1/summaries/${id}/ticket`);
  at("result").src = ticket.page;
  at("open").href = ticket.page;
  at("result").hidden = at("links").hidden = false;
  at("links").scrollIntoView();
}

at("form").addEventListener("submit", async (event) => {
  event.preventDefault();
  at("send").disabled = true;
  at("result").hidden = at("links").hidden = true;
  say(words.sending);
  try {
    // One key a click: a click that is sent twice by the network is summarised once.
    const more = { prefer: "respond-async", "idempotency-key": crypto.getRandomValues(new Uint32Array(4)).join("-") };
    current = (await call("POST", "/v1/summaries", request(), more)).id;
    await finished(current);
    await show(current);
    say(words.done);
  } catch (error) {
    say(error.message, true);
  }
  at("send").disabled = false;
});

at("remove").addEventListener("click", async () => {
  try {
    await call("DELETE", `/v1/summaries/${current}`);
    at("result").hidden = at("links").hidden = true;
    at("result").removeAttribute("src");
    say(words.removed);
  } catch (error) {
    say(error.message, true);
  }
});
