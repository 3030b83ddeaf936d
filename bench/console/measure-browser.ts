// What Chromium makes of the pages: scripts over the wire, long tasks, and how long a letter in a filter takes to show.
import { type Browser, type BrowserContext, chromium, type Page } from "@playwright/test";
import { percentile } from "./ask";
import type { AskedPage } from "./asked-pages";
import type { StartedConsole } from "./started-console";

export interface PageInBrowser {
  name: string;
  /** Compressed as served. */
  scriptBytes: number;
  /** The longest task, in ms: until the page is loaded and hydrated, and in the seconds after. */
  longestLoading: number;
  longestAfter: number;
}

/** Longer than a tick of the page's clock. */
const AFTER_LOAD_MS = 6000;

export class InBrowser {
  private readonly browser: Browser;
  private readonly context: BrowserContext;
  private readonly url: string;

  private constructor(browser: Browser, context: BrowserContext, url: string) {
    this.browser = browser;
    this.context = context;
    this.url = url;
  }

  static async open({ url }: StartedConsole, cookie: string): Promise<InBrowser> {
    const executablePath = process.env.CHROMIUM_PATH;
    const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    const [name = "", value = ""] = cookie.split("=");
    await context.addCookies([{ name, value, url }]);
    // The compiler marks functions with a helper that only its own modules have.
    await context.addInitScript("globalThis.__name = (named) => named");
    await context.addInitScript(watchLongTasks);
    return new InBrowser(browser, context, url);
  }

  /** With an empty cache. Undefined where there is no such page. */
  async measure({ name, page: address }: AskedPage): Promise<PageInBrowser | undefined> {
    const page = await this.context.newPage();
    const scripts = await countScripts(page);
    const answer = await page.goto(this.url + address);
    if (answer?.status() === 404) return void (await page.close());
    await page.waitForLoadState("networkidle");
    const loaded = await page.evaluate(() => performance.now());
    await page.waitForTimeout(AFTER_LOAD_MS);
    const tasks = await page.evaluate(() => (window as unknown as { longTasks: [number, number][] }).longTasks);
    await page.close();
    const longest = (within: (start: number) => boolean) =>
      Math.max(0, ...tasks.filter(([start]) => within(start)).map(([, duration]) => duration));
    return {
      name,
      scriptBytes: scripts.bytes,
      longestLoading: longest((start) => start <= loaded),
      longestAfter: longest((start) => start > loaded),
    };
  }

  /**
   * Filters some times, and tells how long each took from the key until the rows that match are painted; ms. `letters`: what a
   * field finds as one types. `enter`: a filter by properties, which begins with the last key.
   */
  async filter(address: string, label: string, how: "letters" | "enter"): Promise<number[]> {
    const page = await this.context.newPage();
    await page.goto(this.url + address);
    await page.waitForLoadState("networkidle");
    const field = page.getByLabel(label, { exact: true }).first();
    const times: number[] = [];
    for (const word of WORDS) {
      await field.click();
      if (how === "enter") await page.keyboard.type(word, { delay: TYPIST_MS });
      for (const key of how === "enter" ? ["Enter"] : word) times.push(await pressed(page, key));
      if (how === "letters") await field.fill("");
    }
    await page.close();
    return times;
  }

  async close(): Promise<void> {
    await this.browser.close();
  }
}

export const slowest = (times: readonly number[]): number => percentile(times, 1);

/** From one letter to the next, and to Enter: that of who types 150 words a minute. */
const TYPIST_MS = 80;

/** Each leaves fewer rows than the one before. */
const WORDS = ["search", "terraform", "-7"];

async function pressed(page: Page, key: string): Promise<number> {
  await page.evaluate(watchNextKey);
  await page.keyboard.press(key);
  const ms = await page.evaluate(() => (window as unknown as { painted: Promise<number> }).painted);
  if (Number.isNaN(ms)) throw new Error(`nothing was painted after the key ${key} in ${page.url()}`);
  return ms;
}

/** Runs in the page, before its own scripts. */
function watchLongTasks(): void {
  const longTasks: [number, number][] = [];
  (window as unknown as { longTasks: [number, number][] }).longTasks = longTasks;
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) longTasks.push([startTime, duration]);
  }).observe({ type: "longtask", buffered: true });
}

/**
 * Runs in the page: the time from the next key until the table shows something else and has been painted. A letter that leaves
 * the first rows as they are shows nowhere: then until the next frames. NaN where no key comes.
 */
function watchNextKey(): void {
  const LETTER_MS = 600;
  const PATIENCE_MS = 10_000;
  const shown = () => document.querySelector<HTMLElement>("table tbody")?.innerText;
  const before = shown();
  const began = performance.now();
  const painted = new Promise<number>((resolve) => {
    let pressed = Number.NaN;
    let framed = Number.NaN;
    const onKey = (event: Event) => {
      pressed = event.timeStamp;
      requestAnimationFrame(() => requestAnimationFrame(() => (framed = performance.now() - pressed)));
    };
    addEventListener("keydown", onKey, { once: true, capture: true });
    const look = () => {
      const now = performance.now();
      if (pressed > 0 && shown() !== before) requestAnimationFrame(() => resolve(performance.now() - pressed));
      else if (framed > 0 && now - pressed > LETTER_MS) resolve(framed);
      else if (now - began > PATIENCE_MS) resolve(Number.NaN);
      else requestAnimationFrame(look);
    };
    look();
  });
  Object.assign(window, { painted });
}

async function countScripts(page: Page): Promise<{ readonly bytes: number }> {
  const session = await page.context().newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Network.setCacheDisabled", { cacheDisabled: true });
  const scripts = new Set<string>();
  let bytes = 0;
  session.on("Network.responseReceived", ({ requestId, type }) => {
    if (type === "Script") scripts.add(requestId);
  });
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    if (scripts.has(requestId)) bytes += encodedDataLength;
  });
  return {
    get bytes() {
      return bytes;
    },
  };
}
