// The tables of the catalogue. Another version of them is another catalogue: the old one is thrown away and made anew.
export const SCHEMA_VERSION = 2;

export const SCHEMA = `
CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE snapshots (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  finished_at TEXT NOT NULL,
  summary TEXT NOT NULL
);

-- A folder in one of the buckets that looks like a snapshot. snapshot: absent while its manifest is, or cannot be read.
CREATE TABLE copies (
  id TEXT NOT NULL,
  side TEXT NOT NULL,
  snapshot INTEGER,
  version TEXT,
  problem TEXT,
  looked_at TEXT NOT NULL,
  PRIMARY KEY (id, side)
) WITHOUT ROWID;

CREATE TABLE repositories (
  number INTEGER PRIMARY KEY,
  -- GitHub's id, or the name where a manifest of format 1 has none.
  key TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  -- The newest snapshot that has it; the name is of that one.
  newest TEXT NOT NULL,
  -- The last bundle whose refs stand in ref_spans.
  refs_until TEXT
);
CREATE INDEX repositories_by_name ON repositories (name);

CREATE TABLE names (
  name TEXT NOT NULL,
  repository INTEGER NOT NULL,
  PRIMARY KEY (name, repository)
) WITHOUT ROWID;

CREATE TABLE bundles (
  number INTEGER PRIMARY KEY,
  repository INTEGER NOT NULL,
  snapshot TEXT NOT NULL,
  key TEXT NOT NULL,
  version TEXT NOT NULL,
  content TEXT NOT NULL,
  refs_problem TEXT
);
CREATE UNIQUE INDEX bundles_of_repository ON bundles (repository, snapshot, key, version);

CREATE TABLE states (
  number INTEGER PRIMARY KEY,
  repository INTEGER NOT NULL,
  hash BLOB NOT NULL,
  name TEXT NOT NULL,
  refs_digest TEXT,
  chain TEXT NOT NULL,
  content TEXT NOT NULL
);
CREATE UNIQUE INDEX states_by_hash ON states (repository, hash);

-- Which state each repository has in a snapshot: entry-blocks.ts.
CREATE TABLE blocks (
  snapshot INTEGER NOT NULL,
  block INTEGER NOT NULL,
  states BLOB NOT NULL,
  PRIMARY KEY (snapshot, block)
) WITHOUT ROWID;

CREATE TABLE ref_names (
  number INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
);

CREATE TABLE ref_spans (
  number INTEGER PRIMARY KEY,
  repository INTEGER NOT NULL,
  name INTEGER NOT NULL,
  oid TEXT NOT NULL,
  since TEXT NOT NULL,
  until TEXT
);
CREATE INDEX ref_spans_of_repository ON ref_spans (repository, until);
CREATE INDEX ref_spans_by_name ON ref_spans (name, since);
CREATE INDEX ref_spans_by_oid ON ref_spans (oid);
`;
