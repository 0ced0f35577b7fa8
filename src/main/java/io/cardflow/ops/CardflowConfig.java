package io.cardflow.ops;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The worker's own settings. Kafka and PostgreSQL are configured under Quarkus' standard names.
 *
 * <p>{@code docs/configuration.md} is generated from this javadoc by {@code ConfigurationPageTest}.
 */
@ConfigMapping(prefix = "cardflow")
public interface CardflowConfig {

  /**
   * The CloudEvents source of published messages: a URI reference in ASCII of at most 256
   * characters.
   */
  @WithDefault("/cardflow")
  String source();

  Topics topics();

  Ordering ordering();

  Gocards gocards();

  Assignment assignment();

  Expiry expiry();

  Dwell dwell();

  Inbox inbox();

  Console console();

  Retention retention();

  Policy policy();

  Internal internal();

  /**
   * Names of the topics, as Kafka accepts them. All of them differ, even after {@code .} is
   * replaced by {@code _}.
   */
  interface Topics {
    /** Commands from IAM systems, and the worker's own timers. */
    @WithDefault("cardflow.commands")
    String commands();

    /** Notifications of the bureau, and the outcomes of orders. Partitioned like the commands. */
    @WithDefault("cardflow.producer-status")
    String producerStatus();

    /** Published changes of cards. */
    @WithDefault("cardflow.events")
    String events();

    /** Published rejections. */
    @WithDefault("cardflow.rejections")
    String rejections();

    /** Records that could not be decoded or stored. */
    @WithDefault("cardflow.dead-letters")
    String deadLetters();

    /** Requests to erase personal data. The right to write it is the right to erase. */
    @WithDefault("cardflow.privacy")
    String privacy();

    /** Answers to requests to erase personal data. */
    @WithDefault("cardflow.audit")
    String audit();
  }

  /** How cards are ordered from the bureau. */
  interface Ordering {
    /** Whether a request without {@code queue} waits for the next batch run. */
    @WithDefault("true")
    boolean queue();

    /** Interval of the batch run and of the search for silent orders; 1 s to 366 d. */
    @WithDefault("60s")
    Duration every();

    /** The largest number of cards in a batch, 1 to 5,000. */
    @WithDefault("500")
    int maxBatchSize();

    /** The largest number of batches that a replica submits concurrently, 1 to 64. */
    @WithDefault("4")
    int maxConcurrentSubmissions();

    /** How long an accepted order may be silent before the bureau is asked; 1 s to 366 d. */
    @WithDefault("6h")
    Duration reconcileAfter();

    /**
     * The reaction to a failover of PostgreSQL: {@code hold} closes ordering until an operator
     * releases it, {@code continue} keeps it open and is safe with synchronous replication only.
     */
    @WithDefault("hold")
    AfterFailover afterFailover();

    /** The reaction to a failover of PostgreSQL. */
    enum AfterFailover {
      HOLD,
      CONTINUE
    }
  }

  /** The API of the card bureau, GO Cards. */
  interface Gocards {
    /**
     * Base URL of the API: http or https, a host, optionally a port and a path. No user, query or
     * fragment. Without it, the worker collects and submits nothing.
     */
    Optional<URI> url();

    /** Client id, at most 4,096 characters. Required with the URL. */
    Optional<String> clientId();

    /** Client secret, at most 4,096 characters. Required with the URL. */
    Optional<String> clientSecret();

    /** The organisation that orders, at most 4,096 characters. Required with the URL. */
    Optional<String> organisationId();

    /** Time limit to connect, and again to receive an answer; 100 ms to 5 min. */
    @WithDefault("30s")
    Duration timeout();

    /**
     * How the worker gets its bearer token: {@code oauth2} by client credentials at the token end
     * point, {@code login} by the bureau's own login.
     */
    @WithDefault("oauth2")
    Auth auth();

    /** The scopes that the token end point requires, separated by blanks. */
    Optional<String> scope();

    Paths paths();

    /** The time zone of the bureau's times, which have none. */
    @WithDefault("Europe/Stockholm")
    ZoneId timeZone();

    /**
     * What is done with an order whose outcome is not known, after a lost answer for example.
     * {@code look-up} asks for it by its reference, and sends it again under the same key if it was
     * not received. {@code ask} is for a bureau that offers neither: an operator resolves it.
     */
    @WithDefault("look-up")
    UnknownOutcome unknownOutcome();

    /**
     * The card element that carries the worker's id of a card to the bureau and is read back from
     * it, at most 64 characters. It is needed if the answer to an order does not name the bureau's
     * ids; without it an operator loads them.
     */
    Optional<String> cardIdElement();

    /**
     * The largest number of look-ups of cards and orders per second by all replicas, 1 to 1,000.
     */
    @WithDefault("20")
    int lookUpsPerSecond();

