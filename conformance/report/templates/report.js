
"use strict";
(() => {
  const FILTERED = "#requirements?";
  const form = document.querySelector(".filters");
  const fields = [...form.querySelectorAll("select, input")];
  const shown = document.querySelector(".shown");
  const rows = [...document.querySelectorAll(".requirements tbody tr")];
  const texts = rows.map((row) => `${row.textContent} ${row.dataset.group}`.toLowerCase());

  const matches = (row, text, field) => {
    if (!field.value) return true;
    if (field.name === "text") return field.value.toLowerCase().split(/\s+/).every((word) => text.includes(word));
    if (field.value.startsWith("!")) return row.dataset[field.name] !== field.value.slice(1);
    return row.dataset[field.name].split(" ").includes(field.value);
  };

  const apply = () => {
    let count = 0;
    rows.forEach((row, i) => {
      row.hidden = !fields.every((field) => matches(row, texts[i], field));
      count += row.hidden ? 0 : 1;
    });
    const all = `${rows.length} requirements`;
    shown.textContent = count === rows.length ? all : `${count} of ${all} shown`;
  };

  const clear = () => fields.forEach((field) => { field.value = ""; });

  // Where something did not pass, that is what one looks for.
  const begin = () => {
    clear();
    if (rows.some((row) => row.dataset.outcome === "passed") && rows.some((row) => row.dataset.outcome !== "passed")) {
      form.querySelector("[name=outcome]").value = "!passed";
    }
  };

  // What is shown lives in the address, so that a link leads to the same view; the history is left alone.
  const remember = () => {
    const chosen = new URLSearchParams(fields.filter((field) => field.value).map((field) => [field.name, field.value]));
    history.replaceState(null, "", chosen.size ? FILTERED + chosen : "#requirements");
  };

  const recall = () => {
    const chosen = new URLSearchParams(location.hash.slice(FILTERED.length));
    fields.forEach((field) => {
      field.value = chosen.get(field.name) ?? "";
      if (field.selectedIndex === -1) field.value = "";
    });
  };

  const target = () => {
    try {
      return document.getElementById(decodeURIComponent(location.hash.slice(1)));
    } catch {
      return null; // not an encoded text, so nothing of this page
    }
  };

  const arrive = () => {
    if (location.hash.startsWith(FILTERED)) {
      recall();
      apply();
      document.getElementById("requirements").scrollIntoView();
      return;
    }
    const place = target();
    if (!place) return;
    if (place.hidden) {
      clear();
      apply();
    }
    const fold = place.closest("details");
    if (fold) fold.open = true;
    place.scrollIntoView();
  };

  form.hidden = false;
  form.addEventListener("input", () => { apply(); remember(); });
  form.querySelector("button").addEventListener("click", () => { clear(); apply(); remember(); });
  addEventListener("hashchange", arrive);
  begin();
  apply();
  if (location.hash) arrive();

  const select = (element) => {
    const range = document.createRange();
    range.selectNodeContents(element);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
  };

  const copy = async (button, code) => {
    try {
      await navigator.clipboard.writeText(code.textContent);
      button.textContent = "Copied";
    } catch {
      select(code); // a page from disk may not write to the clipboard everywhere
      button.textContent = document.execCommand("copy") ? "Copied" : "Selected";
    }
    setTimeout(() => { button.textContent = "Copy"; }, 2000);
  };

  document.querySelectorAll(".command").forEach((command) => {
    const beside = document.createElement("div");
    const button = document.createElement("button");
    beside.className = "copying";
    button.type = "button";
    button.textContent = "Copy";
    button.setAttribute("aria-live", "polite");
    button.addEventListener("click", () => copy(button, command.firstElementChild));
    command.replaceWith(beside);
    beside.append(command, button);
  });

  let folded = [];
  addEventListener("beforeprint", () => {
    folded = [...document.querySelectorAll(".cause details:not([open])")];
    folded.forEach((fold) => { fold.open = true; });
  });
  addEventListener("afterprint", () => folded.forEach((fold) => { fold.open = false; }));
})();
