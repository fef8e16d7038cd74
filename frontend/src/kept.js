// Tells how many answers this browser keeps that are not saved yet. The names are those of the section's form.
const place = document.getElementById("kvar-har");
try {
  const begin = `${place.dataset.keptAs}/`;
  // What is written in reply to a query is kept under a name with a slash in it, and is no answer.
  const kept = Object.keys(localStorage).filter((name) => name.startsWith(begin) && !name.slice(begin.length).includes("/"));
  place.querySelector("[data-kept-number]").textContent = kept.length;
  place.hidden = kept.length === 0;
} catch {
  // A browser that keeps nothing has nothing to tell.
}
