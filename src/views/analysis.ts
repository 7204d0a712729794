// STUB-TO-BE-REPLACED
import type { Catalogue, Entry } from './catalogue.ts';
import type { Focus } from './focus.ts';

export interface AnalysisView {
  focus: Focus;
}

export async function analysisOf(_catalogue: Catalogue, _entry: Entry): Promise<AnalysisView | null> {
  return null;
}
