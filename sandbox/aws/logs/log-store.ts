import path from "node:path";
import { type Account, arnOf } from "../account";
import { AwsError } from "../aws-error";
import { Journal } from "../state/journal";
import { StateFile } from "../state/state-file";

export interface LogEvent {
  /** 56 digits that sort like (timestamp, order of arrival); also what paging tokens are made of. */
  id: string;
  stream: string;
  timestamp: number;
  ingestionTime: number;
  message: string;
}

export interface LogStream {
  name: string;
  createdAt: number;
  lastIngestionAt?: number;
}

export interface LogGroup {
  name: string;
  createdAt: number;
  retentionInDays?: number;
  tags?: Record<string, string>;
  streams: Record<string, LogStream>;
}

interface OpenGroup {
  journal: Journal<LogEvent>;
  /** Sorted by id. */
  events: LogEvent[];
}

interface LogState {
  groups: Record<string, LogGroup>;
}

const DAY_MS = 86_400_000;

/** Log groups in `logs.json`, their events in one journal per group under `logs/`. */
export class LogStore {
  readonly account: Account;
  private readonly dataDir: string;
  private readonly state: StateFile<LogState>;
  private readonly open = new Map<string, OpenGroup>();
  private sequence = 0;

  private constructor(account: Account, dataDir: string, state: StateFile<LogState>) {
    this.account = account;
    this.dataDir = dataDir;
    this.state = state;
  }

  static async open(account: Account, dataDir: string): Promise<LogStore> {
    const empty: LogState = { groups: {} };
    const store = new LogStore(account, dataDir, await StateFile.open(path.join(dataDir, "logs.json"), empty));
    for (const group of store.groups()) await store.load(group);
    return store;
  }

  groups(): LogGroup[] {
    return Object.values(this.state.value.groups);
  }

  find(name: string): LogGroup | undefined {
    return this.state.value.groups[name];
  }

  /** By name or ARN. @throws AwsError ResourceNotFoundException */
  get(nameOrArn: string | undefined): LogGroup {
    const name = nameOrArn?.startsWith("arn:") ? nameOrArn.split(":")[6] : nameOrArn;
    const group = this.find(name ?? "");
    if (!group) throw new AwsError("ResourceNotFoundException", "The specified log group does not exist.");
    return group;
  }

  /** @throws AwsError ResourceNotFoundException */
  getStream(group: LogGroup, name: string | undefined): LogStream {
    const stream = group.streams[name ?? ""];
    if (!stream) throw new AwsError("ResourceNotFoundException", "The specified log stream does not exist.");
    return stream;
  }

  async createGroup(name: string, tags?: Record<string, string>): Promise<void> {
    if (this.find(name)) {
      throw new AwsError("ResourceAlreadyExistsException", "The specified log group already exists");
    }
    const group: LogGroup = { name, createdAt: this.account.now().getTime(), tags, streams: {} };
    this.state.value.groups[name] = group;
    await this.load(group);
    await this.save();
  }

  async deleteGroup(group: LogGroup): Promise<void> {
    delete this.state.value.groups[group.name];
    const opened = this.open.get(group.name);
    this.open.delete(group.name);
    await this.save();
    await opened?.journal.remove();
  }

  async createStream(group: LogGroup, name: string): Promise<void> {
    if (group.streams[name]) {
      throw new AwsError("ResourceAlreadyExistsException", "The specified log stream already exists");
    }
    group.streams[name] = { name, createdAt: this.account.now().getTime() };
    await this.save();
  }

  async deleteStream(group: LogGroup, stream: LogStream): Promise<void> {
    delete group.streams[stream.name];
    const opened = this.open.get(group.name);
    if (opened) opened.events = opened.events.filter((event) => event.stream !== stream.name);
    await this.save();
  }

  /** Durable when it resolves. `events` need not be in order. */
  async append(group: LogGroup, stream: LogStream, events: { timestamp: number; message: string }[]): Promise<void> {
    const opened = this.open.get(group.name);
    if (!opened) throw new AwsError("ResourceNotFoundException", "The specified log group does not exist.");
    const ingestionTime = this.account.now().getTime();
    const added = events.map((each) => ({
      ...each,
      id: this.nextId(each.timestamp),
      stream: stream.name,
      ingestionTime,
    }));
    for (const event of added) insertSorted(opened.events, event);
    stream.lastIngestionAt = ingestionTime;
    await opened.journal.append(added);
  }

  /** The events of a group, oldest first. */
  events(group: LogGroup): readonly LogEvent[] {
    return this.open.get(group.name)?.events ?? [];
  }

  save(): Promise<void> {
    return this.state.save();
  }

  groupArn(group: LogGroup): string {
    return arnOf(this.account, "logs", `log-group:${group.name}`);
  }

  private async load(group: LogGroup): Promise<void> {
    const file = path.join(this.dataDir, "logs", `${encodeURIComponent(group.name)}.jsonl`);
    const oldest = group.retentionInDays ? this.account.now().getTime() - group.retentionInDays * DAY_MS : 0;
    const { journal, entries } = await Journal.open<LogEvent>(file, (event) => {
      return event.timestamp >= oldest && group.streams[event.stream] !== undefined;
    });
    for (const event of entries) {
      this.sequence = Math.max(this.sequence, Number(event.id.slice(-30)));
      const stream = group.streams[event.stream];
      if (stream) stream.lastIngestionAt = Math.max(stream.lastIngestionAt ?? 0, event.ingestionTime);
    }
    entries.sort(byId);
    this.open.set(group.name, { journal, events: entries });
  }

  private nextId(timestamp: number): string {
    this.sequence += 1;
    return String(timestamp).padStart(26, "0") + String(this.sequence).padStart(30, "0");
  }
}

/** Nearly every event is the newest: look from the end. */
function insertSorted(events: LogEvent[], event: LogEvent): void {
  let at = events.length;
  while (at > 0 && byId(events[at - 1] ?? event, event) > 0) at -= 1;
  events.splice(at, 0, event);
}

function byId(a: LogEvent, b: LogEvent): number {
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}
