package io.cardflow.inbox;

/** Another member of the group has the same instance id as this replica. */
final class NamesakeFound extends IllegalStateException {

  private static final long serialVersionUID = 1;

  NamesakeFound(String instanceId, String group, String host) {
    super(
        ("cardflow.inbox.instance-id=%s is in use by another member of the group %s, on host %s:"
                + " set a different instance id for each replica. A replica that was killed before"
                + " this one leaves the group when its session.timeout.ms has passed")
            .formatted(instanceId, group, host));
  }
}
