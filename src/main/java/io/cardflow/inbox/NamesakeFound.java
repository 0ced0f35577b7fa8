package io.cardflow.inbox;

/** Another member of the group goes by the name of this replica. */
final class NamesakeFound extends IllegalStateException {

  private static final long serialVersionUID = 1;

  NamesakeFound(String instanceId, String group, String host) {
    super(
        ("cardflow.inbox.instance-id=%s is in use by another member of the group %s, on host %s:"
                + " give each replica an instance id of its own. A replica that was killed before"
                + " this one leaves the group when its session.timeout.ms has passed")
            .formatted(instanceId, group, host));
  }
}
