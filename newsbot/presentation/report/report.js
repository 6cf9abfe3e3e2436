"use strict";
// The four screens of the report. Everything is built from text nodes, so nothing a page brought along can become markup.
const D = JSON.parse(document.getElementById("data").textContent);
const R = D.reports;
let lang = D.language;
const state = { screen: "Place", place: [], month: "", practice: "", words: "", damage: 0, spread: -1, copy: -1 };
const t = (key, values) => {
  let text = D.words[lang][key] || key;
  for (const [name, value] of Object.entries(values || {})) text = text.replace(`{${name}}`, value);
  return text;
};
const HAN = /\p{Script=Han}/u;
const put = (into, ...children) => {
  into.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return into;
};
const el = (tag, given, ...children) => {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(given || {})) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined && value !== false) made.setAttribute(name, value === true ? "" : value);
  }
  // a reader's voice, and the font, of Chinese text inside English
  if (lang === "en" && !(given && given.lang) && children.flat(Infinity).some((child) => typeof child === "string" && HAN.test(child))) made.lang = "zh-Hans";
  return put(made, ...children);
};
const button = (text, does, given) => el("button", { type: "button", onclick: does, ...given }, text);
const number = (value) => value.toLocaleString(lang === "zh" ? "zh-CN" : "en");
const count = (values) => {
  const counts = new Map();
  for (const value of values) counts.set(value, (counts.get(value) || 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
};
const placeOf = (r) => r.p.slice(1).filter(Boolean).reduce((said, d) => said + (d[0].startsWith(said) ? d[0].slice(said.length) : d[0]), "") || (r.p[0] ? r.p[0][0] : "");
const howMany = (n) => t(n === 1 ? "{count} report" : "{count} reports", { count: number(n) });
const copies = (r) => t(r.c.length === 1 ? "{count} copy" : "{count} copies", { count: number(r.c.length) });
const day = (r) => r.d || t("day unknown");

// ---------------------------------------------------------------------------------------------------------------- place
const within = (r) => state.place.every((name, level) => r.p[level] && r.p[level][0] === name);
const fits = (r) => within(r) && (!state.month || (r.d || "").startsWith(state.month))
  && (!state.practice || (r.k || []).some((k) => k[0] === state.practice))
  && (!state.words || [r.t, r.s, ...(r.k || []).map((k) => k[0])].join(" ").includes(state.words));
const heat = (made, n, most) => {
  if (n) made.style.background = `rgba(var(--heat),${0.1 + 0.45 * Math.sqrt(n / most)})`;
  return made;
};
const tile = (name, n, most, does) => heat(el("button", { type: "button", class: "tile", disabled: !n, onclick: does, "aria-label": `${name}: ${howMany(n)}` },
  el("span", {}, name), el("b", {}, n ? number(n) : "")), n, most);

function screenPlace(main) {
  const inside = R.filter(within);
  const level = state.place.length;
  const crumbs = el("div", { class: "crumbs", role: "navigation", "aria-label": t("Place") });
  ["", ...state.place].forEach((name, at) => crumbs.append(button(at ? name : t("China"), () => go({ place: state.place.slice(0, at) }), { "aria-current": at === level ? "true" : null })));
  const map = el("div", { class: level ? "tiles flow" : "tiles" });
  const known = count(inside.filter((r) => r.p[level]).map((r) => r.p[level][0]));
  const most = known.length ? known[0][1] : 1;
  if (!level) {
    const byCode = new Map();
    for (const r of inside) if (r.p[0] && r.p[0][1]) byCode.set(r.p[0][1].slice(0, 2), [r.p[0][0], ((byCode.get(r.p[0][1].slice(0, 2)) || [0, 0])[1]) + 1]);
    for (const [code, [short, x, y]] of Object.entries(D.tiles).sort((a, b) => a[1][2] - b[1][2] || a[1][1] - b[1][1])) {
      const [full, n] = byCode.get(code) || [short, 0];
      const made = tile(short, n, most, () => go({ place: [full] }));
      made.style.gridColumn = x + 1;
      made.style.gridRow = y + 1;
      map.append(made);
    }
  } else for (const [name, n] of known) map.append(tile(name, n, most, () => go({ place: [...state.place, name] })));
  // a level that a municipality does not have is stepped over
  if (level && !known.length && level < 4 && inside.some((r) => r.p[level + 1])) for (const [name, n] of count(inside.filter((r) => r.p[level + 1]).map((r) => r.p[level + 1][0]))) map.append(tile(name, n, n, () => go({ words: name })));
  const shown = R.filter(fits);
  const search = el("input", { type: "search", value: state.words, "aria-label": t("Search titles, sources, practices"), placeholder: t("Search titles, sources, practices"), onchange: (e) => go({ words: e.target.value.trim() }) });
  put(main, el("h2", {}, t("Place")),
    D.all > R.length && el("p", { class: "word" }, t("A sample: {shown} of {all} reports, evenly over time.", { shown: number(R.length), all: number(D.all) })),
    el("div", { class: "two" },
      el("section", {}, crumbs, map, el("p", { class: "word small" }, `${howMany(inside.length)}${t(", ")}${number(inside.filter((r) => !r.p[0]).length)} ${t("without a place")}`), months(inside), practices(inside)),
      el("section", {}, search, claims(shown), reports(shown))));
}

function months(inside) {
  const found = new Map(count(inside.filter((r) => r.d).map((r) => r.d.slice(0, 7))));
  if (!found.size) return null;
  const names = [...found.keys()].sort();
  const all = [];
  for (let [y, m] = names[0].split("-").map(Number); all.length < 600; m === 12 ? (y++, m = 1) : m++) {
    all.push(`${y}-${String(m).padStart(2, "0")}`);
    if (all[all.length - 1] >= names[names.length - 1]) break;
  }
  const most = Math.max(...found.values());
  const bars = el("div", { class: "bars", role: "group", "aria-label": t("By month") });
  for (const name of all) {
    const n = found.get(name) || 0;
    const bar = button("", () => go({ month: state.month === name ? "" : name }), { title: `${name}: ${n}`, "aria-label": `${name}: ${howMany(n)}`, "aria-pressed": String(state.month === name), disabled: !n });
    bar.style.height = `${(100 * n) / most}%`;
    bars.append(bar);
  }
  return el("div", {}, el("h3", {}, t("By month")), bars, el("div", { class: "ends word small" }, el("span", {}, all[0]), el("span", {}, state.month), el("span", {}, all[all.length - 1])));
}

function practices(inside) {
  const found = count(inside.flatMap((r) => [...new Set((r.k || []).map((k) => k[0]))])).slice(0, 24);
  if (!found.length) return null;
  return el("div", {}, el("h3", {}, t("Practices")), el("div", { class: "chips" }, found.map(([name, n]) => button(`${name} ${n}`, () => go({ practice: state.practice === name ? "" : name }), { class: "chip", "aria-pressed": String(state.practice === name) }))));
}

function claims(shown) {
  const found = shown.flatMap((r) => (r.f || []).filter((f) => f[2]).slice(0, 2).map((f) => [r, f])).slice(-12).reverse();
  if (!found.length) return null;
  return el("div", {}, el("h3", {}, t("Claims")), el("ul", { class: "list" }, found.map(([r, f]) => el("li", {},
    button(`${f[2]} ${f[1]}`, () => open(r, f[0], f[1]), { class: "link" }), " ", el("span", { class: "word small" }, `${placeOf(r)} ${day(r)}`)))));
}

function reports(shown, most = 40) {
  const list = el("ul", { class: "list" });
  const newest = [...shown].reverse();
  const fill = (to) => {
    for (const r of newest.slice(list.childElementCount, to)) list.append(el("li", {}, button(r.t || r.u, () => open(r), { class: "link" }), el("br"),
      el("span", { class: "word small" }, [day(r), placeOf(r), r.s, r.c && copies(r)].filter(Boolean).join(" · "))));
    more.hidden = list.childElementCount >= newest.length;
  };
  const more = button(t("more"), () => fill(list.childElementCount + 100));
  fill(most);
  return el("div", {}, el("h3", {}, `${t("Reports")} (${number(shown.length)})`), list, more);
}

// --------------------------------------------------------------------------------------------------------------- damage
function screenDamage(main) {
  put(main, el("h2", {}, t("Damage")));
  if (!D.damage.length) return put(main, el("p", {}, t("No raw page is at hand: name the archive with --archive, and pages with damage are shown here.")));
  const shown = D.damage[state.damage];
  const choice = el("select", { "aria-label": t("Choose a page"), onchange: (e) => go({ damage: Number(e.target.value) }) },
    D.damage.map((d, n) => el("option", { value: n, selected: n === state.damage }, `${(R[d.n].t || d.url).slice(0, 60)} · ${number(d.repairs)} ${t("characters repaired")}`)));
  const pair = el("div", { class: "pair" }, el("div", { class: "head" }, t("As found")), el("div", { class: "head" }, t("As handed over")));
  const slide = el("label", { class: "word small" }, t("Width of the two columns"), " ", el("input", { type: "range", min: 10, max: 90, value: 50, oninput: (e) => {
    pair.style.setProperty("--left", `${e.target.value}fr`);
    pair.style.setProperty("--right", `${100 - e.target.value}fr`);
  } }));
  for (const [found, handed] of shown.blocks) pair.append(
    el("div", {}, found.map((part) => typeof part === "string" ? part : el("span", { title: t(`repair ${part[2]}`) + (part[3] ? "" : ` (${t("repair uncertain")})`) }, el("del", {}, part[0]), part[1] && el("ins", {}, part[1])))),
    el("div", {}, handed.map(([text, role, rule, kept]) => kept ? text : [el("span", { class: "gone" }, text), el("span", { class: "tag" }, `${t(`role ${role}`)} · ${rule}`)])));
  put(main, el("p", { class: "noprint chips" }, choice, slide),
    el("p", { class: "word small" }, `${shown.url} · ${shown.encoding} · ${shown.script} · ${number(shown.repairs)} ${t("characters repaired")}${t(", ")}${number(shown.removed)} ${t("pieces left out")}`),
    el("p", { class: "word small" }, t("repaired characters are marked on the left, with what stands there now; what was left out is struck through on the right")),
    button(R[shown.n].t || "", () => open(R[shown.n]), { class: "link" }), pair);
}

// --------------------------------------------------------------------------------------------------------------- spread
const sentences = (text) => text.match(/[^。！？；\n]+[。！？；]?/g) || [];
const plain = (text) => text.replace(/[\s，。！？；：、“”"'（）()…—-]/g, "");

function screenSpread(main) {
  put(main, el("h2", {}, t("Spread")));
  const copied = R.map((r, n) => [r, n]).filter(([r]) => r.c).sort((a, b) => b[0].c.length - a[0].c.length);
  if (!copied.length) return put(main, el("p", {}, t("No report has a copy.")));
  const at = state.spread >= 0 ? state.spread : copied[0][1];
  const r = R[at];
  const list = el("ul", { class: "list" }, copied.slice(0, 200).map(([each, n]) => el("li", {}, button(each.t || each.u, () => go({ spread: n, copy: -1 }), { class: "link", "aria-current": n === at ? "true" : null }),
    el("br"), el("span", { class: "word small" }, `${day(each)} · ${copies(each)}${each.x ? ` · ${t("contested")}` : ""}`))));
  const differs = (c) => c[3] - 2 * ["rewrite", "excerpt"].includes(c[2]) - (r.x || []).some((x) => x[2] === c[0]);
  const chosen = state.copy >= 0 ? state.copy : r.c.map((c, n) => [differs(c), n]).sort((a, b) => a[0] - b[0] || a[1] - b[1])[0][1];
  const other = r.c[chosen];
  const dated = [[r.u, r.w, "", 1, r.d, r.t, -1], ...r.c.map((c, n) => [...c, n])].sort((a, b) => ((a[4] || "9") < (b[4] || "9") ? -1 : 1));
  const line = el("table", {}, el("tbody", {}, dated.map((c) => el("tr", {}, el("td", {}, c[4] || t("day unknown")),
    el("td", {}, c[6] < 0 ? el("b", {}, c[1]) : button(c[1], () => go({ copy: c[6] }), { class: "link", "aria-current": c[6] === chosen ? "true" : null })),
    el("td", {}, c[6] < 0 ? t("The report") : t(`kind ${c[2]}`)), el("td", { class: "n" }, c[6] < 0 ? "" : `${Math.round(c[3] * 100)}%`)))));
  put(main, el("div", { class: "two" }, el("section", { class: "noprint" }, list), el("section", {}, el("h3", {}, r.t || r.u), line, contested(r), beside(r, other))));
}

const contested = (r) => r.x && el("div", {}, el("h3", {}, t("Other copies say")), el("ul", {}, r.x.map(([field, value, url]) => el("li", {}, t("{name}: ", { name: t(field === "body" ? "passage put in, left out here" : `field ${field}`) }), el("mark", {}, value), el("span", { class: "word small" }, ` ${url}`)))));

function beside(r, copy) {
  const text = D.texts[copy[0]];
  const pair = el("div", { class: "pair stack" }, el("div", { class: "head" }, t("The report")), el("div", { class: "head" }, t("{name}: ", { name: t("The copy") }) + copy[1]));
  if (!text) return el("div", {}, pair, el("p", { class: "word" }, t("The ledger is needed to show the copy's text.")));
  const mine = new Set(r.b.flatMap(sentences).map(plain));
  const its = new Set(text.flatMap(sentences).map(plain));
  const side = (paragraphs, others, tag, why) => el("div", {}, paragraphs.map((p) => el("p", {}, sentences(p).map((s) => others.has(plain(s)) ? s : el(tag, { title: t(why) }, s)))));
  pair.append(side(r.b, its, "del", "not in the copy"), side(text, mine, "ins", "only in the copy"));
  return el("div", {}, pair, el("p", { class: "word small" }, el("del", {}, t("not in the copy")), " ", el("ins", {}, t("only in the copy"))));
}

// -------------------------------------------------------------------------------------------------------------- phrases
function screenPhrases(main) {
  put(main, el("h2", {}, t("Phrases")));
  if (!D.phrases.length) return put(main, el("p", {}, t("No phrase stands in reports of three places.")));
  put(main, el("p", { class: "word small" }, t("shared by reports of several places; ◯ stands for a figure")));
  const list = el("ul", { class: "list" });
  const fill = (to) => {
    for (const [text, places, all, steps] of D.phrases.slice(list.childElementCount, to)) {
      const way = el("div", { class: "path" });
      const draw = (most) => way.replaceChildren(...steps.slice(0, most).map(([d, place, n]) => button(`${d || "?"} ${place}`, () => open(R[n], -1, text), { class: "link" })), ...(steps.length > most ? [button(t("more"), () => draw(steps.length))] : []));
      draw(6);
      list.append(el("li", {}, el("b", {}, text), " ", el("span", { class: "tag" }, `${number(places)} ${t("places")}${t(", ")}${howMany(all)}`), el("div", { class: "word small" }, `${t("first in")} ${steps[0][1]} ${steps[0][0]}`), way));
    }
    more.hidden = list.childElementCount >= D.phrases.length;
  };
  const more = button(t("more"), () => fill(list.childElementCount + 60));
  fill(30);
  put(main, list, more);
}

// ------------------------------------------------------------------------------------------------------------- overview
function screenOverview(main) {
  const rows = (head, found, word, said = number) => found.length ? el("section", {}, el("h3", {}, head), el("table", {}, el("tbody", {}, found.map(([name, n]) => el("tr", {}, el("td", {}, word ? t(`${word} ${name}`) : name), el("td", { class: "n" }, said(n))))))) : null;
  const largest = R.map((r, n) => [r, n]).filter(([r]) => r.c).sort((a, b) => b[0].c.length - a[0].c.length).slice(0, 15);
  const totals = el("dl", {}, [["Reports", D.all], ["Copies", R.reduce((sum, r) => sum + (r.c || []).length, 0)], ["Counties and cities", new Set(R.map((r) => (r.p[2] || r.p[1] || [""])[0]).filter(Boolean)).size]].flatMap(([name, n]) => [el("dt", {}, t(name)), el("dd", {}, number(n))]));
  put(main, el("h2", {}, t("Overview")), totals, el("div", { class: "two" },
    el("div", {}, rows(t("How pages ended"), D.outcomes, "outcome"), rows(t("Fields that are known"), D.filled, "field", (n) => `${number(n)} · ${Math.round((100 * n) / D.all)}%`), rows(t("Sites"), D.sites)),
    el("div", {}, rows(t("Media credited"), D.media), largest.length ? el("section", {}, el("h3", {}, t("Most copied reports")), el("ul", { class: "list" }, largest.map(([r, n]) => el("li", {}, button(`${r.t || r.u} (${r.c.length})`, () => go({ screen: "Spread", spread: n, copy: 0 }), { class: "link" }))))) : null)));
}

// ------------------------------------------------------------------------------------------------------------ one report
function marked(text, wanted) {
  if (!wanted) return [text];
  const parts = wanted.split("◯");
  const start = text.indexOf(parts[0]);
  if (start < 0) return [text];
  let end = start + parts[0].length;
  for (const part of parts.slice(1)) {
    const next = text.indexOf(part, end);
    if (next < 0) break;
    end = next + part.length;
  }
  return [text.slice(0, start), el("mark", {}, text.slice(start, end)), text.slice(end)];
}

function open(r, paragraph = -1, wanted = "") {
  const box = document.getElementById("one");
  const fact = (name, value) => value && value.length ? [el("dt", {}, t(name)), el("dd", {}, value)] : [];
  const safe = /^https?:/.test(r.u);
  box.replaceChildren(button(t("Close"), () => box.close()), el("h2", { id: "one-title" }, r.t || ""),
    el("p", { class: "word small" }, [day(r), placeOf(r), r.s].filter(Boolean).join(" · ")),
    ...r.b.map((text, n) => el("p", { class: n === paragraph ? "here" : null }, paragraph < 0 || n === paragraph ? marked(text, wanted) : text)),
    el("dl", {}, fact("address", safe ? [el("a", { href: r.u, rel: "noreferrer noopener", target: "_blank" }, r.u)] : r.u), fact("title as printed", r.r), fact("Authors", (r.a || []).join("、")),
      fact("Practices", (r.k || []).map((k) => k[1] ? `“${k[0]}”${k[1]}` : k[0]).join("、")), fact("Figures", (r.f || []).flatMap((f, n) => [n ? t("; ") : "", button(`${f[2] || ""} ${f[1]}`.trim(), () => open(r, f[0], f[1]), { class: "link" })])), fact("Repairs", Object.entries(r.e || {}).map(([name, n]) => `${t(`repair ${name}`)} ${n}`).join(" · ")),
      fact("Flags", (r.g || []).map((flag) => t(`flag ${flag}`)).join(t(", "))), fact("Copies", (r.c || []).map((c) => `${c[1]}${t(" ({kind})", { kind: t(`kind ${c[2]}`) })}`).join("、")),
      fact("Confidence", Object.entries(r.q || {}).map(([name, p]) => `${t(`field ${name}`)} ${Math.round(100 * p)}%`).join(" · ")), fact("Chosen because", (r.y || []).map((why) => t(`because ${why}`)).join(t("; "))), fact("Why each value", [el("code", {}, `newsbot explain ${r.id}${D.explain || ""}`)])), contested(r) || "");
  box.setAttribute("aria-labelledby", "one-title");
  if (!box.open) box.showModal();
  const here = paragraph < 0 ? null : box.querySelector(".here mark") || box.querySelector(".here");
  if (here) here.scrollIntoView({ block: "center" });
}

// ---------------------------------------------------------------------------------------------------------------- frame
const SCREENS = { Place: screenPlace, Damage: screenDamage, Spread: screenSpread, Phrases: screenPhrases, Overview: screenOverview };
function go(change) {
  Object.assign(state, change);
  if (change.place) Object.assign(state, { month: "", practice: "" });
  draw();
}
const nameOf = (element) => element.getAttribute("aria-label") || element.textContent;
function draw() {
  document.documentElement.lang = lang === "zh" ? "zh-Hans" : "en";
  document.title = t("Civilised-city reports");
  document.querySelector("h1").textContent = t("Civilised-city reports");
  document.querySelector(".skip").textContent = t("Skip to content");
  document.querySelector("nav").setAttribute("aria-label", t("Civilised-city reports"));
  document.querySelector("nav").replaceChildren(...Object.keys(SCREENS).map((name) => button(t(name), () => { location.hash = name; }, { "aria-current": state.screen === name ? "page" : null })));
  document.getElementById("tools").replaceChildren(button(lang === "zh" ? "English" : "中文", () => { lang = lang === "zh" ? "en" : "zh"; draw(); }, { lang: lang === "zh" ? "en" : "zh-Hans", title: t("Language") }));
  const main = document.getElementById("main");
  const held = document.activeElement && main.contains(document.activeElement) && document.activeElement !== main ? [document.activeElement.tagName, nameOf(document.activeElement)] : null;
  main.replaceChildren();
  SCREENS[state.screen](main);
  // what was pressed keeps the focus though the screen is drawn anew; where it is gone, the keys go on from the top of the screen
  if (held) ([...main.querySelectorAll("button, input, select")].find((each) => each.tagName === held[0] && nameOf(each) === held[1]) || main).focus({ preventScroll: true });
  document.getElementById("said").textContent = state.screen === "Place" ? howMany(R.filter(fits).length) : "";
}
// an address may name a screen (#Spread), or a report by its id (#id=98fb…)
const screenOf = () => { const name = location.hash.slice(1); return Object.hasOwn(SCREENS, name) ? name : "Place"; };
const openNamed = () => { const one = location.hash.startsWith("#id=") && R.find((r) => r.id.startsWith(location.hash.slice(4))); if (one) open(one); };
addEventListener("hashchange", () => { go({ screen: screenOf() }); document.getElementById("main").focus(); scrollTo(0, 0); openNamed(); });
go({ screen: screenOf() });
openNamed();
