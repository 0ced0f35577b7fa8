package io.cardflow.wire;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a unit of work published, as the journal stores it: one block for all of its records,
 * compressed with Zstandard. The block has a byte for the version of its form, and for each
 * published record the index of the inbound record (4 bytes), topic, key, the number of headers (4
 * bytes), each header's name and value, and the record's value. Texts are as {@link
 * DataOutputStream#writeUTF} writes them, values have their length in front (4 bytes, -1 for none).
 */
public final class JournaledOutput {

  private static final int VERSION = 1;

  /** Higher levels take several times as long and save a tenth. */
  private static final int LEVEL = 1;

  private static final int BUFFER = 64 * 1024;

  private final ByteArrayOutputStream block = new ByteArrayOutputStream(BUFFER);
  private DataOutputStream out;

  /**
   * Adds what was published for an inbound record.
   *
   * @param index the index of the inbound record in its unit of work
   */
  public void add(int index, List<Outgoing> outgoing) {
    try {
      for (Outgoing record : outgoing) {
        if (out == null) {
          out =
              new DataOutputStream(
                  new BufferedOutputStream(new ZstdOutputStreamNoFinalizer(block, LEVEL), BUFFER));
          out.writeByte(VERSION);
        }
        out.writeInt(index);
        out.writeUTF(record.topic().name());
        out.writeUTF(record.key());
        out.writeInt(record.headers().size());
        for (Header header : record.headers()) {
          out.writeUTF(header.name());
          write(header.value());
        }
        write(record.value());
      }
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
      out.close();
      return block.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(byte[] value) throws IOException {
    out.writeInt(value == null ? -1 : value.length);
    if (value != null) {
      out.write(value);
    }
  }

  /**
   * Restores what was published, byte for byte.
   *
   * @param block from {@link #finish}; null for nothing
   * @return the published records in their order, by the index of the inbound record
   * @throws IllegalArgumentException if the block is damaged or of a later version
   */
  public static Map<Integer, List<Outgoing>> read(byte[] block) {
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
        outgoing.computeIfAbsent(index, first -> new ArrayList<>(2)).add(record(in));
        in.mark(1);
      }
      return outgoing;
    } catch (IOException e) {
      // The message of the exception may quote the block.
      throw new IllegalArgumentException("the journaled output is damaged");
    }
  }

  private static Outgoing record(DataInputStream in) throws IOException {
    OutboundTopic topic = OutboundTopic.valueOf(in.readUTF());
    String key = in.readUTF();
    int count = in.readInt();
    List<Header> headers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      headers.add(new Header(in.readUTF(), bytes(in)));
    }
    return new Outgoing(topic, key, List.copyOf(headers), bytes(in));
  }

  private static byte[] bytes(DataInputStream in) throws IOException {
    int length = in.readInt();
    return length < 0 ? null : in.readNBytes(length);
  }
}
