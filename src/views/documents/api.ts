// The machine-readable view of the same verdicts that the pages show.

import type { Entry } from '../../catalogue/catalogue.ts';
import type { Archive } from '../../catalogue/published.ts';
import { linesOfChecks } from '../../catalogue/texts.ts';
import { API_SCHEMA_VERSION, type ApiAnalysis, type ApiCampaign, type ApiCampaignRow } from '../../contract/api.ts';

const GOT_BYTES_MAX = 4096;
/** The folder's own list names the others, and the files say the rest. */
const ARTIFACTS_MAX = 25_000;
const REASONS_MAX = 100;

function few(reasons: readonly string[]): string[] {
  const more = reasons.length - REASONS_MAX;
  return more > 0 ? [...reasons.slice(0, REASONS_MAX), `and ${more} more`] : [...reasons];
}

export function apiCampaign(
  root: string,
  entry: Entry,
  { analysis, archive }: { analysis: ApiAnalysis | null; archive: Archive | null },
): ApiCampaign {
  return {
    schema_version: API_SCHEMA_VERSION,
    ...headOf(entry),
    phases: entry.verdict.phases.map((phase) => {
      const lines = linesOfChecks(root, entry, phase);
      const checks = phase.checks.map(({ id, label, expected, got, ok, file }, index) => {
        return { id, label, expected, got: bounded(got), ok, file, line: lines[index] ?? null };
      });
      return {
        phase: phase.phase,
        status: phase.status,
        provenance: phase.provenance,
        reasons: few(phase.reasons),
        checks,
      };
    }),
    artifacts: entry.verdict.artifacts.slice(0, ARTIFACTS_MAX).map(({ file, bytes, sha256, provenance, state }) => {
      return { file, bytes, sha256, provenance, state };
    }),
    archive,
    reconstructed_from: entry.head.reconstructed_from,
    analysis,
  };
}

export function apiCampaignRow(entry: Entry, analysis: ApiAnalysis | null): ApiCampaignRow {
  return {
    ...headOf(entry),
    phases: entry.verdict.phases.map(({ phase, status, provenance, reasons }) => ({
      phase,
      status,
      provenance,
      reasons: few(reasons),
    })),
    reconstructed_from: entry.head.reconstructed_from,
    analysis: analysis && {
      source: analysis.source,
      kind: analysis.kind,
      author: analysis.author,
      headline: analysis.headline,
      verdict: analysis.verdict,
    },
  };
}

const headOf = ({ id, series, ordinal, head, verdict }: Entry) => ({
  id,
  ref: head.ref,
  series,
  ordinal,
  profile: head.profile,
  completed_at: head.completed_at,
  outcome: verdict.outcome,
  reasons: few(verdict.reasons),
  claim: verdict.claim,
});

/** The value as found; one that would swell the document is cut, and says so. */
function bounded(got: unknown): unknown {
  if (typeof got !== 'object' && typeof got !== 'string') return got;
  let text: string;
  try {
    text = JSON.stringify(got) ?? '';
  } catch {
    return { omitted: 'nested too deeply' };
  }
  return text.length <= GOT_BYTES_MAX
    ? got
    : { omitted: `${text.length} characters of JSON`, begins: text.slice(0, 200) };
}
