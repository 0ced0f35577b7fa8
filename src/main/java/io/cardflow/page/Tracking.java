package io.cardflow.page;

import io.cardflow.ops.CardflowConfig;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Leads to the carriers' own pages about parcels. */
@Singleton
class Tracking {

  private static final String NUMBER = "NUMBER";

  private final Map<String, String> links = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  Tracking(CardflowConfig config) {
    links.putAll(config.console().trackingLinks());
  }

  /**
   * A parcel.
   *
   * @param link where its carrier shows it; null if that is unknown
   */
  public record Parcel(String number, String link) {}

  /** The parcels with these numbers. */
  List<Parcel> parcels(String carrier, List<String> numbers) {
    String link = carrier == null ? null : links.get(carrier.strip());
    return numbers.stream()
        .map(
            number ->
                new Parcel(
                    number, link == null ? null : link.replace(NUMBER, Labels.encoded(number))))
        .toList();
  }
}
