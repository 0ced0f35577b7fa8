package io.cardflow.inbox;

import io.cardflow.domain.Decision;
import io.cardflow.store.Changes;
import java.util.List;

/** What a batch has led to, before any of it is stored or sent. */
record BatchResult(Changes changes, OutboundBatch outbound, List<Decision> decisions) {}
