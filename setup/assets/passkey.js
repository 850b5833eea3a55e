// Asks the browser to make or show a passkey, and sends what it answers with the page's own form. Without this file the
// page still says what to do instead. What the server asks stands in the form, as JSON with its bytes in base64url.

(() => {
  const form = document.querySelector("form[data-passkey]");
  const failed = document.getElementById("passkey-failed");
  const answer = form.elements.namedItem("answer");

  const bytes = (text) =>
    Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));

  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

  const known = (list) => (list ?? []).map((one) => ({ ...one, id: bytes(one.id) }));

  function options() {
    const asked = JSON.parse(form.dataset.options);
    const read = { ...asked, challenge: bytes(asked.challenge) };
    if (asked.user) read.user = { ...asked.user, id: bytes(asked.user.id) };
    if (asked.allowCredentials) read.allowCredentials = known(asked.allowCredentials);
    if (asked.excludeCredentials) read.excludeCredentials = known(asked.excludeCredentials);
    return { publicKey: read };
  }

  function written({ id, rawId, type, response }) {
    const names = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
    const said = names.filter((name) => response[name]).map((name) => [name, text(response[name])]);
    return JSON.stringify({ id, rawId: text(rawId), type, response: Object.fromEntries(said) });
  }

  async function ask() {
    failed.hidden = true;
    try {
      answer.value = written(await navigator.credentials[form.dataset.passkey](options()));
      form.submit();
    } catch {
      failed.hidden = false;
    }
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask();
  });
  document.getElementById("passkey-off").hidden = true;
  document.getElementById("passkey-on").hidden = false;
  ask();
})();
