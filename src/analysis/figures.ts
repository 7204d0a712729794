// Counts the figures of a text. A figure is a numeral in prose that is no date, version, id or
// list number. Applied to prose that people write, this is a rule of thumb, made to be predictable:
//
// no figure   dates and times: 2026-04-20, 2026-04, 13:30:34 UTC, 20 April 2026, Apr 20
//             versions and addresses: 0.6.0, v0.6, 127.0.0.1, https://...
//             a word that begins with a letter and holds a digit, with what hangs on it by
//             - . / or @: r19, phase2, SHA-256, soak-v0.6.0-r17, f81bd76
//             a word that begins with a digit and goes on in letters that are no unit: 81bd76a, 4th
//             #313; unbroken runs of nine digits or more (run ids)
//             the number in a name: Phase 4, phases 2 and 3, PR 313, node 2, line 102, HTTP 503
//             list numbers: "1. " at the start of a line, "(1) " anywhere
// one figure  20, 0.995, 1,000, 95%, 13ms, 6x, 50-cycle, 1e6
// two         13-15, 20/100
// A bare year counts: "2026 writes" cannot be told from "2026".
// Text in `code` is left out by the callers: it quotes a machine and asserts nothing.

const NAMED = 'phase|node|PR|pull request|issue|version|cycle|line|port|step|rule|section|page|attempt|HTTP|status';
const MONTH =
  '(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)(?!\\p{L})';

/** In order: what an earlier rule takes away, a later one does not see. */
const NOT_FIGURES: readonly RegExp[] = [
  /https?:\/\/[^\s<>"]+/gi,
  /^[ \t]*\d{1,3}[.)](?=[ \t])/gm,
  /\(\d\)(?= )/g,
  /\b\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?)?(?![\p{L}\p{N}_])/gu,
  /\b(?:19|20)\d\d-(?:0[1-9]|1[0-2])(?![\p{N}-])/gu,
  /\b\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?\b/g,
  new RegExp(`\\b(?:\\d{1,2} )?${MONTH}\\.?(?: \\d{1,2}\\b(?!,\\d))?(?:,? (?:19|20)\\d\\d\\b)?`, 'gu'),
  /\bv?\d+(?:\.\d+){2,}(?:-[\p{L}\p{N}][\p{L}\p{N}.-]*)?/giu,
  new RegExp(`\\b(?:${NAMED})\\s#?\\d+(?:\\.\\d+)*\\b(?!%|[.,]\\d)(?:/\\d+\\b)*`, 'gi'),
  new RegExp(`\\b(?:${NAMED})e?s\\s#?\\d+\\b(?:, #?\\d+\\b)*(?:,? ?(?:and|or|to|through|[-–/&]) ?#?\\d+\\b)?`, 'gi'),
  /#\d+/g,
  /(?<![\p{L}\p{N}_.,-])\d{9,}(?![\p{L}\p{N}_])/gu,
];

const THOUSANDS_SPACE = /(?<=\d)[\u00a0\u202f](?=\d{3}(?!\d))/g;
const WITH_DIGIT = /(?<!\S)[^\s\d]*\d\S*/g;
const UUID = /\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/gi;
/** Words that begin with a letter or underscore, with what hangs on them; those with a digit are ids. */
const WORD = /(?<![\p{L}\p{N}_])[\p{L}_][\p{L}\p{N}_]*(?:[-./@][\p{L}\p{N}_]+)*/gu;
const NUMERAL_WORD = /(?<![\p{L}\p{N}_])\d[\p{L}\p{N}_.,’']*/gu;
const UNIT = '(?:[nmµu]?s|min|h|d|x|[kmg]|bn|[kmg]?i?b|pp)';
const FIGURE = new RegExp(`^\\d+(?:[.,’']\\d+)*(?:e\\d+)?${UNIT}?$`, 'iu');

/** The number of figures in one run of prose. Takes time in proportion to the text. */
export function countFigures(text: string): number {
  if (!/\d/.test(text)) return 0;
  let prose = text.replace(THOUSANDS_SPACE, '');
  for (const rule of NOT_FIGURES) prose = prose.replace(rule, ' ');
  const left = (prose.match(WITH_DIGIT) ?? []).join(' ').replace(UUID, ' ').replace(WORD, ' ');
  return (left.match(NUMERAL_WORD) ?? []).filter((word) => FIGURE.test(word.replace(/[.,’']+$/, ''))).length;
}
