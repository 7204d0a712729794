// What a campaign tells while it runs. The runner tells; how it looks is the terminal's business.

export type ProgressEvent =
  | { event: 'phase-began'; phase: number; title: string }
  | { event: 'step'; phase: number; what: string }
  | { event: 'class-began'; fault: string; cycles: number }
  | { event: 'class-skipped'; fault: string; reason: string }
  | { event: 'ack' }
  | { event: 'fault'; fault: string; cycle: number; holds: boolean }
  | {
      event: 'cycle';
      fault: string;
      cycle: number;
      done: number;
      cycles: number;
      acked: number;
      clean: boolean;
      reasons: string[];
      replay: string;
    }
  | { event: 'class-ended'; fault: string; acked: number; clean: number; cycles: number; ms: number }
  | { event: 'phase-ended'; phase: number; title: string; verdict: string; reasons: string[]; ms: number }
  | { event: 'trouble'; phase: number; error: string };

export type Progress = (event: ProgressEvent) => void;
