import { describe, expect, test } from "vitest";
import { secondLook } from "./second-look";

const repo = (id: number, name: string, installation = 1) => ({ id, name, installation: { id: installation } });
const everywhere = new Set([1, 2]);
const look = (
  first: ReturnType<typeof repo>[],
  second: ReturnType<typeof repo>[],
  { safe = true, relisted = everywhere }: { safe?: boolean; relisted?: ReadonlySet<number> } = {},
) => secondLook(first, second, relisted, () => safe);
const nothing = { capture: [], renamed: [], goneAfterCapture: [], gone: [] };

const api = repo(1, "acme/api");

test("an equal list changes nothing, whatever became of the repositories", () => {
  expect(look([api], [api])).toEqual(nothing);
  expect(look([api], [api], { safe: false })).toEqual(nothing);
});

test("what appeared meanwhile, or was missed because pages moved, is captured", () => {
  const web = repo(2, "acme/web");
  expect(look([api], [web, api])).toEqual({ ...nothing, capture: [web] });
});

describe("a rename or transfer", () => {
  const renamed = repo(1, "globex/backend", 2);

  test("of a captured repository only changes its name", () =>
    expect(look([api], [renamed])).toEqual({ ...nothing, renamed: [{ from: api, to: renamed }] }));

  test("that made the capture fail has it captured under its new name", () =>
    expect(look([api], [renamed], { safe: false })).toEqual({ ...nothing, capture: [renamed] }));

  test("whose old name is in use again casts doubt on what was captured: it is captured again", () => {
    const impostor = repo(9, "Acme/API");
    expect(look([api], [renamed, impostor])).toEqual({ ...nothing, capture: [impostor, renamed] });
  });

  test("of two that swap names has both captured again", () => {
    const web = repo(2, "acme/web");
    const swapped = [repo(1, "acme/web"), repo(2, "acme/api")];
    expect(look([api, web], swapped)).toEqual({ ...nothing, capture: swapped });
  });

  test("in letter case only is no doubt", () => {
    const upper = repo(1, "acme/API");
    expect(look([api], [upper])).toEqual({ ...nothing, renamed: [{ from: api, to: upper }] });
  });
});

describe("what is gone", () => {
  test("keeps what was captured of it before", () =>
    expect(look([api], [])).toEqual({ ...nothing, goneAfterCapture: [api] }));

  test("is not a failure", () => expect(look([api], [], { safe: false })).toEqual({ ...nothing, gone: [api] }));

  test("is not believed of an installation that could not be listed again", () =>
    expect(look([api], [], { safe: false, relisted: new Set([2]) })).toEqual(nothing));

  test("and replaced by another repository of its name has not been captured for certain", () => {
    const impostor = repo(9, "acme/api");
    expect(look([api], [impostor])).toEqual({ ...nothing, capture: [impostor], gone: [api] });
  });
});
