// The runbook's text as screens draw it. docs/operator-runbook.md is written in a little of Markdown: paragraphs, lists,
// commands, and within a line code, emphasis and links.

export interface RunbookSpan {
  text: string;
  as?: "code" | "emphasis";
  /** Of another page of the console. */
  href?: string;
}

export type RunbookLeaf = { kind: "paragraph"; spans: RunbookSpan[] } | { kind: "code"; text: string };
export type RunbookBlock = RunbookLeaf | { kind: "list"; ordered: boolean; items: RunbookLeaf[][] };

/** What the target of a link is called here: an address in the console, or where else to read. */
export type Leads = (target: string) => { href: string } | { reference: string };

const FENCE = "```";
const MARKER = /^(\d+\.|-) +/;

export function blocksOf(markdown: string, leads: Leads): RunbookBlock[] {
  const lines = markdown.split("\n");
  const blocks: RunbookBlock[] = [];
  for (let line = lines.shift(); line !== undefined; line = lines.shift()) {
    if (line.trim() === "") continue;
    const marker = MARKER.exec(line)?.[0];
    if (line.startsWith(FENCE)) blocks.push({ kind: "code", text: takeUntil(lines, FENCE) });
    else if (marker) addItem(blocks, marker, [line.slice(marker.length), ...takeIndented(lines)], leads);
    else {
      const rest = takeWhile(lines, (next) => next.trim() !== "" && !next.startsWith(FENCE) && !MARKER.test(next));
      blocks.push({ kind: "paragraph", spans: spansOf([line, ...rest].map((each) => each.trim()).join(" "), leads) });
    }
  }
  return blocks;
}

function addItem(blocks: RunbookBlock[], marker: string, lines: string[], leads: Leads): void {
  const ordered = marker !== "- ";
  const item = blocksOf(lines.join("\n"), leads).flatMap((block) =>
    block.kind === "list" ? block.items.flat() : block,
  );
  const last = blocks.at(-1);
  if (last?.kind === "list" && last.ordered === ordered) last.items.push(item);
  else blocks.push({ kind: "list", ordered, items: [item] });
}

/** What is indented belongs to the item before, with the blank lines between. */
function takeIndented(lines: string[]): string[] {
  const taken = takeWhile(lines, (line) => line.trim() === "" || /^ {2}/.test(line));
  const [indent = ""] = /^ */.exec(taken.find((line) => line.trim() !== "") ?? "") ?? [];
  return taken.map((line) => line.slice(indent.length));
}

function takeUntil(lines: string[], end: string): string {
  const taken = takeWhile(lines, (line) => !line.startsWith(end));
  lines.shift();
  return taken.join("\n");
}

function takeWhile(lines: string[], wanted: (line: string) => boolean): string[] {
  const end = lines.findIndex((line) => !wanted(line));
  return lines.splice(0, end === -1 ? lines.length : end);
}

const INLINE = /`([^`]+)`|\*([^*]+)\*|\[([^\]]+)\]\(([^)]+)\)/g;

function spansOf(line: string, leads: Leads): RunbookSpan[] {
  const spans: RunbookSpan[] = [];
  let from = 0;
  for (const match of line.matchAll(INLINE)) {
    const [whole, code, emphasis, link = "", target] = match;
    if (match.index > from) spans.push({ text: line.slice(from, match.index) });
    from = match.index + whole.length;
    if (code !== undefined) spans.push({ text: code, as: "code" });
    else if (emphasis !== undefined) spans.push({ text: emphasis, as: "emphasis" });
    else if (target !== undefined) spans.push(linked(link, leads(target)));
  }
  if (from < line.length) spans.push({ text: line.slice(from) });
  return spans;
}

const linked = (text: string, to: ReturnType<Leads>): RunbookSpan =>
  "href" in to ? { text, href: to.href } : { text: `${text} (${to.reference})` };
