// What the page about measurement may ask for.

export { provenances } from './measurement.ts';
export { countedTable, injectsTable, missingTable, sidesBySide } from './measurement-figures.ts';
export { listWindow, missingSentences } from './measurement-findings.ts';
export { measurementNumbers } from './measurement-numbers.ts';
