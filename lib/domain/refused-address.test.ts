import fc from "fast-check";
import { expect, test } from "vitest";
import { isLocalName, isLoopback, refusedAddress } from "./refused-address";

test.each([
  "169.254.169.254",
  "169.254.170.2",
  "169.254.0.1",
  "::ffff:169.254.169.254",
  "[::ffff:a9fe:a9fe]",
  "::169.254.169.254",
  "64:ff9b::169.254.169.254",
  "64:ff9b::a9fe:a9fe",
  "0:0:0:0:0:ffff:a9fe:a9fe",
  "fe80::1",
  "fe80::1%eth0",
  "febf::1",
  "fd00:ec2::254",
  "fd00:0ec2:0:0:0:0:0:23",
  "0.0.0.0",
  "::",
  "224.0.0.1",
  "255.255.255.255",
  "ff02::1",
])("nothing is asked at %s", (ip) => expect(refusedAddress(ip)).toBeTruthy());

test.each([
  "140.82.121.4",
  "10.0.0.5",
  "172.16.3.4",
  "192.168.1.1",
  "127.0.0.1",
  "::1",
  "2606:50c0:8000::153",
  "fd12:3456::1",
  "::ffff:10.0.0.5",
  "github.com",
  "169.254.169.254.nip.io",
])("%s may be asked, or is a name", (ip) => expect(refusedAddress(ip)).toBeUndefined());

test("whatever is link-local is refused in each of its spellings, and nothing else of IPv4 below 224", () => {
  const byte = fc.integer({ min: 0, max: 255 });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 223 }), byte, byte, byte, (a, b, c, d) => {
      const dotted = `${a}.${b}.${c}.${d}`;
      const hex = (one: number, two: number) => ((one << 8) | two).toString(16);
      const wanted = a === 169 && b === 254;
      for (const ip of [dotted, `::ffff:${dotted}`, `::FFFF:${hex(a, b)}:${hex(c, d)}`, `64:ff9b::${dotted}`])
        expect([ip, refusedAddress(ip) !== undefined]).toEqual([ip, wanted]);
    }),
  );
});

test("this very machine is known", () => {
  for (const ip of ["127.0.0.1", "127.9.9.9", "::1", "[::1]", "::ffff:127.0.0.1"]) expect(isLoopback(ip)).toBe(true);
  for (const ip of ["128.0.0.1", "::2", "10.0.0.1", "localhost"]) expect(isLoopback(ip)).toBe(false);
  for (const host of ["localhost", "bucket.localhost", "LOCALHOST."]) expect(isLocalName(host)).toBe(true);
  for (const host of ["localhost.evil.example", "notlocalhost"]) expect(isLocalName(host)).toBe(false);
});
