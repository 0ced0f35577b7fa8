package io.cardflow.push;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Keys of a server and of its clients, each with a certificate of its own. */
final class ClientKeys {

  static final String PASSWORD = "changeit";

  private final Path directory;

  ClientKeys(Path directory) {
    this.directory = directory;
  }

  /** Makes a pair of keys. */
  void pair(String who) {
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
        "CN=" + who,
        "-ext",
        "SAN=DNS:localhost,URI:urn:" + who);
    keytool("-exportcert", "-alias", who, "-keystore", store(who), "-file", certificate(who));
  }

  void trust(String who, String whom) {
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

  /** A client with these keys. */
  SSLContext client(String who) throws IOException, GeneralSecurityException {
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(load(store(who)), PASSWORD.toCharArray());
    return context(keys);
  }

  /** A client without keys. */
  SSLContext client() throws IOException, GeneralSecurityException {
    return context(null);
  }

  private SSLContext context(KeyManagerFactory keys) throws IOException, GeneralSecurityException {
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(load(trusted("client")));
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys == null ? null : keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  private static KeyStore load(Path path) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(path)) {
      store.load(in, PASSWORD.toCharArray());
    }
    return store;
  }

  private void keytool(Object... arguments) {
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
      throw new java.io.UncheckedIOException(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  Path store(String who) {
    return directory.resolve(who + ".p12");
  }

  Path trusted(String who) {
    return directory.resolve(who + "-trusts.p12");
  }

  private Path certificate(String who) {
    return directory.resolve(who + ".cer");
  }
}
