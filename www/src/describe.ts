// Owns the sentences that the page says about the simulator.

/** What a person reads once the simulator answers. */
export const describeVersion = (version: string): string => `Simulator ${version} is running.`;
