package io.cardflow.domain;

/** Whether a message repeats an earlier one about its card. */
enum Repeat {
  /** No earlier message has its source and id. */
  NEW,
  /** An earlier message has the same source, id and content. */
  SAME,
  /** An earlier message has the same source and id with other content. */
  REUSED
}
