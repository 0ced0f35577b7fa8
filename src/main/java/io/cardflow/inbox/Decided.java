package io.cardflow.inbox;

import io.cardflow.domain.Decision;
import io.cardflow.store.Changes;
import java.util.List;

/** What a batch has led to, before any of it is stored or sent. */
record Decided(Changes changes, Publication publication, List<Decision> decisions) {}
