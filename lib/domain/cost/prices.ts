// List prices in US dollars of AWS's public price pages, entered by hand. They were not looked up anew: before you rely on a
// figure, check against the AWS price list. Without taxes, free tiers and discounts.
export const PRICES_OF = "2025";
/** What is not priced by region below has the price of this one. */
export const PRICES_REGION = "us-east-1";

export const HOURS_PER_MONTH = 730;

export const PRICES = {
  natGatewayHour: 0.045,
  natGatewayGb: 0.045,
  loadBalancerHour: 0.0225,
  /** One capacity unit is used throughout: a console has few visitors. */
  loadBalancerUnitHour: 0.008,
  fargateVcpuHour: 0.04048,
  fargateGibHour: 0.004445,
  /** Beyond the 20 GiB that come with every task. */
  fargateStorageGibHour: 0.000111,
  publicAddressHour: 0.005,
  s3PutPer1000: 0.005,
  s3GetPer1000: 0.0004,
  /** What leaves for another region. */
  replicationGb: 0.02,
  /** Replication Time Control. */
  timeControlGb: 0.015,
  secretMonth: 0.4,
  alarmMonth: 0.1,
  metricMonth: 0.3,
  dashboardMonth: 3,
  logIngestedGb: 0.5,
  ecrGbMonth: 0.1,
} as const;

/** Those whose objects can be read at once: what has to be thawed first is no backup for a night at 3. */
export const STORAGE_CLASSES = ["STANDARD", "STANDARD_IA", "GLACIER_IR"] as const;
export type StorageClass = (typeof STORAGE_CLASSES)[number];

interface StorageClassView {
  label: string;
  /** Paid for at least so long, from the move on. */
  leastDays: number;
  /** Moving an object there. */
  movePer1000: number;
  /** Reading it. */
  readGb: number;
}

export const STORAGE_CLASS_VIEW: Record<StorageClass, StorageClassView> = {
  STANDARD: { label: "S3 Standard", leastDays: 0, movePer1000: 0, readGb: 0 },
  STANDARD_IA: { label: "S3 Standard-IA", leastDays: 30, movePer1000: 0.01, readGb: 0.01 },
  GLACIER_IR: { label: "S3 Glacier Instant Retrieval", leastDays: 90, movePer1000: 0.02, readGb: 0.03 },
};

type GbMonth = Record<StorageClass, number>;
const CHEAPEST: GbMonth = { STANDARD: 0.023, STANDARD_IA: 0.0125, GLACIER_IR: 0.004 };

/** A GB for a month, by region. */
const STORAGE: Readonly<Record<string, GbMonth>> = {
  [PRICES_REGION]: CHEAPEST,
  "us-east-2": CHEAPEST,
  "us-west-2": CHEAPEST,
  "eu-west-1": CHEAPEST,
  "eu-central-1": { STANDARD: 0.0245, STANDARD_IA: 0.0135, GLACIER_IR: 0.005 },
};

/** `of` is the region whose prices these are: PRICES_REGION where the one asked for is not in the table. */
export function storagePrices(region: string): { of: string; gbMonth: GbMonth } {
  const known = STORAGE[region];
  return known ? { of: region, gbMonth: known } : { of: PRICES_REGION, gbMonth: CHEAPEST };
}
