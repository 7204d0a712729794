// The charts of bounds and outcomes, over their tables.

import { drawnWhenSeen } from './when-seen.ts';

drawnWhenSeen('trend-chart', () => import('./trend-draw.ts'));
