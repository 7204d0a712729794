// In the development server only: tells it which revision of the evidence this page was drawn from. A page that was
// still loading when the others were told to reload is told now.

const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
const drawn = navigation?.serverTiming.find(({ name }) => name === 'revision')?.description;
// not given where the browser keeps it to itself: over plain http from another machine
if (drawn !== undefined) import.meta.hot?.send('proofhouse:drawn-from', drawn);

export {};
