package io.cardflow.ops;

import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Checks the settings of the bureau's push. Every method throws an {@link IllegalArgumentException}
 * that begins with the setting's name and quotes no secret.
 */
final class PushCheck {

  private static final String PREFIX = "cardflow.gocards.push.";

  private static final Pattern TOKEN = Pattern.compile("[!-+\\--~]{16,4096}");
  private static final Pattern NAME = Pattern.compile("[!-~ ]{1,256}");
  private static final Pattern ORIGIN = Pattern.compile("[!-~]{1,256}");

  /** The number of secrets or tokens: the present one, the next, and some that run out. */
  private static final int MOST_SECRETS = 4;

  private static final int MOST_NAMES = 20;

  /** Standard Webhooks: a secret has 192 to 512 bits. */
  private static final int LEAST_BYTES = 24;

  private static final int MOST_BYTES = 64;
  private static final int MOST_CONCURRENT = 64;
  private static final int MOST_PER_MINUTE = 100_000;

  private PushCheck() {}

  static void check(CardflowConfig.Gocards gocards) {
    CardflowConfig.Push push = gocards.push();
    within("max-concurrent", push.maxConcurrent(), MOST_CONCURRENT);
    within("allowed-rate", push.allowedRate(), MOST_PER_MINUTE);
    require(
        push.keepFor().compareTo(Duration.ofMinutes(1)) >= 0
            && push.keepFor().compareTo(Duration.ofDays(30)) <= 0,
        "keep-for",
        "must be PT1M to PT720H, not " + push.keepFor());
    require(
        !push.enabled() || push.auth().isPresent(),
        "auth",
        "must be set if " + PREFIX + "enabled is true");
    belongs("secrets", push.secrets(), push, CardflowConfig.Push.Proof.SIGNATURE);
    belongs("tokens", push.tokens(), push, CardflowConfig.Push.Proof.BEARER);
    belongs("clients", push.clients(), push, CardflowConfig.Push.Proof.MTLS);
    list("secrets", push.secrets(), MOST_SECRETS, PushCheck::isSecret, "24 to 64 bytes in Base64");
    list("tokens", push.tokens(), MOST_SECRETS, TOKEN, "16 to 4,096 visible ASCII characters");
    list("clients", push.clients(), MOST_NAMES, NAME, "1 to 256 ASCII characters");
    list("origins", push.origins(), MOST_NAMES, ORIGIN, "1 to 256 visible ASCII characters");
    require(
        push.origins().isEmpty()
            || push.auth().filter(auth -> auth != CardflowConfig.Push.Proof.MTLS).isPresent(),
        "origins",
        "must not be set unless " + PREFIX + "auth is signature or bearer");
    require(
        !push.enabled() || !push.thin() || gocards.url().isPresent(),
        "thin",
        "must be false if cardflow.gocards.url is not set: no bureau can be asked");
  }

  /** What proves a request is set with the way that uses it, and with no other. */
  private static void belongs(
      String name,
      Optional<List<String>> values,
      CardflowConfig.Push push,
      CardflowConfig.Push.Proof of) {
    boolean used = push.auth().filter(auth -> auth == of).isPresent();
    String way = of.name().toLowerCase(Locale.ROOT);
    require(!used || values.isPresent(), name, "must be set if " + PREFIX + "auth is " + way);
    require(used || values.isEmpty(), name, "must not be set unless " + PREFIX + "auth is " + way);
  }

  private interface Form {
    boolean fits(String value);
  }

  private static void list(
      String name, Optional<List<String>> values, int most, Pattern form, String what) {
    list(name, values, most, value -> form.matcher(value).matches(), what);
  }

  private static void list(
      String name, Optional<List<String>> values, int most, Form form, String what) {
    values.ifPresent(
        all ->
            require(
                !all.isEmpty() && all.size() <= most && all.stream().allMatch(form::fits),
                name,
                "must have 1 to " + most + " entries, each of " + what));
  }

  private static boolean isSecret(String secret) {
    try {
      int bytes = Base64.getDecoder().decode(secret.replaceFirst("^whsec_", "")).length;
      return bytes >= LEAST_BYTES && bytes <= MOST_BYTES;
    } catch (IllegalArgumentException notBase64) {
      return false;
    }
  }

  private static void within(String name, int value, int most) {
    require(value >= 1 && value <= most, name, "must be 1 to " + most + ", not " + value);
  }

  private static void require(boolean holds, String name, String what) {
    if (!holds) {
      throw new IllegalArgumentException(PREFIX + name + " " + what);
    }
  }
}
