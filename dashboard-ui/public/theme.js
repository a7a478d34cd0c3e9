// Runs before the first paint, so that a dark page never flashes light. A file of its own because the content security
// policy allows no inline script.
;(function () {
  let chosen = null
  try {
    chosen = localStorage.getItem('swen.theme')
  } catch {
    // Storage is blocked: follow the system.
  }
  const dark =
    chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  document.documentElement.dataset.theme = dark ? 'dark' : 'light'
})()
