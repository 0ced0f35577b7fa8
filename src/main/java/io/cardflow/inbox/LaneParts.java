package io.cardflow.inbox;

import io.cardflow.store.BatchStore;
import io.cardflow.store.OrderingClosures;
import java.util.function.Consumer;

/**
 * The parts that all lanes of a replica share.
 *
 * @param fatal halts the process after an error that it cannot recover from
 */
record LaneParts(
    TopicNames topics,
    SenderCheck senders,
    KafkaClients clients,
    BrokerCheck check,
    BatchStore store,
    Persister persister,
    InboxMeters meters,
    OrderingClosures closures,
    ReplicaHealth health,
    Consumer<Throwable> fatal) {}
