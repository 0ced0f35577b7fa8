package io.cardflow.inbox;

import io.cardflow.store.BatchStore;

/** What all lanes of a replica share. */
record LaneParts(
    TopicNames topics,
    KafkaClients clients,
    BrokerCheck check,
    BatchStore store,
    Persister persister,
    InboxMeters meters) {}
