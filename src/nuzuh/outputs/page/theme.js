// Light and dark: as the reader's system has it, until a button says otherwise.

const THEME_KEY = "nuzuh-theme";

/** Whether the page is dark now. */
export function isDark() {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

/** Show what was chosen on an earlier visit. */
export function restoreTheme() {
  const kept = remembered();
  if (kept === "dark" || kept === "light") document.documentElement.dataset.theme = kept;
}

/** Change from light to dark or back, and remember it where the browser lets a page remember. */
export function toggleTheme() {
  const next = isDark() ? "light" : "dark";
  document.documentElement.dataset.theme = next;
  try {
    localStorage.setItem(THEME_KEY, next);
  } catch {
    // a page opened from a file or an e-mail may not be allowed to
  }
}

function remembered() {
  try {
    return localStorage.getItem(THEME_KEY);
  } catch {
    return null;
  }
}
