// The architecture's arrows. A broken arrow fails the build with the sentence under `comment`; see docs/architecture.md.
const tests = "\\.(test|spec|contract)\\.tsx?$|/testing/";
const ours = "^(app|components|indexer|lib|worker|infra|sandbox|e2e|bench)/";

/** What infra decides without CDK, and the sandbox runs too. */
const PURE_INFRA = "^infra/(policies/[^/]+|names|role-statements|task-environment)\\.ts$";

/** What comes from outside, as zod checks it: the browser loads none of these (scripts/browser-modules.mjs). */
const SCHEMAS = "^lib/domain/.*-schema\\.ts$";

/** Files under `from` may import, of our own code, only what matches `allowed`. */
const only = (name, from, allowed, comment) => ({
  name,
  comment,
  severity: "error",
  from: { path: from, pathNot: tests },
  to: { path: ours, pathNot: allowed },
});

module.exports = {
  forbidden: [
    {
      name: "no-cycles",
      comment: "Two files that need each other are one file, or miss a third that both can import.",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { pathNot: SCHEMAS } },
    },
    {
      name: "no-cycles-of-schemas",
      comment:
        "A schema is made of its neighbour's lists; the neighbour takes no more of it than its types, which are gone at run time.",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "no-unresolved",
      comment: "This import leads nowhere.",
      severity: "error",
      from: {},
      to: { couldNotResolve: true, pathNot: "^(server-only|next/.*|@octokit/openapi-types)$|\\.css$" },
    },
    only(
      "domain-is-pure",
      "^lib/domain/",
      "^lib/domain/",
      "lib/domain decides without input or output; it imports only itself and zod.",
    ),
    {
      name: "domain-externals",
      comment:
        "lib/domain imports no package but zod: what needs Node, a clock or randomness is passed in as an argument.",
      severity: "error",
      from: { path: "^lib/domain/", pathNot: tests },
      to: { dependencyTypes: ["npm", "npm-dev", "npm-optional", "core"], pathNot: "node_modules/zod/" },
    },
    only(
      "ports-see-domain",
      "^lib/ports/",
      "^lib/(domain|ports)/",
      "A port is an interface in the words of the domain; it knows no adapter.",
    ),
    only(
      "operations-see-ports",
      "^lib/operations/",
      "^lib/(domain|ports|operations)/",
      "An operation gets its ports as arguments; adapters are wired in services.ts.",
    ),
    only(
      "git-sees-domain",
      "^lib/git/",
      "^lib/(domain|git)/",
      "lib/git starts stock git as a process; it knows neither buckets nor who asks.",
    ),
    only(
      "rebuild-sees-git",
      "^lib/rebuild/",
      "^lib/(domain|ports|operations|git|rebuild)/",
      "lib/rebuild makes a repository of a chain's bundles, for the worker and for the console's git adapter alike.",
    ),
    {
      name: "git-has-one-home",
      comment:
        "Processes are started in lib/git, by the worker's runner of many small gits and where the console starts its indexer: there the environment is clean.",
      severity: "error",
      from: {
        path: "^(app|components|lib|worker)/",
        pathNot: `^(lib/git/[^/]+|lib/adapters/sqlite/indexer-process\\.ts|worker/(git-runner\\.ts|build\\.mjs))$|${tests}`,
      },
      to: { path: "^(node:)?child_process$" },
    },
    {
      name: "console-reaches-git-by-its-port",
      comment:
        "The console asks for what is in a repository through lib/ports/git-repositories.ts; how git is started is the adapter's.",
      severity: "error",
      from: { path: "^(app|components)/", pathNot: tests },
      to: { path: "^lib/(git|rebuild)/" },
    },
    only(
      "adapters-see-ports",
      "^lib/adapters/(?!git/)",
      "^lib/((domain|ports|adapters)/|bounded-text\\.ts$)",
      "An adapter implements a port; it does not know who uses it.",
    ),
    only(
      "git-adapter-sees-git",
      "^lib/adapters/git/",
      "^lib/(domain|ports|adapters|git|rebuild)/",
      "The git adapter implements its port with stock git and with repositories made of bundles; it does not know who uses it.",
    ),
    {
      name: "adapters-are-strangers",
      comment:
        "Adapters do not import each other; what two of them share belongs to the domain or to lib/adapters/shared.",
      severity: "error",
      from: { path: "^lib/adapters/([^/]+)/", pathNot: tests },
      to: { path: "^lib/adapters/", pathNot: "^lib/adapters/($1|shared)/" },
    },
    only(
      "components-see-domain",
      "^components/",
      "^(components|lib/domain)/",
      "A component draws domain values; it fetches through its queries.ts over HTTP.",
    ),
    only(
      "worker-never-sees-console",
      "^worker/",
      "^(worker|lib)/",
      "Worker and console are siblings: they meet in lib and in the bucket.",
    ),
    only(
      "console-never-sees-worker",
      "^app/",
      "^(app|components|lib)/",
      "Worker and console are siblings: they meet in lib and in the bucket.",
    ),
    only(
      "indexer-sees-lib",
      "^indexer/",
      "^(indexer|lib)/",
      "The indexer is a process of its own: the console starts it, and they meet in lib and in its messages.",
    ),
    only(
      "infra-sees-contract",
      "^infra/",
      "^(infra/|lib/domain/|lib/(env|read-environment)\\.ts$)",
      "Infrastructure provisions what the domain and the environment schema name; it runs no application code.",
    ),
    {
      name: "sandbox-without-cdk",
      comment:
        "The sandbox takes names, variables and policies from infra, which are pure functions; CDK itself would make every start slow.",
      severity: "error",
      from: { path: "^sandbox/", pathNot: tests },
      to: { path: "^infra/", pathNot: PURE_INFRA },
    },
    {
      name: "pure-infra",
      comment: "What the sandbox takes from infra knows neither CDK nor the constructs.",
      severity: "error",
      from: { path: PURE_INFRA, pathNot: tests },
      to: { path: "node_modules/(aws-cdk-lib|constructs)/|^infra/(stacks|constructs)/" },
    },
    {
      name: "adapters-only-at-composition-roots",
      comment:
        "Adapters are created in services.ts of app/_server, indexer and worker only, and those of the doctor beside them; everything else receives ports.",
      severity: "error",
      from: {
        path: "^(app|indexer|worker)/",
        pathNot: `^(app/_server/(services|doctor|catalogue)|indexer/services|worker/(doctor-|evidence-)?services)\\.ts$|${tests}`,
      },
      to: { path: "^lib/adapters/" },
    },
    {
      name: "sdk-only-at-the-edge",
      comment:
        "AWS and GitHub SDKs are used in lib/adapters (and by infra, sandbox, e2e, bench); elsewhere use a port.",
      severity: "error",
      from: { pathNot: `^(lib/adapters|infra|sandbox|e2e|bench)/|${tests}` },
      to: { path: "node_modules/(@aws-sdk|@octokit|octokit|aws-cdk-lib)/" },
    },
    {
      name: "stand-ins-never-leak",
      comment:
        "Production code never imports the sandbox, the end-to-end tests or the benchmarks: stand-ins are servers, reached by URL.",
      severity: "error",
      from: { path: "^(app|components|indexer|lib|worker|infra)/", pathNot: tests },
      to: { path: "^(sandbox|e2e|bench)/" },
    },
    {
      name: "no-dev-dependencies-in-production",
      comment: "What runs in production is a dependency, not a devDependency.",
      severity: "error",
      from: { path: "^(app|components|indexer|lib|worker)/", pathNot: `${tests}|^(indexer|worker)/build\\.mjs$` },
      to: { dependencyTypes: ["npm-dev"], dependencyTypesNot: ["type-only"] },
    },
  ],
  options: {
    parser: "swc",
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(\\.next|dist|cdk\\.out|next-env)" },
    webpackConfig: { fileName: "scripts/module-aliases.cjs" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "node", "default"] },
  },
};
