// The page starts here.

import { describeVersion } from './describe.ts';
import { loadVersion } from './wasm.ts';

const status = document.getElementById('version');
if (status) status.textContent = describeVersion(await loadVersion());
