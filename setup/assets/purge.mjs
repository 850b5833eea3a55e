// Leaves out of a stylesheet every rule that can match nothing: one whose classes or elements no template names.
// So go the library's custom properties, where nothing reads one. Reads what Sass writes in its compressed style; `:not(.x)` needs no .x, `:has(.x)` and `:is(.x)` do; `[type=x]` needs an x.

const TAGS = /(?:^|[\s>+~(,])([a-z][a-z0-9]*)/g;
const ALWAYS = new Set(["html", "body", "from", "to"]);

export function wordsIn(texts) {
  return new Set(texts.flatMap((text) => text.match(/[A-Za-z][\w-]*/g) ?? []));
}

export function purged(css, words) {
  const left = matching(css, words);
  return left.replace(/:root\{(?:--[^{}]*)\}/g, (found) => (left.includes("var(--") ? found : ""));
}

function matching(css, words) {
  return blocks(css)
    .map((block) => (block.body === null ? block.head : kept(block, words)))
    .join("");
}

function kept({ head, body }, words) {
  if (head.startsWith("@keyframes") || head.startsWith("@font-face")) return `${head}{${body}}`;
  if (head.startsWith("@")) {
    const inner = matching(body, words);
    return inner && `${head}{${inner}}`;
  }
  const selectors = split(head, ",").filter((selector) => canMatch(selector, words));
  return selectors.length ? `${selectors.join(",")}{${body}}` : "";
}

function canMatch(selector, words) {
  const asked = selector.replace(/:not\((?:[^()]|\([^()]*\))*\)/g, "");
  const types = [...asked.matchAll(/\[type=["']?([\w-]+)["']?\]/g)].map((found) => found[1]);
  if (!types.every((name) => words.has(name))) return false;
  const needed = asked.replace(/\[[^\]]*\]/g, "");
  const classes = [...needed.matchAll(/\.([\w-]+)/g)].map((found) => found[1]);
  const tags = [...needed.replace(/::?[\w-]+/g, "").matchAll(TAGS)].map((found) => found[1]);
  return classes.every((name) => words.has(name)) && tags.every((name) => ALWAYS.has(name) || words.has(name));
}

// Cuts text into rules and statements: {head, body}, body null for a statement such as @import.
function blocks(css) {
  const found = [];
  let start = 0;
  while (start < css.length) {
    const end = until(css, start, "{;");
    if (end >= css.length) break;
    if (css[end] === ";") {
      found.push({ head: css.slice(start, end + 1), body: null });
      start = end + 1;
    } else {
      const close = closing(css, end);
      found.push({ head: css.slice(start, end).trim(), body: css.slice(end + 1, close) });
      start = close + 1;
    }
  }
  return found;
}

function split(text, mark) {
  const parts = [];
  let start = 0;
  for (let end = until(text, 0, mark); start <= text.length; end = until(text, start, mark)) {
    parts.push(text.slice(start, end).trim());
    start = end + 1;
  }
  return parts;
}

// The place of the first of the marks outside quotes and brackets, or the end.
function until(text, start, marks) {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const sign = text[at];
    if (sign === '"' || sign === "'") at = text.indexOf(sign, at + 1);
    else if (sign === "(" || sign === "[") depth++;
    else if (sign === ")" || sign === "]") depth--;
    else if (!depth && marks.includes(sign)) return at;
  }
  return text.length;
}

function closing(css, open) {
  let depth = 0;
  for (let at = open; at < css.length; at++) {
    const sign = css[at];
    if (sign === '"' || sign === "'") at = css.indexOf(sign, at + 1);
    else if (sign === "{") depth++;
    else if (sign === "}" && --depth === 0) return at;
  }
  return css.length;
}
