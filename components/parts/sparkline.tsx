import styles from "./parts.module.css";

const WIDTH = 120;
const HEIGHT = 28;

/** A line without numbers: those stand beside it, for everybody. From nothing up, so that a small change looks small. */
export function Sparkline({ values }: { values: readonly number[] }) {
  const most = Math.max(1, ...values);
  const points = values.map((value, index) => [
    (index / Math.max(1, values.length - 1)) * (WIDTH - 4) + 2,
    HEIGHT - 2 - (value / most) * (HEIGHT - 4),
  ]);
  const [x, y] = points.at(-1) ?? [0, 0];
  return (
    <svg className={styles.sparkline} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true" focusable="false">
      <polyline points={points.map((point) => point.map((each) => each?.toFixed(1)).join(",")).join(" ")} />
      <circle cx={x} cy={y} r="2" />
    </svg>
  );
}
