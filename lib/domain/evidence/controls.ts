// Which part of the pack answers which control. Short paraphrases; the standards themselves have the words that count.
import type { Evidence } from "./evidence";

export interface Control {
  standard: string;
  control: string;
  asks: string;
  shownBy: (keyof Evidence)[];
}

export const CONTROLS: readonly Control[] = [
  {
    standard: "SOC 2 (Trust Services Criteria)",
    control: "A1.2",
    asks: "backups and recovery infrastructure are designed, operated and monitored",
    shownBy: ["configuration", "snapshots", "gaps", "incidents", "coverage", "alarms", "access"],
  },
  {
    standard: "SOC 2 (Trust Services Criteria)",
    control: "A1.3",
    asks: "recovery procedures are tested",
    shownBy: ["proofs", "drills"],
  },
  {
    standard: "ISO/IEC 27001:2022, Annex A",
    control: "8.13",
    asks: "backup copies are kept and regularly tested, in accordance with a policy",
    shownBy: ["configuration", "snapshots", "coverage", "proofs", "drills"],
  },
  {
    standard: "NIST SP 800-53 Rev. 5",
    control: "CP-9",
    asks: "backups are made at a defined frequency, protected, and tested for reliability and integrity",
    shownBy: ["configuration", "snapshots", "gaps", "proofs"],
  },
  {
    standard: "NIST SP 800-53 Rev. 5",
    control: "CP-10",
    asks: "systems can be recovered within a defined time",
    shownBy: ["drills", "runs"],
  },
];
