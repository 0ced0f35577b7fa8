package io.cardflow.ordering.gocards;

import io.cardflow.ordering.Fault.Code;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The body of an answer as it arrives, limited in time and in bytes. */
final class AnswerBody extends FilterInputStream {

  private final long until;
  private long read;
  private long most;

  /**
   * @param until when it must have arrived, in nanoseconds of this process' clock
   * @param most how many bytes it may have
   */
  AnswerBody(InputStream in, long until, long most) {
    super(in);
    this.until = until;
    this.most = most;
  }

  /** From here on it may have so many bytes more. */
  void allow(long bytes) {
    most = read + bytes;
  }

  /**
   * Reads.
   *
   * @throws CallFailed if it is too late, or too much came
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
      throw new CallFailed(Code.TOO_LARGE, "more than " + most + " bytes were answered");
    }
    if (System.nanoTime() - until > 0) {
      throw new CallFailed(Code.TIMEOUT, "the answer did not end in time");
    }
    return arrived;
  }
}
