// Where the worker writes: a stream of lines, and on a terminal one line below them that is drawn anew as things go on.
import type { Environment } from "@/lib/read-environment";

/** Fast enough to look alive, slow enough to cost nothing. */
const DRAW_MS = 100;
/** Times pass without news, too. */
const TICK_MS = 1000;
/** What a terminal that does not tell its width has. */
const USUAL_WIDTH = 80;
const CLEAR_LINE = "\r\x1b[2K";

export interface ScreenStream {
  write(text: string): unknown;
  isTTY?: boolean;
  columns?: number;
}

/** Draws a line of less than `width` characters; undefined for none. */
export type Drawing = (width: number) => string | undefined;

export class Screen {
  /** Whether a person is looking. */
  readonly terminal: boolean;
  /** Whether escape sequences for colours are welcome. */
  readonly colour: boolean;
  private readonly stream: ScreenStream;
  private readonly moves: boolean;
  private drawing?: Drawing;
  private drawn = "";
  private lastDraw = 0;
  private timer?: NodeJS.Timeout;

  /** https://no-color.org: NO_COLOR with any content means none. A dumb terminal cannot go back in a line either. */
  constructor(stream: ScreenStream, env: Environment) {
    this.stream = stream;
    this.terminal = stream.isTTY === true;
    this.moves = this.terminal && env.TERM !== "dumb";
    this.colour = this.moves && !env.NO_COLOR;
  }

  /** Writes whole lines, above the drawn one. */
  write(lines: string): void {
    this.stream.write(this.drawn ? `${CLEAR_LINE}${lines}${this.drawn}` : lines);
  }

  /** From now on this is the line at the bottom; nothing where it cannot be drawn. */
  show(drawing: Drawing): void {
    if (!this.moves) return;
    this.drawing = drawing;
    this.timer ??= setInterval(() => this.draw(), TICK_MS).unref();
    if (Date.now() - this.lastDraw >= DRAW_MS) this.draw();
  }

  /** Takes the drawn line away. */
  clear(): void {
    clearInterval(this.timer);
    this.timer = undefined;
    this.drawing = undefined;
    this.draw();
  }

  private draw(): void {
    this.lastDraw = Date.now();
    const line = this.drawing?.((this.stream.columns || USUAL_WIDTH) - 1) ?? "";
    if (line === this.drawn) return;
    this.stream.write(`${CLEAR_LINE}${line}`);
    this.drawn = line;
  }
}
