package io.cardflow.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * What a unit of work published, as the journal stores it: one block for all of its records,
 * compressed with Zstandard. The block has a byte for the version of its form, and for each
 * published record the index of the inbound record (4 bytes), topic, key, the number of headers (4
 * bytes), each header's name and value, and the record's value. Texts are in UTF-8; texts and
 * values have their length in front (4 bytes, -1 for none).
 *
 * <p>Records are collected in a buffer before they are compressed, so that the native library is
 * called once for many fields.
 */
public final class JournaledOutput {

  private static final int VERSION = 1;

  /** The fastest regular level. */
  private static final int LEVEL = 1;

  private static final int BUFFER = 64 * 1024;

  private final ByteArrayOutputStream block = new ByteArrayOutputStream(BUFFER);
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
  private OutputStream out;

  /**
   * Adds what was published for an inbound record.
   *
   * @param index the index of the inbound record in its unit of work
   */
  public void add(int index, List<Outgoing> outgoing) {
    for (Outgoing record : outgoing) {
      if (out == null) {
        begin();
      }
      number(index);
      text(record.topic().name());
      text(record.key());
      number(record.headers().size());
      for (Header header : record.headers()) {
        text(header.name());
        bytes(header.value());
      }
      bytes(record.value());
    }
  }

  private void begin() {
    try {
      out = new ZstdOutputStreamNoFinalizer(block, LEVEL);
      buffer.put((byte) VERSION);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The block; null if nothing was published. Nothing can be added afterwards. */
  public byte[] finish() {
    if (out == null) {
      return null;
    }
    try {
      flush();
      out.close();
      return block.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void text(String text) {
    bytes(text.getBytes(UTF_8));
  }

  private void number(int number) {
    room(Integer.BYTES);
    buffer.putInt(number);
  }

  private void bytes(byte[] value) {
    number(value == null ? -1 : value.length);
    int written = 0;
    while (value != null && written < value.length) {
      room(1);
      int length = Math.min(value.length - written, buffer.remaining());
      buffer.put(value, written, length);
      written += length;
    }
  }

  private void room(int bytes) {
    if (buffer.remaining() < bytes) {
      try {
        flush();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void flush() throws IOException {
    out.write(buffer.array(), 0, buffer.position());
    buffer.clear();
  }

  /**
   * Restores what was published, byte for byte.
   *
   * @param block from {@link #finish}; null for nothing
   * @return the published records in their order, by the index of the inbound record
   * @throws IllegalArgumentException if the block is damaged or of a later version
   */
  public static Map<Integer, List<Outgoing>> read(byte[] block) {
    return read(block, index -> true);
  }

  /**
   * Restores what was published for some of the inbound records.
   *
   * @param block from {@link #finish}; null for nothing
   * @param wanted selects inbound records by their index
   * @return the published records in their order, by the index of the inbound record
   * @throws IllegalArgumentException if the block is damaged or of a later version
   */
  public static Map<Integer, List<Outgoing>> read(byte[] block, IntPredicate wanted) {
    Map<Integer, List<Outgoing>> outgoing = new HashMap<>();
    if (block == null) {
      return outgoing;
    }
    try (DataInputStream in =
        new DataInputStream(
            new BufferedInputStream(
                new ZstdInputStreamNoFinalizer(new ByteArrayInputStream(block)), BUFFER))) {
      int version = in.readUnsignedByte();
      if (version != VERSION) {
        throw new IllegalArgumentException("a journaled output of version " + version);
      }
      in.mark(1);
      while (in.read() >= 0) {
        in.reset();
        int index = in.readInt();
        if (wanted.test(index)) {
          outgoing.computeIfAbsent(index, first -> new ArrayList<>(2)).add(record(in));
        } else {
          skip(in);
        }
        in.mark(1);
      }
      return outgoing;
    } catch (IOException e) {
      // The message of the exception may quote the block.
      throw new IllegalArgumentException("the journaled output is damaged");
    }
  }

  private static Outgoing record(DataInputStream in) throws IOException {
    OutboundTopic topic = OutboundTopic.valueOf(text(in));
    String key = text(in);
    int count = in.readInt();
    List<Header> headers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      headers.add(new Header(text(in), bytes(in)));
    }
    return new Outgoing(topic, key, List.copyOf(headers), bytes(in));
  }

  private static void skip(DataInputStream in) throws IOException {
    skipField(in);
    skipField(in);
    int count = in.readInt();
    for (int i = 0; i < 2 * count + 1; i++) {
      skipField(in);
    }
  }

  private static void skipField(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length > 0) {
      in.skipNBytes(length);
    }
  }

  private static String text(DataInputStream in) throws IOException {
    return new String(bytes(in), UTF_8);
  }

  private static byte[] bytes(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0) {
      return null;
    }
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException();
    }
    return bytes;
  }
}
