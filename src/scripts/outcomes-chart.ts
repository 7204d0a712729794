// The chart of outcomes by month, over its table.

import { drawnWhenSeen } from './when-seen.ts';

drawnWhenSeen('outcomes-chart', () => import('./outcomes-draw.ts'));
