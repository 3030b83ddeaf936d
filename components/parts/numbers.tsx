import { formatBytes, formatNumber } from "@/lib/domain/format";

/** `1.21 GiB`, with the exact bytes on hover. */
export function Bytes({ value }: { value: number | undefined }) {
  if (value === undefined) return <>–</>;
  return <span title={`${formatNumber(value)} bytes`}>{formatBytes(value)}</span>;
}

/** `212/214`, read aloud as "212 of 214". */
export function OutOf({ count, total }: { count: number; total: number }) {
  return (
    <span>
      {formatNumber(count)}
      <span aria-hidden="true">/</span>
      <span className="visually-hidden"> of </span>
      {formatNumber(total)}
    </span>
  );
}
