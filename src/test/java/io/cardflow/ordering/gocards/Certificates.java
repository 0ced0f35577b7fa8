package io.cardflow.ordering.gocards;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Keys for a bureau that the worker trusts, for the worker, and for a stranger. */
public final class Certificates implements QuarkusTestResourceLifecycleManager {

  private static final String PASSWORD = "changeit";
  private static Path directory;

  @Override
  public Map<String, String> start() {
    try {
      directory = Files.createTempDirectory(Path.of("target"), "certificates-");
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    List.of("bureau", "worker", "stranger").forEach(Certificates::pair);
    trust("worker", "bureau");
    trust("bureau", "worker");
    return Map.of(
        "quarkus.tls.gocards.key-store.p12.path",
        store("worker").toString(),
        "quarkus.tls.gocards.key-store.p12.password",
        PASSWORD,
        "quarkus.tls.gocards.trust-store.p12.path",
        trusted("worker").toString(),
        "quarkus.tls.gocards.trust-store.p12.password",
        PASSWORD);
  }

  @Override
  public void stop() {
    // The keys are in the build directory and are not secret.
  }

  /** The bureau that the worker trusts; it trusts only the worker. */
  static SSLContext server() throws IOException, GeneralSecurityException {
    return context("bureau");
  }

  static SSLContext stranger() throws IOException, GeneralSecurityException {
    return context("stranger");
  }

  private static SSLContext context(String who) throws IOException, GeneralSecurityException {
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(load(store(who)), PASSWORD.toCharArray());
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(load(trusted("bureau")));
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  private static KeyStore load(Path path) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(path)) {
      store.load(in, PASSWORD.toCharArray());
    }
    return store;
  }

  private static void pair(String who) {
    keytool(
        "-genkeypair",
        "-alias",
        who,
        "-keystore",
        store(who),
        "-keyalg",
        "EC",
        "-validity",
        "30",
        "-dname",
        "CN=localhost",
        "-ext",
        "SAN=DNS:localhost,IP:127.0.0.1");
    keytool("-exportcert", "-alias", who, "-keystore", store(who), "-file", certificate(who));
  }

  private static void trust(String who, String whom) {
    keytool(
        "-importcert",
        "-noprompt",
        "-alias",
        whom,
        "-keystore",
        trusted(who),
        "-file",
        certificate(whom));
  }

  private static void keytool(Object... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    for (Object each : arguments) {
      command.add(each.toString());
    }
    command.addAll(List.of("-storetype", "PKCS12", "-storepass", PASSWORD));
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(directory.resolve("keytool.log").toFile())
              .start();
      if (process.waitFor() != 0) {
        throw new IllegalStateException(Files.readString(directory.resolve("keytool.log")));
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  private static Path store(String who) {
    return directory.resolve(who + ".p12");
  }

  private static Path trusted(String who) {
    return directory.resolve(who + "-trusts.p12");
  }

  private static Path certificate(String who) {
    return directory.resolve(who + ".cer");
  }
}
