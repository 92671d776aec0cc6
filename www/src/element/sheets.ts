// Every style sheet of the figure: its own, and one of each view and panel that has some.

import { compareStyles } from '../compare/styles.ts';
import { branchesStyles } from '../panels/branches/styles.ts';
import { lateStyles } from '../panels/late/styles.ts';
import { nearStyles } from '../panels/near/styles.ts';
import { podiumStyles } from '../panels/podium/styles.ts';
import { ticksStyles } from '../panels/ticks/styles.ts';
import { timelineStyles } from '../panels/timeline/styles.ts';
import { storyStyles } from '../story/styles.ts';
import { giftsStyles } from '../views/gifts/styles.ts';
import { logStyles } from '../views/log/styles.ts';
import { progressStyles } from '../views/progress/styles.ts';
import { treeStyles } from '../views/tree/styles.ts';
import { smallStyles } from './small-styles.ts';
import { styles } from './styles.ts';

export const sheets = [
  styles,
  smallStyles,
  compareStyles,
  timelineStyles,
  branchesStyles,
  ticksStyles,
  lateStyles,
  nearStyles,
  podiumStyles,
  progressStyles,
  giftsStyles,
  logStyles,
  treeStyles,
  storyStyles,
];
