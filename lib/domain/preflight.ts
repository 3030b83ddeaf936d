// What GitHub said when it was asked before a restore, judged: pure, so that the console, `--check` and the restore itself
// come to the same verdict. Nothing is created while one of these refuses.
import { AppError } from "./errors";
import { formatNumber, plural } from "./format";
import { splitRepositoryName } from "./ids";
import { budget, hiddenRefs, pushSize, sizes } from "./preflight-content";
import {
  check,
  type Judged,
  type OrganisationFacts,
  type PreflightFacts,
  refused,
  type TargetFacts,
} from "./preflight-facts";
import type { RestorePlan } from "./restore-plan";

/** What a restore cannot do without. A ref needs no administration: nothing is created. */
const NEEDED = { administration: "write", contents: "write", workflows: "write" } as const;

export function judgePreflight(plan: RestorePlan, facts: PreflightFacts): Judged[] {
  const onGitHub = plan.items.some((item) => item.target !== undefined);
  if (!onGitHub) return [];
  const creates = plan.request.kind !== "ref";
  return [
    installed(facts),
    ...permitted(facts, creates),
    ...(creates ? [policy(facts), names(plan, facts), visibility(plan, facts)] : [targetRepository(plan, facts)]),
    rulesets(facts),
    pushProtection(),
    budget(plan, facts),
    sizes(plan),
    ...(creates ? [pushSize(plan.items), hiddenRefs(plan.items)] : []),
  ].filter((each) => each !== undefined);
}

/** The first refusal that concerns the whole restore, as the error it is. */
export function refusalOf(checks: readonly Judged[]): AppError | undefined {
  return checks.find((each) => each.state === "refused" && each.targets === undefined)?.error;
}

/** The error with which one repository is refused, as far as GitHub's answers about its target tell. */
export function targetProblem(facts: TargetFacts | undefined): AppError | undefined {
  if (facts?.state === "taken") return new AppError("target-exists", { target: facts.target });
  if (facts?.state === "redirects")
    return new AppError("target-redirects", { target: facts.target, now: facts.now ?? "another repository" });
  return undefined;
}

function installed({ app, organisations }: PreflightFacts): Judged {
  const missing = organisations.find(({ installation }) => !installation);
  if (missing) return refused("app", new AppError("app-not-installed", { app, organisation: missing.organisation }));
  const suspended = organisations.find(({ installation }) => installation?.suspended);
  if (suspended)
    return refused("app", new AppError("restore-app-suspended", { app, organisation: suspended.organisation }));
  return check("app", "ok", `The restore App is installed on ${namesOf(organisations)}.`);
}

function permitted({ organisations }: PreflightFacts, creates: boolean): (Judged | undefined)[] {
  const wanted = Object.entries(NEEDED).filter(([name]) => creates || name !== "administration");
  for (const { organisation, installation } of organisations) {
    if (!installation) return [];
    const lacking = wanted.filter(([name, level]) => installation.permissions[name] !== level);
    if (lacking.length === 0) continue;
    const needed = lacking.map(([name, level]) => `${name}: ${level}`).join(", ");
    // Without it only repositories with workflows are refused, and not before the push: too late to find out.
    return [refused("permissions", new AppError("app-permissions", { organisation, needed }))];
  }
  return [check("permissions", "ok", `It may do what a restore needs: ${wanted.map(([name]) => name).join(", ")}.`)];
}

function policy({ organisations }: PreflightFacts): Judged {
  const closed = organisations.filter(({ privateAllowed }) => privateAllowed === false);
  if (closed.length > 0)
    return check("policy", "warning", `${namesOf(closed)} lets nobody but its owners create private repositories.`, {
      hint: "GitHub will most likely refuse. Ask an owner to allow private repositories while you restore, under Member privileges.",
    });
  if (organisations.some(({ privateAllowed }) => privateAllowed === undefined))
    return check("policy", "unknown", "GitHub does not tell the App who may create repositories.", {
      hint: "If the organisation restricts it, GitHub refuses at the first repository and nothing is created.",
    });
  return check("policy", "ok", "Private repositories may be created.");
}

