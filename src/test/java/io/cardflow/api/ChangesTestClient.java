package io.cardflow.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** A client of an event stream, which keeps what it has received. */
public final class ChangesTestClient implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final HttpResponse<Stream<String>> response;
  private final Thread reader;
  private volatile boolean ended;

  /** Opens a stream. */
  public ChangesTestClient(HttpClient http, HttpRequest request) {
    try {
      response = http.send(request, BodyHandlers.ofLines());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
    reader = new Thread(this::read);
    reader.setDaemon(true);
    reader.start();
  }

  private void read() {
    try {
      response.body().forEach(lines::add);
      ended = true;
    } catch (UncheckedIOException cut) {
      lines.add("cut: " + cut.getMessage());
    }
  }

  public HttpResponse<Stream<String>> response() {
    return response;
  }

  /** Whether the server has ended the stream properly. */
  public boolean ended() {
    return ended;
  }

  List<String> lines() {
    return lines;
  }

  /** The data of the received events. */
  public List<JsonNode> events() {
    return lines.stream()
        .filter(line -> line.startsWith("data:"))
        .map(
            line -> {
              try {
                return JSON.readTree(line.substring("data:".length()));
              } catch (IOException broken) {
                throw new UncheckedIOException(broken);
              }
            })
        .toList();
  }

  @Override
  public void close() {
    response.body().close();
  }
}
