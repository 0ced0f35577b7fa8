package io.cardflow.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.util.Locale;

/** Sends requests that no client would send, byte for byte. */
final class RawHttp {

  private static final int PATIENCE_MILLIS = 10_000;

  /**
   * An answer.
   *
   * @param head the status line and the headers, in lower case
   */
  record Answer(int status, String head, String body) {}

  private RawHttp() {}

  /** Sends lines, followed by an empty one, and reads the answer until the server closes. */
  static Answer send(URI server, String... lines) {
    String text = String.join("\r\n", lines) + "\r\nConnection: close\r\n\r\n";
    return exchange(server, text);
  }

  /** Sends a text and reads the answer until the server closes. */
  static Answer exchange(URI server, String text) {
    try (Socket socket = new Socket(server.getHost(), server.getPort())) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.getOutputStream().write(text.getBytes(ISO_8859_1));
      socket.getOutputStream().flush();
      String answer = new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
      int end = answer.indexOf("\r\n\r\n");
      String head = answer.substring(0, end).toLowerCase(Locale.ROOT);
      return new Answer(Integer.parseInt(head.split(" ")[1]), head, answer.substring(end + 4));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
