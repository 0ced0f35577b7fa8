package io.cardflow.local.gocards;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/** The share of cases that each fault hits; others do not occur. */
public final class Faults {

  /** No faults. */
  public static final Faults NONE = new Faults(Map.of());

  private final Map<BureauFault, Double> shares = new EnumMap<>(BureauFault.class);

  private Faults(Map<BureauFault, Double> shares) {
    this.shares.putAll(shares);
  }

  /**
   * Returns faults from shares by setting name.
   *
   * @throws IllegalArgumentException for an unknown name or a share outside of 0 to 1, naming it
   */
  public static Faults of(Map<String, Double> shares) {
    Faults faults = NONE;
    for (Map.Entry<String, Double> each : shares.entrySet()) {
      faults = faults.with(BureauFault.of(each.getKey()), each.getValue());
    }
    return faults;
  }

  /**
   * Returns these faults and one more.
   *
   * @param share 0 to 1
   */
  public Faults with(BureauFault fault, double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException(
          "the share of " + fault.settingName() + " must be 0 to 1, not " + share);
    }
    Faults more = new Faults(shares);
    more.shares.put(fault, share);
    return more;
  }

  /** Returns the share of one fault, 0 to 1. */
  public double share(BureauFault fault) {
    return shares.getOrDefault(fault, 0.0);
  }

  /** Returns all shares above 0 by setting name. */
  public Map<String, Double> named() {
    Map<String, Double> named = new TreeMap<>();
    shares.forEach((fault, share) -> named.put(fault.settingName(), share));
    return named;
  }
}
