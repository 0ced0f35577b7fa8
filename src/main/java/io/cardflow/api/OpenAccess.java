package io.cardflow.api;

/** Marks a platform that authenticates callers without OIDC: the local one, on loopback. */
public interface OpenAccess {

  /** Whether this process is that platform. */
  boolean isOpen();
}
