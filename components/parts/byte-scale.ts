/** The binary unit a chart's axis is drawn in, so that its round ticks are round in that unit. */
export function byteScale(most: number): { unit: number; name: string } {
  const power = Math.min(UNITS.length - 1, Math.max(0, Math.floor(Math.log2(Math.max(1, most)) / 10)));
  return { unit: 1024 ** power, name: UNITS[power] ?? "B" };
}

const UNITS = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];
