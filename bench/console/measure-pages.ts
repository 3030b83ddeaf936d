import { formatNumber } from "@/lib/domain/format";
import { verdict } from "../report";
import { type Answered, ask, percentile } from "./ask";
import type { AskedPage } from "./asked-pages";
import type { StartedConsole } from "./started-console";

/** Of each page and each route, one after the other. */
const TIMES = 50;
const P95_MS = 150;

export const PAGE_HEAD = ["page", "address", "p50", "p95", "asked", "on the wire", "encoding"];

/** Warm: each is asked once before. What is not there yet is left out. */
export async function measurePages(console: StartedConsole, cookie: string, pages: AskedPage[]): Promise<string[][]> {
  const rows: string[][] = [];
  for (const { name, page, routes } of pages) {
    for (const address of [page, ...routes]) {
      const first = await ask(console.url + address, cookie);
      if (first.status >= 400 && first.status < 500) continue;
      if (first.status !== 200) throw new Error(`${address} answered ${first.status}`);
      const answers: Answered[] = [];
      for (let time = 0; time < TIMES; time++) answers.push(await ask(console.url + address, cookie));
      rows.push(rowOf(name, address, answers));
    }
  }
  return rows;
}

function rowOf(name: string, address: string, answers: Answered[]): string[] {
  const ms = answers.map((answer) => answer.ms);
  const p95 = percentile(ms, 0.95);
  const [{ wireBytes, encoding } = { wireBytes: 0, encoding: "" }] = answers;
  return [
    name,
    `\`${address.replace("?side=primary", "")}\``,
    inMs(percentile(ms, 0.5)),
    inMs(p95),
    verdict(`p95 ${P95_MS} ms`, p95 <= P95_MS),
    `${formatNumber(Math.ceil(wireBytes / 1024))} KiB`,
    encoding,
  ];
}

export const inMs = (ms: number): string => `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`;
