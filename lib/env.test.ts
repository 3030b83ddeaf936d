import { expect, test } from "vitest";
import { backupEnvironment, consoleEnvironment, describeVariables, parse } from "./env";

const dropIn = {
  GITHUB_APP_ID: "1",
  GITHUB_APP_INSTALLATION_ID: "2",
  GITHUB_APP_KEY_SECRET_ARN: "arn:aws:secretsmanager:eu-west-1:1:secret:k",
  S3_BUCKET: "b",
  AWS_DEFAULT_REGION: "eu-west-1",
};

test("the InfraHouse container's five variables are enough", () => {
  expect(parse(backupEnvironment, dropIn)).toMatchObject({
    AWS_REGION: "eu-west-1",
    GITHUB_APP_INSTALLATION_ID: 2,
    GITHUB_API_URL: "https://api.github.com",
    ROOT_PREFIX: "github-backup",
    RUN_TRIGGER: "schedule",
  });
});

test("every missing and wrong variable is told at once, with its meaning", () => {
  const wrong = () =>
    parse(backupEnvironment, { ...dropIn, S3_BUCKET: "", GITHUB_APP_ID: "one", GITHUB_API_URL: "not a url" });
  expect(wrong).toThrow(/S3_BUCKET is missing \(bucket the backups go to/);
  expect(wrong).toThrow(/GITHUB_APP_ID is wrong: .*numeric id of the backup GitHub App/);
  expect(wrong).toThrow(/GITHUB_API_URL is wrong/);
});

test("lists and addresses are normalised", () => {
  const env = parse(backupEnvironment, { ...dropIn, GITHUB_SERVER_URL: "https://ghe.example/" });
  expect(env.GITHUB_SERVER_URL).toBe("https://ghe.example");
});

test("every variable of every process says what it means", () => {
  for (const schema of [backupEnvironment, consoleEnvironment]) {
    for (const { name, meaning } of describeVariables(schema)) expect(meaning, name).not.toBe("");
  }
});
