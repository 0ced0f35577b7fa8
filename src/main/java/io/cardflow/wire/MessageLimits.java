package io.cardflow.wire;

/**
 * The maximum lengths of texts in messages, in characters (Unicode code points), and of lists. The
 * same limits apply to responses of the bureau, because they become messages.
 */
public final class MessageLimits {

  public static final int HOLDER = 128;
  public static final int REASON = 500;
  public static final int CHIP_SERIAL = 128;

  /** Ids and names assigned by the bureau: orders, cards, shipments, carriers. */
  public static final int NAME = 128;

  /** Code of a refusal or failure at the bureau. */
  public static final int CODE = 64;

  public static final int DETAIL = 500;

  /** Items in a list of readouts. */
  public static final int READOUTS = 50;

  public static final int READOUT_TYPE = 64;
  public static final int READOUT_VALUE = 4096;

  /** The maximum size of all readouts of a message in bytes; the rest is for its other fields. */
  public static final int READOUT_BYTES = RecordLimits.MAX_VALUE - 4 * 1024;

  private MessageLimits() {}
}
