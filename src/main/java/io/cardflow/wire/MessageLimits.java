package io.cardflow.wire;

/**
 * How long the texts of messages may be, in characters (Unicode code points), and how long their
 * lists. What the bureau answers is held to the same limits, because it becomes messages.
 */
public final class MessageLimits {

  public static final int HOLDER = 128;
  public static final int REASON = 500;
  public static final int CHIP_SERIAL = 128;

  /** Ids and names that the bureau gives: orders, cards, shipments, carriers. */
  public static final int NAME = 128;

  /** Why the bureau refuses or fails a card. */
  public static final int CODE = 64;

  public static final int DETAIL = 500;

  /** Items in a list of read-outs. */
  public static final int READOUTS = 50;

  public static final int READOUT_TYPE = 64;
  public static final int READOUT_VALUE = 4096;

  private MessageLimits() {}
}
