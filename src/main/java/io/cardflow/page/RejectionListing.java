package io.cardflow.page;

import io.cardflow.api.RecordPage;
import io.cardflow.api.Rejection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A page of rejections.
 *
 * @param page the newest rejections, or those before a cursor
 * @param after the cursor of this page; null for the newest
 * @param code only those with this code are shown; null for all
 * @param sender only those of messages from this source are shown; null for all
 */
public record RejectionListing(
    RecordPage<Rejection> page, String after, String code, String sender) {

  /** How many rejections of the page have the same code and sender. */
  public record Count(String code, String sender, long rejections) {}

  /** The numbers by code and sender, the largest first. */
  public List<Count> counts() {
    Map<Count, Long> counts =
        page.items.stream()
            .map(each -> new Count(text(each.code()), sender(each), 0))
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    return counts.entrySet().stream()
        .map(each -> new Count(each.getKey().code(), each.getKey().sender(), each.getValue()))
        .sorted(
            Comparator.comparing(Count::rejections)
                .reversed()
                .thenComparing(Count::code)
                .thenComparing(Count::sender))
        .toList();
  }

  /** Those that are shown. */
  public List<Rejection> items() {
    return page.items.stream()
        .filter(each -> code == null || code.equals(text(each.code())))
        .filter(each -> sender == null || sender.equals(sender(each)))
        .toList();
  }

  public boolean isFiltered() {
    return code != null || sender != null;
  }

  /** The address of the page before this one, with the same choice. */
  public String earlier() {
    return "/rejections?after=" + Labels.encoded(page.next) + with("&", code, sender);
  }

  /** The address of those of this page that have a code and a sender in common. */
  public String only(Count count) {
    return here(with(after == null ? "?" : "&", count.code(), count.sender()));
  }

  /** The address of all on this page. */
  public String all() {
    return here("");
  }

  private String here(String choice) {
    return (after == null ? "/rejections" : "/rejections?after=" + Labels.encoded(after)) + choice;
  }

  private static String with(String before, String code, String sender) {
    StringBuilder query = new StringBuilder();
    if (code != null) {
      query.append(before).append("code=").append(Labels.encoded(code));
    }
    if (sender != null) {
      query.append(query.isEmpty() ? before : "&").append("sender=").append(Labels.encoded(sender));
    }
    return query.toString();
  }

  private static String sender(Rejection rejection) {
    return rejection.message() == null ? "" : text(rejection.message().source());
  }

  private static String text(String text) {
    return text == null ? "" : text;
  }
}
