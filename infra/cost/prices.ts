// List prices of us-east-1 (and of the transfer to eu-west-1), in US dollars, from memory of AWS's public price pages. They
// were not looked up anew: before you rely on a figure, compare with the calculator. Without taxes, free tiers and discounts.
export const PRICES_OF = "2025";

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
  s3GbMonth: 0.023,
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
