// Looks again how far something is and shows it where it stands: what a screen reader is told of politely, and parts that
// change. Nothing moves the focus: a part with the focus in it stays until the focus has left it. It looks seldom after a
// while, never while nobody sees the page, and not for ever, since every look keeps one signed in. Without this script the
// page's own link does the same.

const [SOON, LATER, SOON_LOOKS, LOOKS] = [2000, 15000, 30, 90];
let looks = 0;

const parts = (page) => [...page.querySelectorAll("[data-part]")];
const reveal = (page) => page.querySelectorAll("[data-scripted]").forEach((one) => (one.hidden = false));
const said = () => document.querySelector("[role=status]");

function tell(text, link) {
  const way = document.createElement("a");
  [way.href, way.textContent] = [location.href, link];
  said().replaceChildren(`${text} `, way);
}

// Puts what is new in place, and says whether all of it could be.
function shown(page) {
  let all = true;
  for (const part of parts(document)) {
    const next = page.getElementById(part.id) ?? document.createElement("div");
    if (next.innerHTML === part.innerHTML) continue;
    if (part.contains(document.activeElement)) all = false;
    else part.replaceChildren(...next.childNodes);
  }
  return all;
}

function done() {
  if (document.activeElement === document.body) location.reload();
  else tell("It is there.", "Show it");
}

async function look() {
  looks += 1;
  try {
    const answer = await fetch(location.href);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!parts(page).length) return done();
    reveal(page);
    if (shown(page) && !page.querySelector("script[src$='waiting.js']")) return;
  } catch {
    // no answer: perhaps next time
  }
  soon();
}

function soon() {
  if (looks >= LOOKS) return tell("This page has stopped looking.", "Look again");
  setTimeout(() => {
    if (!document.hidden) return look();
    document.addEventListener("visibilitychange", look, { once: true });
  }, looks < SOON_LOOKS ? SOON : LATER);
}

reveal(document);
soon();
