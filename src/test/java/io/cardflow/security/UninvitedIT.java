package io.cardflow.security;

import static io.cardflow.security.SecuredServers.TOPICS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Unknown clients have no access, and known ones only the permissions of their manifests. */
class UninvitedIT {

  private static final List<String> ALL =
      List.of(
          TOPICS.commands(),
          TOPICS.producerStatus(),
          TOPICS.events(),
          TOPICS.rejections(),
          TOPICS.deadLetters());

  private final SecuredServers servers = SecuredServers.shared();

  @Test
  void aClientWithoutTls() {
    assertRefused(TimeoutException.class, Map.of("bootstrap.servers", servers.scramBootstrap()));
  }

  @Test
  void aClientWithoutCredentials() {
    Map<String, String> client = servers.scram(Users.PUBLISHER);
    client.put("security.protocol", "SSL");
    assertRefused(TimeoutException.class, client);
  }

  @Test
  void aClientWithoutACertificate() {
    Map<String, String> client = servers.scram(Users.PUBLISHER);
    client.put("bootstrap.servers", servers.mutualBootstrap());
    client.put("security.protocol", "SSL");
    assertRefused(SslAuthenticationException.class, client);
  }

  @Test
  void aUserWithAWrongPassword() {
    assertRefused(
        SaslAuthenticationException.class,
        SecuredClients.scram(
            servers.scramBootstrap(), servers.authority(), Users.PUBLISHER, "wrong"));
  }

  @Test
  void anUnknownUser() {
    assertRefused(
        SaslAuthenticationException.class,
        SecuredClients.scram(
            servers.scramBootstrap(), servers.authority(), "unknown", "unknown-S3cret"));
  }

  @Test
  void aCertificateOfAnotherAuthorityWithTheSameName() {
    assertRefused(
        SslAuthenticationException.class,
        SecuredClients.mutualStores(
            servers.mutualBootstrap(),
            servers.authority(),
            servers.stranger().client(Users.WORKER)));
  }

  @Test
  void aClientRejectsAnUntrustedBroker() {
    assertRefused(
        SslAuthenticationException.class,
        SecuredClients.scram(
            servers.scramBootstrap(),
            servers.stranger(),
            Users.PUBLISHER,
            SecuredServers.password(Users.PUBLISHER)));
  }

  @Test
  void aClientRejectsABrokerUnderAnotherHostName() {
    Map<String, String> client = servers.scram(Users.PUBLISHER);
    client.computeIfPresent(
        "bootstrap.servers",
        (name, host) -> host.replace(SecuredServers.HOST, SecuredServers.ANOTHER_HOST));
    assertRefused(SslAuthenticationException.class, client);
  }

  @Test
  void aPublisherWritesCommandsAndNothingElse() {
    assertEquals(Set.of(TOPICS.commands()), writable(Users.PUBLISHER));
    assertEquals(Set.of(), readable(Users.PUBLISHER));
  }

  @Test
  void theBridgeWritesStatusesAndNothingElse() {
    assertEquals(Set.of(TOPICS.producerStatus()), writable(Users.BRIDGE));
    assertEquals(Set.of(), readable(Users.BRIDGE));
  }

  @Test
  void aSubscriberReadsEventsAndRejectionsAndWritesNothing() {
    assertEquals(Set.of(), writable(Users.SUBSCRIBER));
    assertEquals(Set.of(TOPICS.events(), TOPICS.rejections()), readable(Users.SUBSCRIBER));
  }

  @Test
  void theWorkerReadsInboundTopicsAndWhatItsApiShows() {
    assertEquals(
        Set.of(
            TOPICS.commands(),
            TOPICS.producerStatus(),
            TOPICS.events(),
            TOPICS.rejections(),
            TOPICS.deadLetters()),
        readable(Users.WORKER));
  }

  @Test
  void theWorkerReadsItsLagAndTheProducersOfOpenTransactions()
      throws ExecutionException, InterruptedException {
    TopicPartition first = new TopicPartition(TOPICS.commands(), 0);
    try (Admin admin = Admin.create(new HashMap<>(servers.scram(Users.WORKER)))) {
      admin.listConsumerGroupOffsets(SecuredServers.GROUP).all().get();
      admin.listOffsets(Map.of(first, OffsetSpec.latest())).all().get();
      admin.describeProducers(List.of(first)).all().get();
    }
  }

