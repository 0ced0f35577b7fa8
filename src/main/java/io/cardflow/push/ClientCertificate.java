package io.cardflow.push;

import io.vertx.core.http.HttpServerRequest;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/** A certificate that the TLS session has verified, with one of several names. */
final class ClientCertificate implements Authentication {

  /** RFC 5280, section 4.2.1.6: the numbers of alternative names that are texts. */
  private static final Set<Integer> TEXTS = Set.of(2, 6);

  private final Set<String> names;

  ClientCertificate(Collection<String> names) {
    this.names = Set.copyOf(names);
  }

  @Override
  public boolean admits(HttpServerRequest request) {
    SSLSession session = request.sslSession();
    if (session == null) {
      return false;
    }
    try {
      return session.getPeerCertificates()[0] instanceof X509Certificate certificate
          && names(certificate).stream().anyMatch(names::contains);
    } catch (SSLPeerUnverifiedException without) {
      return false;
    }
  }

  /** The common names of the subject, and the alternative names. */
  private static Set<String> names(X509Certificate certificate) {
    Set<String> names = new HashSet<>();
    try {
      for (Rdn rdn : new LdapName(certificate.getSubjectX500Principal().getName()).getRdns()) {
        if (rdn.getType().equalsIgnoreCase("CN") && rdn.getValue() instanceof String name) {
          names.add(name);
        }
      }
      Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
      for (List<?> each : alternatives == null ? List.<List<?>>of() : alternatives) {
        if (TEXTS.contains(each.get(0))) {
          names.add((String) each.get(1));
        }
      }
    } catch (InvalidNameException | CertificateParsingException unreadable) {
      return Set.of();
    }
    return names;
  }
}
