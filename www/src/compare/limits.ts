// Over how many seeds two runs are compared.

export const SEEDS_MIN = 1;
export const SEEDS_MAX = 200;
