// Starts git for the sandbox, in a process of its own that stays small: starting a program means copying the page tables
// of the process that does it, which costs a server of some hundred MiB more than git's own work on a small request.
// Git reads and writes the connection to the server itself; nothing passes through here.
import { spawn } from "node:child_process";
import { connect } from "node:net";
import { createInterface } from "node:readline";

const socketPath = process.argv[2];
const running = new Map();

process.on("message", (message) => {
  if (message.kind === "start") start(message);
  else kill(running.get(message.id));
});
// Ctrl-C reaches every process of the terminal. The server decides when it is over, and is gone after that.
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => undefined);
// The server is gone: so is everything it started.
process.on("disconnect", () => {
  for (const child of running.values()) kill(child);
  process.exit(0);
});

async function start({ id, program, args, env }) {
  try {
    const [input, output] = await Promise.all([join(`${id} input`), join(`${id} output`)]);
    // Its own process group: git has children (pack-objects, index-pack) that must go with it.
    const child = spawn(program, args, { detached: true, stdio: [input, output, "pipe"], env });
    running.set(id, child);
    const said = lastLines(child.stderr);
    child.once("error", (error) => process.send({ id, unstarted: true, code: null, said: error.message }));
    child.once("close", (code) => {
      running.delete(id);
      if (process.connected) process.send({ id, code, said: said() });
    });
    // Git has its own handles of the connections now; with ours open their end would never be seen.
    for (const socket of [input, output]) socket.on("error", () => undefined).destroy();
  } catch (error) {
    process.send({ id, unstarted: true, code: null, said: error.message });
  }
}

/** A connection to the server that begins with a line that says what it is for. */
function join(purpose) {
  return new Promise((resolve, reject) => {
    // Paused before it is connected: it would read ahead otherwise, and git would wait for ever for what was read here.
    const socket = connect({ path: socketPath, allowHalfOpen: true }).pause();
    socket.once("error", reject);
    socket.once("connect", () => socket.write(`${purpose}\n`, () => resolve(socket.off("error", reject))));
  });
}

/** What git printed to its standard error last; its progress goes another way. */
function lastLines(stream) {
  const lines = [];
  createInterface({ input: stream }).on("line", (line) => {
    lines.push(line);
    if (lines.length > 20) lines.shift();
  });
  return () => lines.join("\n");
}

function kill(child) {
  if (child?.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch (error) {
    // Gone in the meantime.
    if (error.code !== "ESRCH") throw error;
  }
}
