// The element alone: what another page loads.

export { SwarmScope } from './element/swarm-scope.ts';
