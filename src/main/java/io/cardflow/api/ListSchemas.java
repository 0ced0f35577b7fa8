package io.cardflow.api;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The pages of lists, for the OpenAPI document: it has no schema for {@link Page} in general. */
final class ListSchemas {

  private static final String NEXT = "The cursor of the next page; absent at the end of the list";

  private ListSchemas() {}

  @Schema(name = "CardPage")
  record CardPage(
      @Schema(required = true) List<CardItem> items, @Schema(description = NEXT) String next) {}

  @Schema(name = "FoundPage")
  record FoundPage(
      @Schema(required = true) List<FoundItem> items, @Schema(description = NEXT) String next) {}

  @Schema(name = "OrderPage")
  record OrderPage(
      @Schema(required = true) List<OrderItem> items, @Schema(description = NEXT) String next) {}

  @Schema(name = "OrderCardPage")
  record OrderCardPage(
      @Schema(required = true) List<OrderCardItem> items,
      @Schema(description = NEXT) String next) {}
}
