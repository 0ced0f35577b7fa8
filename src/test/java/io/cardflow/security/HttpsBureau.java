package io.cardflow.security;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A bureau on HTTPS that accepts every card. */
final class HttpsBureau implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpsServer server;

  HttpsBureau(Identity identity) {
    try {
      server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.setHttpsConfigurator(new HttpsConfigurator(tls(identity)));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (GeneralSecurityException failed) {
      throw new IllegalStateException(failed);
    }
    server.createContext(
        "/oauth2/token",
        call -> answer(call, 200, "{\"access_token\":\"t\",\"token_type\":\"Bearer\"}"));
    server.createContext("/api/order", call -> answer(call, 201, accepted(call)));
    server.start();
  }

  String url() {
    return "https://" + SecuredServers.HOST + ":" + server.getAddress().getPort();
  }

  private static String accepted(HttpExchange call) throws IOException {
    JsonNode order = JSON.readTree(call.getRequestBody());
    ObjectNode answer = JSON.createObjectNode();
    answer.put("orderId", "OD-" + order.path("reference").asText());
    ArrayNode accepted = answer.putArray("accepted");
    for (JsonNode card : order.path("cards")) {
      String id = card.path("cardId").asText();
      accepted.addObject().put("cardId", id).put("producerCardId", "CA-" + id);
    }
    answer.putArray("refused");
    return answer.toString();
  }

  private static void answer(HttpExchange call, int status, String json) throws IOException {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    call.getResponseHeaders().add("Content-Type", "application/json");
    call.sendResponseHeaders(status, body.length);
    call.getResponseBody().write(body);
    call.close();
  }

  private static SSLContext tls(Identity identity) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(identity.store())) {
      store.load(in, Authority.PASSWORD.toCharArray());
    }
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, Authority.PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
