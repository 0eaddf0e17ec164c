// Starts the portal. A file of its own, because the content security policy allows no inline script.
import init from "portal-glue";

try {
  // The chosen colours, before anything is seen; the portal's theme.rs does the choosing.
  const theme = localStorage.getItem("guichet.theme");
  if (theme) document.documentElement.dataset.theme = theme;
} catch {
  // Storage is forbidden here: the system's colours it is.
}

init({ module_or_path: PORTAL_WASM }).catch((error) => {
  // An old browser, or a release that was replaced while the page loaded: index.html has the words for it.
  document.documentElement.dataset.boot = "failed";
  throw error;
});
