package io.cardflow.page;

import io.cardflow.api.ActionView;
import io.cardflow.api.CardItem;
import io.cardflow.api.CardView;
import io.cardflow.api.FoundItem;
import io.cardflow.api.HistoryView;
import io.cardflow.api.Letter;
import io.cardflow.api.LetterSummary;
import io.cardflow.api.MessageView;
import io.cardflow.api.OrderCardItem;
import io.cardflow.api.OrderItem;
import io.cardflow.api.Page;
import io.cardflow.api.RecordPage;
import io.cardflow.api.SummaryView;
import io.cardflow.domain.AuditEntry;
import io.cardflow.domain.BulkAction.Kind;
import io.cardflow.page.PoolPage.Shelf;
import io.cardflow.page.Tracking.Parcel;
import io.cardflow.store.CardViews.OrderStep;
import io.cardflow.store.Summaries.Interval;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import java.util.List;

/** The templates, in {@code src/main/resources/templates}. */
@CheckedTemplate(basePath = "")
final class Templates {

  private Templates() {}

  static native TemplateInstance overview(
      Shell shell, SummaryView summary, Picture picture, List<Interval> day, long dayTotal);

  static native TemplateInstance overview$live(
      Shell shell, SummaryView summary, Picture picture, List<Interval> day, long dayTotal);

  static native TemplateInstance cards(
      Shell shell, CardListing listing, Page<CardItem> page, SummaryView summary);

  static native TemplateInstance card(
      Shell shell,
      CardView card,
      HistoryView history,
      List<Timeline.Entry> timeline,
      Awaited awaited,
      List<NextStep> steps,
      List<Parcel> parcels,
      String key);

  static native TemplateInstance unmasked(Shell shell, CardView card);

  static native TemplateInstance letter(Shell shell, Letter letter);

  static native TemplateInstance outcome(
      Shell shell, String cardId, String command, MessageView outcome);

  static native TemplateInstance outcome$result(
      Shell shell, String cardId, String command, MessageView outcome);

  static native TemplateInstance orders(
      Shell shell, String status, Page<OrderItem> page, SummaryView summary);

  static native TemplateInstance order(
      Shell shell, OrderItem order, Page<OrderCardItem> cards, List<OrderStep> steps);

  static native TemplateInstance found(Shell shell, String kind, String text, Page<FoundItem> page);

  static native TemplateInstance rejections(Shell shell, RejectionListing listing);

  static native TemplateInstance letters(Shell shell, RecordPage<LetterSummary> page);

  static native TemplateInstance actions(Shell shell, Kind[] kinds, String items);

  static native TemplateInstance preview(
      Shell shell, ActionView action, String items, long eligible, boolean unconfirmed);

  static native TemplateInstance action(Shell shell, ActionView action, long done);

  static native TemplateInstance action$progress(Shell shell, ActionView action, long done);

  static native TemplateInstance log(Shell shell, Page<AuditEntry> page);

  static native TemplateInstance request(Shell shell, String key, int most, SummaryView summary);

  static native TemplateInstance requested(Shell shell, List<RequestPage.Requested> cards);

  static native TemplateInstance pool(Shell shell, List<Shelf> shelves);

  static native TemplateInstance done(Shell shell, String title, String detail, String back);

  static native TemplateInstance problem(Shell shell, int status, String code, String detail);

  static native TemplateInstance refused(String language, int status, String code, String detail);

  static native TemplateInstance problem$part(Shell shell, int status, String code, String detail);
}
