// The views, in the order of their tabs. A new one is a folder, its id in `view.ts`, and a line here.

import { gifts } from './gifts/index.ts';
import { log } from './log/index.ts';
import { pieces } from './pieces/index.ts';
import { progress } from './progress/index.ts';
import { swarm } from './swarm/index.ts';
import { tree } from './tree/index.ts';
import type { View, ViewId } from './view.ts';

export const VIEWS: readonly View[] = [swarm, pieces, gifts, progress, log, tree];

export const viewOf = (id: ViewId): View => VIEWS.find((view) => view.id === id) ?? swarm;
