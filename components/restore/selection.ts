// Which repositories are chosen, short enough for an address: `acme/ api web other/ x`, `*` for all, `* acme/ api` for all
// but that one. A space becomes a plus sign there, so a name costs little more than its letters.
import { asRepositoryName } from "@/lib/domain/ids";

export interface Selection {
  /** Of `all`, the names are those left out. */
  all: boolean;
  names: string[];
}

export const NOTHING: Selection = { all: false, names: [] };

export function readSelection(text: string | null | undefined): Selection {
  const names: string[] = [];
  let organisation = "";
  const [first, ...rest] = (text ?? "").split(/[\s,]+/).filter(Boolean);
  const all = first === "*";
  for (const word of all || first === undefined ? rest : [first, ...rest]) {
    if (word.endsWith("/")) organisation = word;
    else names.push(asRepositoryName(word.includes("/") ? word : organisation + word) ?? "");
  }
  return { all, names: [...new Set(names.filter(Boolean))] };
}

/** Servers and proxies take about 8 KiB of an address for granted, and there is more in it than this. */
const MOST_CHARACTERS = 6000;

/** Whether the address can hold it: a few hundred names, or any number of all but a few hundred. */
export function fitsAddress(selection: Selection): boolean {
  return new URLSearchParams({ repositories: writeSelection(selection) ?? "" }).toString().length <= MOST_CHARACTERS;
}

/** Undefined of nothing. */
export function writeSelection({ all, names }: Selection): string | undefined {
  const words = all ? ["*"] : [];
  let organisation = "";
  for (const name of [...names].sort()) {
    const slash = name.indexOf("/") + 1;
    if (name.slice(0, slash) !== organisation) {
      organisation = name.slice(0, slash);
      words.push(organisation);
    }
    words.push(name.slice(slash));
  }
  return words.length > 0 ? words.join(" ") : undefined;
}

/** The names it stands for. What is chosen by name stays chosen where the snapshot does not have it: the plan says why not. */
export function selectedNames({ all, names }: Selection, available: readonly string[]): string[] {
  if (!all) return names;
  const left = new Set(names);
  return available.filter((name) => !left.has(name));
}

/** The shorter way to say it; `all` stays all when a snapshot with others is chosen. */
export function selectionOf(chosen: readonly string[], available: readonly string[]): Selection {
  const taken = new Set(chosen);
  const left = available.filter((name) => !taken.has(name));
  const all = available.length > 1 && left.length < chosen.length && available.length - left.length === chosen.length;
  return all ? { all, names: left } : { all: false, names: [...chosen] };
}
