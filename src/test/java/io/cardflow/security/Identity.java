package io.cardflow.security;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.Key;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.util.Base64;

/**
 * A certificate and its key, in each form that a client or a server may want.
 *
 * @param store both, as PKCS12
 * @param chainFile the certificate and those above it, as PEM
 * @param keyFile the key, as PEM
 * @param chain the content of {@code chainFile}
 * @param key the content of {@code keyFile}
 */
record Identity(Path store, Path chainFile, Path keyFile, String chain, String key) {

  static String pem(Certificate... chain) {
    StringBuilder text = new StringBuilder();
    try {
      for (Certificate each : chain) {
        text.append(pem("CERTIFICATE", each.getEncoded()));
      }
    } catch (CertificateEncodingException failed) {
      throw new IllegalStateException(failed);
    }
    return text.toString();
  }

  static String pem(Key key) {
    return pem("PRIVATE KEY", key.getEncoded());
  }

  private static String pem(String what, byte[] bytes) {
    Base64.Encoder lines = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));
    return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n"
        .formatted(what, lines.encodeToString(bytes));
  }
}
