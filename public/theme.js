// The theme that the reader chose, set before anything is painted. Where none was chosen the system decides.
try {
  const chosen = localStorage.getItem('proofhouse-theme');
  if (chosen === 'light' || chosen === 'dark') document.documentElement.dataset.theme = chosen;
} catch {
  // Storage is switched off: the system decides.
}
