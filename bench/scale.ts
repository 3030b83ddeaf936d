/** 1 for a measurement; BENCH_SCALE=0.03 for a quick look at whether everything works. Such results are not kept. */
export const SCALE = Number(process.env.BENCH_SCALE ?? 1);
if (!(SCALE > 0 && SCALE <= 1)) throw new Error("BENCH_SCALE is a number above 0 and at most 1");

/** Runs of each side, of which the median is taken; the tables tell how many there were. */
export const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3);
if (!(Number.isInteger(ROUNDS) && ROUNDS > 0)) throw new Error("BENCH_ROUNDS is a whole number above 0");