    /**
     * Whether card elements are compared with the input fields of their layout before anything is
     * ordered. A card that breaks them is refused with {@code LAYOUT_MISMATCH}. A layout is read
     * again after ten minutes; while it cannot be read, its cards wait.
     */
    @WithDefault("false")
    boolean checkLayouts();

    Push push();

    /** How the worker gets its token. */
    enum Auth {
      OAUTH2,
      LOGIN
    }

    /** What is done with an order whose outcome is not known. */
    enum UnknownOutcome {
      LOOK_UP,
      ASK
    }
  }

  /** The events that the bureau posts to {@code /hooks/gocards}. */
  interface Push {
    /** Whether this process takes them. It then needs {@code auth}. */
    @WithDefault("false")
    boolean enabled();

    /**
     * How the bureau proves that it made a request: {@code signature} by Standard Webhooks, {@code
     * bearer} by a token, {@code mtls} by a certificate of a client.
     */
    Optional<Proof> auth();

    /**
     * The secrets of signatures, one to four so that they can be replaced without an interruption:
     * each 24 to 64 bytes in Base64, with or without {@code whsec_}. Required with {@code
     * signature}, and only then.
     */
    Optional<List<String>> secrets();

    /**
     * The tokens, one to four, each 16 to 4,096 visible ASCII characters without a comma. Required
     * with {@code bearer}, and only then.
     */
    Optional<List<String>> tokens();

    /**
     * The names of the bureau's certificates: common names of a subject, or alternative names (DNS
     * or URI), one to twenty. Required with {@code mtls}, and only then. The HTTP server then needs
     * {@code quarkus.http.tls-configuration-name} of a configuration with a trust store.
     */
    Optional<List<String>> clients();

    /**
     * The origins that may send CloudEvents, as the handshake of CloudEvents names them, one to
     * twenty. With it, the body may be a CloudEvent. Not with {@code mtls}.
     */
    Optional<List<String>> origins();

    /** The requests per minute that the handshake of CloudEvents allows, 1 to 100,000. */
    @WithDefault("6000")
    int allowedRate();

    /**
     * Whether an event is only a hint: its facts are ignored, and the worker asks the bureau about
     * the card. It needs {@code cardflow.gocards.url}.
     */
    @WithDefault("false")
    boolean thin();

    /** The largest number of requests that this process handles at a time, 1 to 64. */
    @WithDefault("8")
    int maxConcurrent();

    /** How long an event about a card that is not known yet is kept; 1 min to 30 d. */
    @WithDefault("5d")
    Duration keepFor();

    /** How the bureau proves that it made a request. */
    enum Proof {
      SIGNATURE,
      BEARER,
      MTLS
    }
  }

  /** The paths of the bureau's calls, appended to the URL. */
  interface Paths {
    /** The token end point: a path, or the URL of another host. */
    @WithDefault("/oauth2/token")
    String token();

    /** The bureau's own login. */
    @WithDefault("/api/login")
    String login();

    /** Where orders are placed, and found by their reference. */
    @WithDefault("/api/order")
    String orders();

    /** An order, with <code>{orderId}</code>. */
    @WithDefault("/api/order/{orderId}")
    String order();

    /** A card, with <code>{cardId}</code>. */
    @WithDefault("/api/card/{cardId}")
    String card();

    /** A layout with its input fields, with <code>{layoutId}</code>. */
    @WithDefault("/layout/{layoutId}")
    String layout();
  }

  /** How cards are assigned to holders. */
  interface Assignment {
    /** Validity of an assignment without {@code validUntil}; 1 s to 36525 d. */
    @WithDefault("14d")
    Duration validity();

    /** Whether a holder may have one temporary card at a time. */
    @WithDefault("true")
    boolean oneCardPerHolder();
  }

  /** Timers of assignments. */
  interface Expiry {
    /** Interval of the timers' runs, and of reading the gauges of cards; 1 s to 1 h. */
    @WithDefault("30s")
    Duration every();

    /**
     * How long before its end an assignment is announced as expiring, the longest first; at most 20
     * points of 1 s to 366 d. Empty for no reminders. A change applies to assignments made or
     * extended afterwards.
     */
    @WithDefault("7d,3d,1d")
    Optional<List<Duration>> reminders();
  }

  /** How long a card may stay in a state before it is announced as overdue; 1 s to 3660 d. */
  interface Dwell {
    /** In PROCESSING. */
    @WithDefault("1d")
    Duration processing();

    /** In ORDERED. */
    @WithDefault("5d")
    Duration ordered();

    /** In IN_PRODUCTION. */
    @WithDefault("10d")
    Duration inProduction();

    /** In PRODUCED. */
    @WithDefault("14d")
    Duration produced();

    /** In EXPIRED. */
    @WithDefault("7d")
    Duration expired();
  }

