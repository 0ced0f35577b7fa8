package io.cardflow.ordering.gocards;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/** A bureau that answers each call with the response that the test has set. */
final class ScriptedBureau implements AutoCloseable {

  static final String LOG_IN = "POST /api/login";
  static final String TOKEN = "POST /oauth2/token";
  static final String ORDER = "POST /api/order";
  static final String FIND = "GET /api/order";
  static final String CARDS = "GET /api/order/OD-1";
  static final String LAYOUT = "GET /layout/L1";
  static final String CARD = "GET /api/card/CA-1";

  /** Answers one call. */
  interface Answer {
    void give(HttpExchange exchange) throws IOException;
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final List<String> calls = Collections.synchronizedList(new ArrayList<>());
  private final List<Headers> headers = Collections.synchronizedList(new ArrayList<>());
  private final List<String> uris = Collections.synchronizedList(new ArrayList<>());
  private final List<String> bodies = Collections.synchronizedList(new ArrayList<>());

  ScriptedBureau() {
    this(null);
  }

  /**
   * @param tls null for plain HTTP; with it, clients must show a certificate
   */
  ScriptedBureau(SSLContext tls) {
    try {
      InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      server = tls == null ? HttpServer.create(any, 0) : secured(any, tls);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
    on(LOG_IN, 200, "{\"token\":\"t-1\",\"validUntil\":\"2999-01-01T00:00:00Z\"}");
  }

  private static HttpServer secured(InetSocketAddress address, SSLContext tls) throws IOException {
    HttpsServer secured = HttpsServer.create(address, 0);
    secured.setHttpsConfigurator(
        new HttpsConfigurator(tls) {
          @Override
          public void configure(HttpsParameters parameters) {
            SSLParameters wanted = tls.getDefaultSSLParameters();
            wanted.setNeedClientAuth(true);
            parameters.setSSLParameters(wanted);
          }
        });
    return secured;
  }

  int port() {
    return server.getAddress().getPort();
  }

  ScriptedBureau on(String call, Answer answer) {
    answers.put(call, answer);
    return this;
  }

  ScriptedBureau on(String call, int status, String body) {
    return on(call, exchange -> send(exchange, status, body.getBytes(StandardCharsets.UTF_8)));
  }

  /** The received calls, in order. */
  List<String> calls() {
    return List.copyOf(calls);
  }

  /** The headers of the last call. */
  Headers lastHeaders() {
    return headers.get(headers.size() - 1);
  }

  /** The body of the last call. */
  String lastBody() {
    return bodies.get(bodies.size() - 1);
  }

  /** The path of the last call as it was sent. */
  String lastUri() {
    return uris.get(uris.size() - 1);
  }

  /** The body of the first of these calls. */
  String bodyOf(String call) {
    return bodies.get(calls.indexOf(call));
  }

  static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    String call = exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
    headers.add(exchange.getRequestHeaders());
    bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    uris.add(exchange.getRequestURI().getRawPath());
    calls.add(call);
    answers.getOrDefault(call, each -> send(each, 404, new byte[0])).give(exchange);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
