// A standby is a console on the replica, for the day the primary's region is gone: it restores, and starts nothing else.

export const STANDBY_SENTENCE = "This is a standby: it restores only.";
export const STANDBY_ALARMS = "This is a standby: the alarms stand in the primary's region.";
