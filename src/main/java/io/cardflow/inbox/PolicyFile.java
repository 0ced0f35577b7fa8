package io.cardflow.inbox;

import io.cardflow.ops.CardflowConfig;
import io.cardflow.ops.NotConsuming;
import io.cardflow.ops.Settings;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.annotation.PostConstruct;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jboss.logging.Logger;

/**
 * The policy of the file that {@code cardflow.policy.file} names, which is read again when it
 * changes. An invalid file prevents the start; later the policy before it stays in force.
 */
@Singleton
class PolicyFile {

  private static final Logger LOG = Logger.getLogger(PolicyFile.class);
  private static final String SETTING = "cardflow.policy.file";
  private static final long MOST_BYTES = 1024 * 1024;

  private final Path file;
  private volatile String text = "";
  private volatile String fault = "";
  private volatile SenderPolicy policy = SenderPolicy.NONE;

  @Inject
  PolicyFile(CardflowConfig config) {
    this(
        config
            .policy()
            .file()
            .filter(file -> config.inbox().enabled())
            .map(file -> Settings.path(SETTING, file))
            .orElse(null));
  }

  /**
   * @param file null for no policy
   */
  PolicyFile(Path file) {
    this.file = file;
  }

  @PostConstruct
  void read() {
    if (file != null) {
      try {
        text = content();
        policy = SenderPolicy.read(text);
      } catch (IOException | SenderPolicy.Invalid refused) {
        throw new IllegalArgumentException(SETTING + ": the file " + cause(refused));
      }
    }
  }

  /** The policy in force. */
  SenderPolicy policy() {
    return policy;
  }

  /** Compares contents, since a mounted file can change without a later time. */
  @Scheduled(
      every = "10s",
      concurrentExecution = ConcurrentExecution.SKIP,
      skipExecutionIf = NotConsuming.class)
  void reload() {
    if (file == null) {
      return;
    }
    try {
      String now = content();
      if (!now.equals(text)) {
        text = now;
        policy = SenderPolicy.read(now);
        LOG.infof("sender policy reloaded senders=%d", policy.size());
      }
      fault = "";
    } catch (IOException | SenderPolicy.Invalid refused) {
      report(cause(refused));
    }
  }

  /** Reports a fault once, not with each look at the file. */
  private void report(String cause) {
    if (!cause.equals(fault)) {
      fault = cause;
      LOG.warnf("sender policy not reloaded cause=the file %s", cause);
    }
  }

  private String content() throws IOException, SenderPolicy.Invalid {
    if (Files.size(file) > MOST_BYTES) {
      throw new SenderPolicy.Invalid("has more than " + MOST_BYTES + " bytes");
    }
    return Files.readString(file);
  }

  private static String cause(Exception refused) {
    return refused instanceof IOException
        ? "cannot be read: " + refused.getClass().getSimpleName()
        : refused.getMessage();
  }
}