  /** How long data is kept: a duration of 1 d to 36525 d, or {@code off} to keep it without end. */
  interface Retention {
    /**
     * Entries of the journal, after their decision. Also what the API has stored: audit entries
     * that are published, notes of dead letters that were put back, and actions on many cards.
     */
    @WithConverter(RetentionPeriod.class)
    @WithDefault("400d")
    Optional<Duration> journal();

    /**
     * Facts of cards in a final state, after they entered it. The id stays taken, and repeated
     * messages stay duplicates.
     */
    @WithConverter(RetentionPeriod.class)
    @WithDefault("400d")
    Optional<Duration> cards();

    /**
     * Delivery address, printed texts and cost centre, after the card was produced, failed or was
     * aborted.
     */
    @WithConverter(RetentionPeriod.class)
    @WithDefault("90d")
    Optional<Duration> delivery();

    /**
     * Assignments, after their end; not shorter than the journal. A person's entries in the journal
     * are found by the assignments.
     */
    @WithConverter(RetentionPeriod.class)
    @WithDefault("400d")
    Optional<Duration> assignments();

    /**
     * Ids of messages about cards that do not exist. A message that is repeated later is decided
     * again.
     */
    @WithConverter(RetentionPeriod.class)
    @WithDefault("30d")
    Optional<Duration> unknownCards();

    /**
     * How long backups of the database and its archived WAL are kept, {@code off} if that is not
     * known. It is only reported in the answers to requests to erase personal data.
     */
    @WithConverter(RetentionPeriod.class)
    @WithDefault("off")
    Optional<Duration> backups();
  }

  /** Which sources may send what. */
  interface Policy {
    /**
     * Path of a YAML file with the rules, at most 1 MiB. It is read again when it changes. Without
     * it, every source may send everything.
     */
    Optional<String> file();
  }

  /** Signatures of the worker's own messages to its inbound topics. */
  interface Internal {
    /**
     * Path of a file with one or two keys, each in Base64 on a line of its own, at least 32 bytes.
     * The first one signs, both verify. Required unless {@code signature} is {@code off}.
     */
    Optional<String> keyFile();

    /**
     * {@code sign} adds a signature. {@code enforce} also rejects the worker's own messages without
     * one: switch to it when no unsigned message is left in the topics.
     */
    @WithDefault("off")
    Signature signature();

    /** What is done with signatures. */
    enum Signature {
      OFF,
      SIGN,
      ENFORCE
    }
  }

  /** The HTTP API. */
  interface Console {
    /**
     * Whether this process serves the API. It then needs OIDC: {@code quarkus.oidc.auth-server-url}
     * and {@code quarkus.oidc.token.audience}.
     */
    @WithDefault("false")
    boolean enabled();

    /** How many requests per second a caller may make on average, 1 to 10,000. */
    @WithDefault("50")
    int requestsPerSecond();

    /** The largest number of event streams that this process serves at a time, 1 to 10,000. */
    @WithDefault("200")
    int streams();

    /**
     * Whether readers of the page sign in by OIDC's authorization code flow. It needs {@code
     * quarkus.oidc.client-id} and {@code quarkus.oidc.credentials.secret}. Otherwise the page takes
     * bearer tokens, as the API does.
     */
    @WithDefault("false")
    boolean signIn();

    /** The page warns when fewer cards of a layout are in the pool, 0 to 10,000. */
    @WithDefault("5")
    int lowStock();

    /**
     * Other limits for single layouts, as {@code cardflow.console.low-stock-of.visitor}, 0 to
     * 10,000. Such a layout is listed even if none of its cards is in the pool.
     */
    Map<String, Integer> lowStockOf();

    /**
     * Where a carrier shows a parcel, as {@code cardflow.console.tracking-links.postnord}: an
     * address that begins with {@code https://} and has {@code NUMBER} in the place of the tracking
     * number. The carrier's name is compared without regard to case.
     */
    Map<String, String> trackingLinks();
  }

  /** How the worker consumes the inbound topics. */
  interface Inbox {
    /**
     * Whether this process consumes messages, orders cards and runs the timers. Without it, it only
     * serves the API.
     */
    @WithDefault("true")
    boolean enabled();

    /** The consumer group of all replicas: 1 to 249 visible ASCII characters. */
    @WithDefault("cardflow")
    String groupId();

    /** The number of consumers in a replica, 1 to 16. */
    @WithDefault("2")
    int lanes();

    /** The largest number of records in a unit of work, 1 to 10,000. */
    @WithDefault("1000")
    int batchSize();

    /**
     * A name of this replica that survives a restart and that no other replica has, such as the
     * name of its pod: 1 to 253 letters, digits and {@code . _ : -}. Random if it is not set.
     */
    Optional<String> instanceId();

    /** How long a stopping replica waits for its lanes; 1 ms to 10 min. */
    @WithDefault("20s")
    Duration drainTimeout();
  }
}
