// Wakes the islands of a page: only pages that are worked in load this file.
import init, * as browser from "{js}";

// Leptos' browser side looks for what its own inline scripts would have left; the pages send none.
Object.assign(globalThis, { __RESOLVED_RESOURCES: [], __SERIALIZED_ERRORS: [], __INCOMPLETE_CHUNKS: [] });

// The program is fetched and compiled while the page is still being read.
const read = document.readyState !== "loading" || new Promise((resolve) => addEventListener("DOMContentLoaded", resolve));
await init({ module_or_path: "{wasm}" });
await read;
browser.hydrate();
for (const island of document.querySelectorAll("leptos-island")) {
  // An island inside another's children gets the outer one's context first.
  island.parentElement.closest("leptos-children")?.$$on_hydrate?.();
  const wake = browser[island.dataset.component];
  if (wake) await wake(island);
  else console.error(`No island is called ${island.dataset.component}.`);
}
