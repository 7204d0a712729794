// The chart of times to converge, over its ledger.

import { drawnWhenSeen } from './when-seen.ts';

drawnWhenSeen('convergence-chart', () => import('./convergence-draw.ts'));
