package io.cardflow.api;

/** The position of a record on a topic, as a client gives it. */
record RecordAddress(int partition, long offset) {

  /**
   * Reads the two parameters of a path.
   *
   * @throws ApiException INVALID_PARAMETER if one is not a number of 0 or more
   */
  static RecordAddress of(String partition, String offset) {
    return new RecordAddress(
        (int) number("partition", partition, Integer.MAX_VALUE),
        number("offset", offset, Long.MAX_VALUE));
  }

  /**
   * Reads {@code <partition>/<offset>}.
   *
   * @throws ApiException INVALID_PARAMETER if it is something else
   */
  static RecordAddress of(String text) {
    String[] parts = text.split("/", -1);
    if (parts.length != 2) {
      throw new ApiException(
          ProblemCode.INVALID_PARAMETER, "a position is a partition, a slash and an offset");
    }
    return of(parts[0], parts[1]);
  }

  /** As {@link #of(String)} reads it. */
  @Override
  public String toString() {
    return partition + "/" + offset;
  }

  /**
   * Reads a number.
   *
   * @throws ApiException INVALID_PARAMETER
   */
  static long number(String name, String text, long most) {
    try {
      long number = text.matches("[0-9]{1,19}") ? Long.parseLong(text) : -1;
      if (number >= 0 && number <= most) {
        return number;
      }
    } catch (NumberFormatException tooLarge) {
      // The message is the same.
    }
    throw new ApiException(
        ProblemCode.INVALID_PARAMETER, name + " must be a whole number of 0 to " + most);
  }

  ApiException unknown() {
    return new ApiException(
        ProblemCode.UNKNOWN_RECORD,
        "partition %d has no record at offset %d; it was removed, or never was there"
            .formatted(partition, offset));
  }
}
