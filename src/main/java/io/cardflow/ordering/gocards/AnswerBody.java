package io.cardflow.ordering.gocards;

import io.cardflow.ordering.Fault.Code;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The body of a response stream, limited in time and size. */
final class AnswerBody extends FilterInputStream {

  private final long until;
  private long read;
  private long most;

  /**
   * @param until the deadline, as {@link System#nanoTime}
   * @param most the maximum number of bytes
   */
  AnswerBody(InputStream in, long until, long most) {
    super(in);
    this.until = until;
    this.most = most;
  }

  /** Allows this many more bytes from the current position. */
  void allow(long bytes) {
    most = read + bytes;
  }

  /**
   * Reads.
   *
   * @throws CallFailed if the deadline or the limit is exceeded
   */
  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    return count(in.read(bytes, offset, length));
  }

  @Override
  public int read() throws IOException {
    int next = in.read();
    count(next < 0 ? -1 : 1);
    return next;
  }

  private int count(int arrived) {
    if (arrived > 0) {
      read += arrived;
    }
    if (read > most) {
      throw new CallFailed(Code.TOO_LARGE, "the response has more than " + most + " bytes");
    }
    if (System.nanoTime() - until > 0) {
      throw new CallFailed(Code.TIMEOUT, "the response did not end in time");
    }
    return arrived;
  }
}
