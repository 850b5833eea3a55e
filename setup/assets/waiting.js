// Looks again whether what is being worked out is there; seldom after a while, and not while nobody looks at the page.

const waited = Number(sessionStorage.getItem(location.pathname) ?? 0);
setTimeout(() => {
  sessionStorage.setItem(location.pathname, String(waited + 1));
  if (!document.hidden) return location.reload();
  document.addEventListener("visibilitychange", () => location.reload(), { once: true });
}, waited < 30 ? 2000 : 15000);
