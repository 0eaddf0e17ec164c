// Starts the portal. A file of its own, because the content security policy allows no inline script.
import init from "portal-glue";

init({ module_or_path: PORTAL_WASM }).catch((error) => {
  // An old browser, or a release that was replaced while the page loaded: index.html has the words for it.
  document.documentElement.dataset.boot = "failed";
  throw error;
});
