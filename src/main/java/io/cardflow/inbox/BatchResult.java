package io.cardflow.inbox;

import io.cardflow.domain.Decision;
import io.cardflow.store.Changes;
import java.util.List;

/** The result of a batch, before any of it is stored or published. */
record BatchResult(Changes changes, OutboundBatch outbound, List<Decision> decisions) {}
