package io.cardflow.store;

import java.util.List;

/** Replaces a person in a unit of work of the journal. */
public interface HolderEraser {

  /**
   * The unit without the person.
   *
   * @param entries how many of its entries have changed; 0 if none has
   */
  record Erased(JournaledTexts unit, int entries) {}

  /**
   * Replaces the person. It runs on a thread that may block.
   *
   * @param assignments when the person had which card
   */
  Erased erase(
      JournaledTexts unit, String holder, String pseudonym, List<PastAssignment> assignments);
}
