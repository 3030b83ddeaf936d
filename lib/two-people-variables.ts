// The variables of what one person alone may not do, and what they come to. Console and restore task have the same ones.
import { z } from "zod";
import {
  DEFAULT_APPROVAL_HOURS,
  DEFAULT_BULK_FROM,
  MOST_APPROVAL_HOURS,
  TWO_PEOPLE_ACTS,
  type TwoPeopleRule,
} from "@/lib/domain/approval/two-people";
import { list, wholeNumber } from "./env-kinds";

const act = z.enum(TWO_PEOPLE_ACTS);

export const twoPeopleVariables = {
  TWO_PERSON_RULE: list(
    `what one person alone may not do, comma-separated: ${TWO_PEOPLE_ACTS.join(", ")}; off when missing, or off`,
  )
    .transform((given, { addIssue }) => {
      if (given.length === 1 && given[0] === "off") return [];
      for (const each of given)
        if (!act.safeParse(each).success) addIssue(`${each} is none of ${TWO_PEOPLE_ACTS.join(", ")}`);
      return TWO_PEOPLE_ACTS.filter((each) => given.includes(each));
    })
    .default([]),
  TWO_PERSON_REPOSITORIES: wholeNumber("a restore of so many repositories is a bulk restore").default(
    DEFAULT_BULK_FROM,
  ),
  TWO_PERSON_HOURS: wholeNumber("how long a request may be approved and used")
    .max(MOST_APPROVAL_HOURS)
    .default(DEFAULT_APPROVAL_HOURS),
};

export const twoPeopleRuleOf = (env: z.infer<z.ZodObject<typeof twoPeopleVariables>>): TwoPeopleRule => ({
  acts: env.TWO_PERSON_RULE,
  bulkFrom: env.TWO_PERSON_REPOSITORIES,
  hours: env.TWO_PERSON_HOURS,
});