function names({ items, refused: before }: RestorePlan, { targets }: PreflightFacts): Judged {
  const byName = new Map(targets.map((each) => [each.target, each]));
  const problems = items.flatMap(({ target }) => {
    const problem = target && targetProblem(byName.get(target));
    return problem ? [{ target, problem }] : [];
  });
  const [first] = problems;
  if (!first) {
    const out = before.length > 0 ? `; ${formatNumber(before.length)} were refused by the plan already` : "";
    return check(
      "target-names",
      "ok",
      items.length === 1 ? `${items[0]?.target} is free.` : `All ${formatNumber(items.length)} names are free${out}.`,
    );
  }
  if (items.length === 1) return refused("target-names", first.problem);
  const all = problems.length === items.length;
  const text = `${formatNumber(problems.length)} of ${plural(items.length, "name")} cannot be had: ${first.problem.message}${problems.length > 1 ? " and so on" : ""}.`;
  return check("target-names", "refused", text, {
    hint: all ? first.problem.hint : "The others are restored. Choose other names, or another organisation, for these.",
    code: first.problem.code,
    error: first.problem,
    ...(all ? {} : { targets: problems.map(({ target }) => target) }),
  });
}

function targetRepository({ request }: RestorePlan, { targets }: PreflightFacts): Judged {
  const [facts] = targets;
  if (request.kind !== "ref" || !facts) return check("target-repository", "unknown", "The target is not known.");
  if (facts.state === "free")
    return refused("target-repository", new AppError("github-not-found", { what: `repository ${request.target}` }));
  if (facts.state === "redirects") {
    const moved = new AppError("target-redirects", { target: request.target, now: facts.now });
    return refused("target-repository", moved);
  }
  if (facts.branchTaken)
    return refused(
      "target-repository",
      new AppError("branch-exists", { branch: request.branch, target: request.target }),
    );
  return check("target-repository", "ok", `${request.target} is there and has no branch ${request.branch}.`);
}

function visibility({ items }: RestorePlan, { organisations }: PreflightFacts): Judged {
  const wide = items.filter(({ visibilityWas }) => visibilityWas === "public" || visibilityWas === "internal");
  if (wide.length === 0) return check("visibility", "ok", "Restored private, as it was.");
  const impossible = organisations.filter(({ enterprise }) => enterprise === false);
  const internal = wide.some(({ visibilityWas }) => visibilityWas === "internal");
  if (internal && impossible.length > 0)
    return check(
      "visibility",
      "warning",
      `${namesOf(impossible)} belongs to no enterprise, so nothing there can be internal.`,
      {
        hint: "It is restored private and can be made private or public only.",
      },
    );
  return check(
    "visibility",
    "ok",
    `Restored private; ${plural(wide.length, "was", "were")} wider and can be widened afterwards.`,
  );
}

function rulesets({ organisations }: PreflightFacts): Judged {
  const known = organisations.filter((each) => each.rulesets !== undefined);
  const active = known.flatMap(({ rulesets: names }) => names ?? []);
  const hint =
    "Put the restore App on the bypass list of the organisation's rulesets; what GitHub refuses is shown, and can be retried.";
  if (active.length > 0)
    return check(
      "rulesets",
      "warning",
      `Rulesets of the organisation may refuse parts of the push: ${active.slice(0, 5).join(", ")}.`,
      { hint },
    );
  if (known.length < organisations.length)
    return check(
      "rulesets",
      "unknown",
      "The App may not see the organisation's rulesets, which may refuse parts of the push.",
      { hint },
    );
  return check("rulesets", "ok", "The organisation has no active ruleset.");
}

/** Cannot be asked: GitHub looks for secrets in what is pushed, and a new repository has none that were allowed. */
function pushProtection(): Judged {
  return check(
    "push-protection",
    "unknown",
    "GitHub looks for secrets while it is pushed, and may refuse it for one in old history.",
    {
      hint: "Its words and its link are shown then; allow the secret there and retry within three hours.",
    },
  );
}

const namesOf = (organisations: OrganisationFacts[]) =>
  organisations.map(({ organisation }) => organisation).join(", ");

/** The organisations a plan writes to. */
export function organisationsOf(plan: RestorePlan): string[] {
  const all = plan.items.flatMap(({ target }) => (target ? [splitRepositoryName(target).organisation] : []));
  const byKey = new Map(all.map((name) => [name.toLowerCase(), name]));
  return [...byKey.values()];
}
