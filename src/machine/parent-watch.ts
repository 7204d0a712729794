// A SIGTERM to npm ends npm and the shell between, and nobody tells the script: it would run on, orphaned.
// So a script that npm started watches its parent and takes the parent's end as its own SIGTERM.

const LOOK_MS = 200;

/** Calls `end` once when npm's shell is gone; does nothing for a process that npm did not start. Returns the way to stop. */
export function onParentGone(end: () => void): () => void {
  // elsewhere a parent may end with good reason: a shell that put its job into the background
  if (process.env.npm_lifecycle_event === undefined) return () => {};
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    end();
  }, LOOK_MS);
  timer.unref();
  return () => clearInterval(timer);
}
