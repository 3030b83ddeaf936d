import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Screen } from "./screen";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Keeps what is written, and what a terminal would show of it. */
function terminal({ isTTY = true, columns = 80 as number | undefined } = {}) {
  let text = "";
  const stream = {
    isTTY,
    columns,
    write: (more: string) => {
      text += more;
    },
  };
  const shown = () =>
    text
      .split("\n")
      .map((line) => line.slice(line.lastIndexOf("\r") + 1).replaceAll("\x1b[2K", ""))
      .join("\n");
  return { stream, text: () => text, shown };
}

test("lines stand above the drawn line, which is drawn again below them", () => {
  const { stream, shown } = terminal();
  const screen = new Screen(stream, { TERM: "xterm" });
  screen.show(() => "[##--] 50%");
  screen.write("first\n");
  screen.write("second\n");
  expect(shown()).toBe("first\nsecond\n[##--] 50%");
  screen.clear();
  expect(shown()).toBe("first\nsecond\n");
});

test("what changes a hundred times in a moment is drawn once, and the last state is drawn in the end", () => {
  const { stream, text, shown } = terminal();
  const screen = new Screen(stream, { TERM: "xterm" });
  for (let percent = 0; percent <= 100; percent++) screen.show(() => `${percent}%`);
  expect(text().split("\r").length - 1).toBe(1);
  vi.advanceTimersByTime(2000);
  expect(shown()).toBe("100%");
});

test("the line is told the width there is now, and a usual one where the terminal does not say", () => {
  const { stream, shown } = terminal({ columns: undefined });
  const screen = new Screen(stream, { TERM: "xterm" });
  screen.show((width) => String(width));
  expect(shown()).toBe("79");
  stream.columns = 40;
  vi.advanceTimersByTime(2000);
  expect(shown()).toBe("39");
});

test("a dumb terminal and a pipe get plain lines, never an escape sequence", () => {
  for (const { isTTY, TERM } of [
    { isTTY: true, TERM: "dumb" },
    { isTTY: false, TERM: "xterm" },
  ]) {
    const { stream, text } = terminal({ isTTY });
    const screen = new Screen(stream, { TERM });
    screen.show(() => "50%");
    vi.advanceTimersByTime(2000);
    screen.write("a line\n");
    screen.clear();
    expect(text()).toBe("a line\n");
    expect(screen.colour).toBe(false);
    expect(screen.terminal).toBe(isTTY);
  }
});

test("NO_COLOR with any content takes the colours away and leaves the bar", () => {
  const { stream } = terminal();
  expect(new Screen(stream, { TERM: "xterm" }).colour).toBe(true);
  expect(new Screen(stream, { TERM: "xterm", NO_COLOR: "" }).colour).toBe(true);
  const plain = new Screen(stream, { TERM: "xterm", NO_COLOR: "0" });
  expect(plain.colour).toBe(false);
});
