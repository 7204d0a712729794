/** Calls once, when the element comes into view: nobody loads a chart that he does not scroll to. */
export function whenSeen(element: HTMLElement, call: () => void): void {
  const seen = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    seen.disconnect();
    call();
  });
  seen.observe(element);
}
