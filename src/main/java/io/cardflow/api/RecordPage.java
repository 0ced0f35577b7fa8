package io.cardflow.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The newest records of a topic. Subclasses name the type for the OpenAPI document. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public class RecordPage<T> {

  @Schema(
      required = true,
      description = "The newest first; records of a partition in the order of their offsets")
  public final List<T> items;

  @Schema(description = "The cursor of older records; absent at the end of the list")
  public final String next;

  @Schema(
      description =
          "True if the time was over before the list was complete: there are more records, of the"
              + " partitions in `unread`, and they may be newer than these. The next page has them")
  public final Boolean partial;

  @Schema(description = "The partitions that were not read in time, if `partial`")
  public final List<Integer> unread;

  /**
   * @param next null at the end of the list
   * @param unread the partitions that were not read in time
   */
  RecordPage(List<T> items, String next, List<Integer> unread) {
    this.items = items;
    this.next = next;
    this.partial = unread.isEmpty() ? null : true;
    this.unread = unread.isEmpty() ? null : unread;
  }
}
