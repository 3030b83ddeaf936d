// Where CloudWatch's own pages search a log group. The address is the one that they put into the browser: names and values behind
// the # are encoded twice, what joins them once, and each % is a $.
import { REFERENCE_PLACE } from "@/lib/domain/log-link";

export function logLink(region: string, group: string): string {
  const quote = twice('"');
  const filter = `${once("?")}filterPattern${once("=")}${quote}${REFERENCE_PLACE}${quote}`;
  return `https://${consoleHost(region)}/cloudwatch/home?region=${region}#logsV2:log-groups/log-group/${twice(group)}/log-events${filter}`;
}

const once = (text: string): string => encodeURIComponent(text).replaceAll("%", "$");
const twice = (text: string): string => encodeURIComponent(encodeURIComponent(text)).replaceAll("%", "$");

/** The partitions have sites of their own (docs.aws.amazon.com, "AWS Management Console endpoints"). */
function consoleHost(region: string): string {
  if (region.startsWith("cn-")) return `${region}.console.amazonaws.cn`;
  if (region.startsWith("us-gov-")) return `${region}.console.amazonaws-us-gov.com`;
  return `${region}.console.aws.amazon.com`;
}
