import type { CreateScheduleInput } from "@aws-sdk/client-scheduler";
import type { Principals } from "../../shared/principals";
import { lastSegment } from "../account";
import { AwsError } from "../aws-error";
import { parseScheduleExpression } from "./schedule-expression";

const MOST_RETRIES = 185;
const LONGEST_EVENT_AGE = 86_400;

/** What CreateSchedule and UpdateSchedule refuse, and the targets the sandbox cannot call. @throws AwsError ValidationException */
export function checkSchedule(input: CreateScheduleInput, principals: Principals): void {
  if (!/^[\w.-]{1,64}$/.test(input.Name ?? "")) throw invalid("Invalid schedule name.");
  try {
    parseScheduleExpression(input.ScheduleExpression ?? "", input.ScheduleExpressionTimezone ?? "UTC");
  } catch (error) {
    throw invalid(
      `Invalid Schedule Expression ${input.ScheduleExpression}: ${error instanceof Error ? error.message : error}`,
    );
  }
  const { Mode: mode, MaximumWindowInMinutes: window } = input.FlexibleTimeWindow ?? {};
  if (mode === "FLEXIBLE" ? !window : window) {
    throw invalid("MaximumWindowInMinutes must be given when, and only when, the FlexibleTimeWindow is FLEXIBLE.");
  }
  if (input.StartDate && input.EndDate && input.StartDate >= input.EndDate) {
    throw invalid("The StartDate must come before the EndDate.");
  }
  checkTarget(input.Target ?? { Arn: undefined, RoleArn: undefined }, principals);
}

function checkTarget(target: NonNullable<CreateScheduleInput["Target"]>, principals: Principals): void {
  if (!/^arn:aws:ecs:[^:]+:\d+:cluster\/.+$/.test(target.Arn ?? "") || !target.EcsParameters) {
    throw invalid("the sandbox's scheduler runs ECS tasks only; the target must be a cluster's ARN with EcsParameters");
  }
  if (!principals.findByName(lastSegment(target.RoleArn ?? ""))) {
    throw invalid("The execution role you provide must allow AWS EventBridge Scheduler to assume the role.");
  }
  const { MaximumRetryAttempts: retries = 0, MaximumEventAgeInSeconds: age = 60 } = target.RetryPolicy ?? {};
  if (retries < 0 || retries > MOST_RETRIES || age < 60 || age > LONGEST_EVENT_AGE) {
    throw invalid(`RetryPolicy allows 0 to ${MOST_RETRIES} retries within 60 to ${LONGEST_EVENT_AGE} seconds.`);
  }
  if (target.Input !== undefined) checkInput(target.Input);
}

/** The overrides of the task, as JSON. */
function checkInput(text: string): void {
  try {
    JSON.parse(text);
  } catch {
    throw invalid('the target\'s Input must be the JSON of an ECS TaskOverride, such as {"containerOverrides":[]}');
  }
}

function invalid(message: string): AwsError {
  return new AwsError("ValidationException", message);
}