  @Test
  void theAutoscalerReadsTheLagAndNothingElse() throws ExecutionException, InterruptedException {
    TopicPartition first = new TopicPartition(TOPICS.commands(), 0);
    try (Admin admin = Admin.create(quick(servers.scram(Users.AUTOSCALER)))) {
      admin.listConsumerGroupOffsets(SecuredServers.GROUP).all().get();
      admin.listOffsets(Map.of(first, OffsetSpec.latest())).all().get();
    }
    assertEquals(Set.of(), writable(Users.AUTOSCALER));
    assertEquals(Set.of(), readable(Users.AUTOSCALER));
  }

  @ParameterizedTest
  @ValueSource(strings = {Users.PUBLISHER, Users.BRIDGE, Users.SUBSCRIBER, Users.AUTOSCALER})
  void noOtherUserCanUseTheWorkersGroupOrTransactionalIds(String user) {
    try (KafkaConsumer<byte[], byte[]> consumer = consumer(user)) {
      Map<TopicPartition, OffsetAndMetadata> begin =
          Map.of(new TopicPartition(TOPICS.commands(), 0), new OffsetAndMetadata(0));
      assertThrows(GroupAuthorizationException.class, () -> consumer.commitSync(begin));
    }
    Map<String, Object> settings = quick(servers.scram(user));
    settings.put("transactional.id", "cardflow-0@pod");
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      assertThrows(TransactionalIdAuthorizationException.class, producer::initTransactions);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {Users.WORKER, Users.PUBLISHER, Users.BRIDGE, Users.SUBSCRIBER, Users.AUTOSCALER})
  void noUserCanChangeTopicsOrPermissions(String user) {
    try (Admin admin = Admin.create(quick(servers.scram(user)))) {
      assertCause(
          TopicAuthorizationException.class,
          () -> admin.createTopics(List.of(new NewTopic("new", 1, (short) 1))).all().get());
      assertCause(
          TopicAuthorizationException.class,
          () -> admin.deleteTopics(List.of(TOPICS.commands())).all().get());
      assertCause(
          ClusterAuthorizationException.class,
          () -> admin.createAcls(servers.user(user).rights()).all().get());
    }
  }

  private void assertRefused(Class<? extends Exception> why, Map<String, String> client) {
    try (Admin known = Admin.create(quick(servers.scram(Users.PUBLISHER)))) {
      assertTrue(answered(known), "a known user connects");
    }
    try (Admin admin = Admin.create(quick(client))) {
      assertCause(why, () -> admin.describeCluster().nodes().get());
    }
  }

  private static boolean answered(Admin admin) {
    try {
      return !admin.describeCluster().nodes().get().isEmpty();
    } catch (ExecutionException failed) {
      return false;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private interface Call {
    void make() throws Exception;
  }

  private static void assertCause(Class<? extends Exception> why, Call call) {
    ExecutionException failed = assertThrows(ExecutionException.class, call::make);
    assertEquals(why, failed.getCause().getClass(), failed.getMessage());
  }

  private Set<String> writable(String user) {
    Set<String> written = new TreeSet<>();
    try (Sender sender = new Sender(servers.scram(user))) {
      for (String topic : ALL) {
        try {
          sender.sendGarbage(topic, "U-1");
          written.add(topic);
        } catch (AuthorizationException refused) {
          // A user without any write access gets an error about the cluster.
          assertTrue(
              refused instanceof TopicAuthorizationException
                  || refused instanceof ClusterAuthorizationException,
              refused.toString());
        }
      }
    }
    return written;
  }

  private Set<String> readable(String user) {
    Set<String> read = new TreeSet<>();
    try (Sender superUser = new Sender(servers.superUser())) {
      for (String topic : ALL) {
        superUser.sendGarbage(topic, "U-2");
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(user)) {
          consumer.assign(
              IntStream.range(0, SecuredServers.PARTITIONS)
                  .mapToObj(number -> new TopicPartition(topic, number))
                  .toList());
          consumer.seekToBeginning(consumer.assignment());
          Awaitility.await("a record or a refusal")
              .pollInterval(Duration.ofMillis(10))
              .until(() -> !consumer.poll(Duration.ofMillis(100)).isEmpty());
          read.add(topic);
        } catch (TopicAuthorizationException refused) {
          assertEquals(Set.of(topic), refused.unauthorizedTopics());
        }
      }
    }
    return read;
  }

  private KafkaConsumer<byte[], byte[]> consumer(String user) {
    Map<String, Object> settings = quick(servers.scram(user));
    settings.put("group.id", SecuredServers.GROUP);
    settings.put("enable.auto.commit", false);
    return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private static Map<String, Object> quick(Map<String, String> client) {
    Map<String, Object> settings = new HashMap<>(client);
    settings.put("default.api.timeout.ms", 1_500);
    settings.put("request.timeout.ms", 1_000);
    settings.put("max.block.ms", 1_500);
    return settings;
  }
}
