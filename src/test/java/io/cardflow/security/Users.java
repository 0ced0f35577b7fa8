package io.cardflow.security;

/** The users of the manifests. */
final class Users {

  static final String WORKER = "cardflow";
  static final String API = "cardflow-api";
  static final String PUBLISHER = "cardflow-iam";
  static final String SUBSCRIBER = "cardflow-subscriber";
  static final String BRIDGE = "cardflow-bureau";
  static final String OPERATOR = "cardflow-operator";
  static final String AUTOSCALER = "cardflow-autoscaler";

  static final String PRIVACY_OFFICE = "cardflow-privacy-office";

  private Users() {}
}
