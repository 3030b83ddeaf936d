import { describe, expect, it } from "vitest";
import { html } from "./html";

describe("html", () => {
  it("escapes what is put in, once, and leaves out what is not there", () => {
    const inner = html`<b>${"<&\"'>"}</b>`;
    expect(html`<p title="${'"'}">${inner}${[html`1`, "2"]}${undefined}${false}${0}</p>`.text).toBe(
      '<p title="&#34;"><b>&#60;&#38;&#34;&#39;&#62;</b>120</p>',
    );
  });
});
