/** Run a task again and again, one at a time, and not while the tab is hidden. */
export function poll(milliseconds, task) {
  let timer;
  let running = false;
  async function turn() {
    clearTimeout(timer);
    if (running || document.hidden) return;
    running = true;
    try {
      await task();
    } finally {
      running = false;
      timer = setTimeout(turn, milliseconds);
    }
  }
  document.addEventListener("visibilitychange", turn);
  turn();
}
