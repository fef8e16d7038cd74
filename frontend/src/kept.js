// Tells how many answers this browser keeps that are not saved yet, and asks before their writer signs out and they go.
const kept = (begin) => {
  try {
    return Object.keys(localStorage).filter((name) => name.startsWith(`${begin}/`));
  } catch {
    // A browser that keeps nothing has nothing to tell.
    return [];
  }
};
// An answer is kept as lagesbild/PERSON/SURVEY/YEAR/ORGANISATION/FIELD. The words of a reply to a query are no answer, and
// have a longer name.
const answers = (begin) => kept(begin).filter((name) => name.split("/").length === 6).length;

const place = document.getElementById("kvar-har");
if (place) {
  const number = answers(place.dataset.keptAs);
  place.querySelector("[data-kept-number]").textContent = number;
  place.hidden = number === 0;
}

const out = document.querySelector("form[data-kept-as]");
out?.addEventListener("submit", async (event) => {
  // An island that is awake asks itself: it has taken the name away.
  const begin = out.dataset.keptAs;
  if (!begin || answers(begin) === 0) return;
  event.preventDefault();
  if (!confirm(out.dataset.ask)) return;
  const answer = await fetch(out.action, { method: "POST" }).catch(() => null);
  if (answer?.ok) {
    for (const name of kept(begin)) localStorage.removeItem(name);
    location.assign("/");
  } else {
    // The browser says that the server is away. Nothing is lost.
    out.submit();
  }
});
