package io.cardflow.ops;

import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Warns of settings that work individually but hardly make sense together. The worker still starts:
 * a command may give an assignment another end than the default.
 */
final class CombinationCheck {

  private static final Logger LOG = Logger.getLogger(CombinationCheck.class);

  private CombinationCheck() {}

  static void warn(CardflowConfig config) {
    if (config.policy().file().isPresent()
        && config.internal().signature() != CardflowConfig.Internal.Signature.ENFORCE) {
      LOG.warnf(
          "setting cardflow.policy.file does not apply to messages whose source is"
              + " cardflow.source: without cardflow.internal.signature=enforce, any sender can"
              + " claim it");
    }
    for (Duration point : config.expiry().reminders().orElse(List.of())) {
      if (point.compareTo(config.assignment().validity()) >= 0) {
        LOG.warnf(
            "setting cardflow.expiry.reminders point=%s is not shorter than"
                + " cardflow.assignment.validity=%s: an assignment of that length is announced as"
                + " expiring when it is made",
            point, config.assignment().validity());
      }
      if (point.compareTo(config.expiry().every()) < 0) {
        LOG.warnf(
            "setting cardflow.expiry.reminders point=%s is shorter than cardflow.expiry.every=%s:"
                + " the end of an assignment may come first",
            point, config.expiry().every());
      }
    }
    if (config.ordering().reconcileAfter().compareTo(config.gocards().timeout()) < 0) {
      LOG.warnf(
          "setting cardflow.ordering.reconcile-after=%s is shorter than"
              + " cardflow.gocards.timeout=%s: the bureau is asked again before it can answer",
          config.ordering().reconcileAfter(), config.gocards().timeout());
    }
  }
}
