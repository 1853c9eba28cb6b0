// Three conveniences. Every page works without them.
"use strict";

// data-locate: a button that writes where the visitor is into the field whose id
// it names, rounded to two decimals (about a kilometre) before it goes anywhere.
function locate(button) {
  const field = document.getElementById(button.dataset.locate);
  const says = document.getElementById(button.getAttribute("aria-describedby"));
  const say = (words) => { if (says) says.textContent = words; };
  const found = ({ coords }) => {
    field.value = coords.latitude.toFixed(2) + "," + coords.longitude.toFixed(2);
    say("Rounded to about a kilometre.");
    button.disabled = false;
  };
  const lost = () => {
    say("Your browser did not tell us. A town works as well.");
    button.disabled = false;
    field.focus();
  };
  button.hidden = false;
  button.addEventListener("click", () => {
    button.disabled = true;
    say("Asking your browser…");
    navigator.geolocation.getCurrentPosition(found, lost, { maximumAge: 600000, timeout: 10000 });
  });
}

// data-complete: a field that offers what its address answers: a list, or an
// object that holds one, of strings or of objects with a text or a name. The
// answer to an older question is dropped.
function complete(field) {
  const list = document.createElement("datalist");
  list.id = field.id + "-list";
  field.after(list);
  field.setAttribute("list", list.id);
  field.autocomplete = "off";
  let timer, asked = "", offered = new Set();
  const offer = (answers) => {
    offered = new Set(answers.map((a) => (typeof a === "string" ? a : a.text || a.name)));
    list.replaceChildren(...[...offered].map((name) => new Option(name)));
  };
  const ask = async () => {
    const words = field.value.trim();
    if (words.length < 2 || words === asked || offered.has(words)) return;
    asked = words;
    try {
      const address = new URL(field.dataset.complete, location.href);
      address.searchParams.set("q", words);
      const answer = await fetch(address);
      if (!answer.ok || words !== asked) return;
      const body = await answer.json();
      offer(Array.isArray(body) ? body : Object.values(body).find(Array.isArray) || []);
    } catch {
      // Offline or refused: the field is an ordinary one.
    }
  };
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, 150);
  });
}

// data-preview: a button that has the server show what its form would give, in the
// element whose id it names, is pressed by itself while one fills the form in. What
// the server cannot make sense of yet shows nothing.
function preview(button) {
  const form = button.form, id = button.dataset.preview;
  let latest = 0;
  form.addEventListener("change", async () => {
    const mine = ++latest, typed = new URLSearchParams(new FormData(form));
    typed.set(button.name, button.value);
    let fresh = null;
    try {
      const answer = await fetch(button.formAction, { method: "POST", body: typed });
      if (answer.ok) fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById(id);
    } catch {
      return; // offline: the button still says so
    }
    if (mine !== latest) return;
    document.getElementById(id)?.remove();
    if (fresh) button.parentElement.before(fresh);
  });
}

if ("geolocation" in navigator) document.querySelectorAll("[data-locate]").forEach(locate);
document.querySelectorAll("[data-complete]").forEach(complete);
document.querySelectorAll("[data-preview]").forEach(preview);
