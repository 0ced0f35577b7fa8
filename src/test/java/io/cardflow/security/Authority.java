package io.cardflow.security;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.List;

/** A certificate authority, created for each run; its keys are kept only in the run's directory. */
final class Authority {

  /** The password of all its stores. */
  static final String PASSWORD = "changeit";

  private static final String ROOT = "authority";

  private final Path directory;
  private final Path store;

  Authority(Path directory) {
    try {
      this.directory = Files.createDirectories(directory);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    this.store = directory.resolve("all.p12");
    generate(ROOT, "-ext", "bc:critical=ca:true");
  }

  /** The file with its own certificate, as PEM. */
  Path trustPem() {
    return write("ca.crt", Identity.pem(certificate()));
  }

  /** The file with its own certificate, as a PKCS12 trust store. */
  Path trustStore() {
    return save("ca.p12", (empty, password) -> empty.setCertificateEntry(ROOT, certificate()));
  }

  /** A server's certificate for a host name. */
  Identity server(String name, String host) {
    return issue(name, "-ext", "SAN=DNS:" + host);
  }

  /** A client's certificate; the common name identifies it. */
  Identity client(String name) {
    return issue(name, "-ext", "EKU=clientAuth");
  }

  private Identity issue(String name, String... extensions) {
    List<String> arguments = new ArrayList<>(List.of(extensions));
    arguments.addAll(List.of("-signer", ROOT));
    generate(name, arguments.toArray(String[]::new));
    try {
      KeyStore all = load();
      Key key = all.getKey(name, PASSWORD.toCharArray());
      Certificate[] chain = all.getCertificateChain(name);
      Path own =
          save(name + ".p12", (empty, password) -> empty.setKeyEntry(name, key, password, chain));
      String keyPem = Identity.pem(key);
      String chainPem = Identity.pem(chain);
      Path keyFile = write(name + ".key", keyPem);
      return new Identity(own, write(name + ".crt", chainPem), keyFile, chainPem, keyPem);
    } catch (GeneralSecurityException failed) {
      throw new IllegalStateException(failed);
    }
  }

  private Certificate certificate() {
    try {
      return load().getCertificate(ROOT);
    } catch (GeneralSecurityException failed) {
      throw new IllegalStateException(failed);
    }
  }

  private KeyStore load() {
    try (InputStream in = Files.newInputStream(store)) {
      KeyStore all = KeyStore.getInstance("PKCS12");
      all.load(in, PASSWORD.toCharArray());
      return all;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (GeneralSecurityException failed) {
      throw new IllegalStateException(failed);
    }
  }

  private interface Filling {
    void fill(KeyStore empty, char[] password) throws GeneralSecurityException;
  }

  private Path save(String file, Filling filling) {
    Path path = directory.resolve(file);
    try (OutputStream out = Files.newOutputStream(path)) {
      KeyStore filled = KeyStore.getInstance("PKCS12");
      filled.load(null, null);
      filling.fill(filled, PASSWORD.toCharArray());
      filled.store(out, PASSWORD.toCharArray());
      return path;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (GeneralSecurityException failed) {
      throw new IllegalStateException(failed);
    }
  }

  private Path write(String file, String text) {
    try {
      Path path = Files.writeString(directory.resolve(file), text);
      // PostgreSQL rejects a key file that others may read.
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
      return path;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private void generate(String name, String... more) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of("-J-XX:TieredStopAtLevel=1", "-genkeypair", "-alias", name));
    command.addAll(List.of("-dname", "CN=" + name, "-keyalg", "EC", "-validity", "30"));
    command.addAll(List.of("-keystore", store.toString(), "-storetype", "PKCS12"));
    command.addAll(List.of("-storepass", PASSWORD));
    command.addAll(List.of(more));
    Path log = directory.resolve("keytool.log");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      if (process.waitFor() != 0) {
        throw new IllegalStateException(Files.readString(log));
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }
}
