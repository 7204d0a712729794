// Every bound of this room. A log is foreign input: whatever it is, reading it ends, and in this much memory.

/** Changes whenever the same log would give another result. */
export const EXTRACTOR_VERSION = '1.1.0';

export const ARCHIVE_BYTES_MAX = 256 * 1024 * 1024;
export const ENTRY_COUNT_MAX = 10_000;
/** One log text; the rest of a longer one is not read. A process that reads one of this size peaks at 0.8 GB. */
export const LOG_BYTES_MAX = 128 * 1024 * 1024;
/** All log texts of a run together. */
export const RUN_BYTES_MAX = 1024 * 1024 * 1024;
export const LINE_COUNT_MAX = 1_500_000;
/** The longest line seen in a real log has 21,864 bytes; a longer one than this is cut and gives no value. */
export const LINE_CHARS_MAX = 1024 * 1024;

export const DOCUMENT_CHARS_MAX = 8 * 1024 * 1024;
export const DOCUMENT_DEPTH_MAX = 128;
/** Of any program: a run that logs much JSON may print its summary last. */
export const DOCUMENT_COUNT_MAX = 50_000;
/** Lines of other programs that may stand inside one printed document. */
export const FOREIGN_LINES_MAX = 200;
/** Steps of the document search in one log, so that a log made of openings cannot hold it up. */
export const SEARCH_STEPS_MAX = 10_000_000;
export const PROGRESS_COUNT_MAX = 20_000;
/** Lines of documents that were not found whole, in one log. */
export const STRAY_COUNT_MAX = 5_000;
export const STRAY_CHARS_MAX = 500;
/** Lines without any key of a campaign document that may be between two that have one. */
export const STRAY_GAP_LINES_MAX = 100;

/** Lines of the log that are written into a document that they contradict. */
export const CONTRADICTION_COUNT_MAX = 20;
export const CONTRADICTION_CHARS_MAX = 300;

export const EXCERPT_CHARS_MAX = 2_000;
export const SECRET_SEARCH_CHARS_MAX = 64 * 1024;

export const ARTIFACT_COUNT_MAX = 20;
/** The files taken from uploaded artifacts, together. */
export const ARTIFACT_BYTES_MAX = 256 * 1024 * 1024;
export const RUN_COUNT_MAX = 5_000;
export const JOB_COUNT_MAX = 1_000;

/** A signed address lives for a minute; a fresh one is asked for this often. */
export const LINK_COUNT_MAX = 3;
export const REQUEST_MS_MAX = 30_000;
export const DOWNLOAD_MS_MAX = 300_000;
/** A longer wait than this is the person's to choose. */
export const RETRY_AFTER_S_MAX = 60;
