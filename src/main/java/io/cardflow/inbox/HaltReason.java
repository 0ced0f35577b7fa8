package io.cardflow.inbox;

/** Why a partition is not worked on although its owner could. */
enum HaltReason {
  /** PostgreSQL has decided less than the group has consumed: commits were lost. */
  LOST_COMMITS(true),
  /** PostgreSQL has no progress of a partition that the group has consumed. */
  NO_PROGRESS(true),
  /** The topic ends before what was decided or consumed. */
  TOPIC_ENDS_EARLIER(false),
  /** The group has no offset, but something was decided. */
  NO_OFFSET(false),
  /** The group's offset was set back behind what is published. */
  OFFSET_SET_BACK(false),
  /** Records were removed before they were decided or published. */
  RECORDS_REMOVED(false),
  /** The journal does not have what a decided record led to. */
  JOURNAL_GAP(false),
  /** What records led to cannot be published again, because of an error in Cardflow. */
  REPLAY_FAILED(false),
  /** An event or a rejection is larger than its topic takes. */
  OUTPUT_TOO_LARGE(false),
  /** The partition failed alone while others went on. */
  PARTITION_FAULT(false);

  private final boolean lostCommits;

  HaltReason(boolean lostCommits) {
    this.lostCommits = lostCommits;
  }

  /** Whether PostgreSQL has lost commits, and claims of order batches may be among them. */
  boolean meansLostCommits() {
    return lostCommits;
  }
}
