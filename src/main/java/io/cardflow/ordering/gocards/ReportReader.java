package io.cardflow.ordering.gocards;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.cardflow.ordering.BureauReport;
import io.cardflow.ordering.BureauReport.CardReport;
import io.cardflow.ordering.Fault;
import io.cardflow.ordering.Fault.Code;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Parses a report card by card, so that it can have any length: keeps only cards with news, as long
 * as their messages fit a limit. The rest is read in a later report.
 */
final class ReportReader {

  /**
   * The maximum size of one card in bytes: 50 readouts of 4,096 characters, 4 bytes each, and more.
   */
  static final int MOST_OF_A_CARD = 2 * 1024 * 1024;

  /** The approximate maximum size of the messages of one report in bytes. */
  static final int MOST_NEWS = 8 * 1024 * 1024;

  private static final int DEPTH = 10;

  private final ObjectMapper json =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(DEPTH).build())
                  .build())
          .addModule(new JavaTimeModule())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  /**
   * Parses a report. A card with an unknown status, one that is named twice, and one that was not
   * accepted are skipped and do not affect the others.
   *
   * @param cards the ids of the accepted cards
   * @param news whether the report of a card is news
   * @return a failure if the report is invalid or not about this order
   */
  BureauReport read(AnswerBody body, String orderId, Set<String> cards, Predicate<CardReport> news)
      throws IOException {
    try (JsonParser parser = json.getFactory().createParser(body)) {
      return new Reading(parser, body, cards, news).report(orderId);
    } catch (CallFailed e) {
      return new BureauReport.Failed(e.fault());
    } catch (com.fasterxml.jackson.core.JsonProcessingException unreadable) {
      // The exception's message quotes the report, so only its class is reported.
      return new BureauReport.Failed(
          unreadable.getCause() instanceof CallFailed failed
              ? failed.fault()
              : Fault.of(
                  Code.BAD_ANSWER,
                  "the report is not the expected JSON, " + unreadable.getClass().getSimpleName()));
    }
  }

  /** The parsing of one report. */
  private static final class Reading {

    private final JsonParser parser;
    private final AnswerBody body;
    private final Set<String> cards;
    private final Predicate<CardReport> news;
    private final Set<String> named = new HashSet<>();
    private final List<CardReport> kept = new ArrayList<>();
    private long bytes;
    private int ended;
    private int leftOut;
    private Fault fault;

    Reading(JsonParser parser, AnswerBody body, Set<String> cards, Predicate<CardReport> news) {
      this.parser = parser;
      this.body = body;
      this.cards = cards;
      this.news = news;
    }

    BureauReport report(String orderId) throws IOException {
      String about = null;
      body.allow(MOST_OF_A_CARD);
      require(parser.nextToken() == JsonToken.START_OBJECT, "the report is not an object");
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String field = parser.currentName();
        JsonToken value = parser.nextToken();
        if (field.equals("orderId")) {
          about = parser.getValueAsString();
        } else if (field.equals("cards") && value == JsonToken.START_ARRAY) {
          cards();
        } else {
          parser.skipChildren();
        }
      }
      require(parser.nextToken() == null, "the report is not one JSON object");
      require(orderId.equals(about), "the report is about another order");
      return new BureauReport.Received(List.copyOf(kept), ended, leftOut, fault);
    }

    private void cards() throws IOException {
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        body.allow(MOST_OF_A_CARD);
        add(new CardStatus(parser.readValueAsTree()));
      }
      body.allow(MOST_OF_A_CARD);
    }

    private void add(CardStatus each) {
      if (each.cardId() == null || !cards.contains(each.cardId()) || !named.add(each.cardId())) {
        fault =
            Fault.of(
                Code.BAD_ANSWER,
                "the report names a card twice, or one that was not accepted; it is ignored");
        return;
      }
      CardReport card = each.report();
      if (card == null) {
        fault = Fault.of(Code.UNKNOWN_STATUS, "a card has an unknown status");
        return;
      }
      leftOut += each.leftOut();
      if (card.stage().isLast()) {
        ended++;
      }
      if (!news.test(card)) {
        return;
      }
      bytes += card.bytes();
      if (bytes <= MOST_NEWS || kept.isEmpty()) {
        kept.add(card);
      } else {
        fault =
            Fault.of(
                Code.TOO_LARGE,
                "the report has more news than one query can process, the rest follows;"
                    + " reduce cardflow.ordering.max-batch-size to get smaller reports");
      }
    }

    private static void require(boolean holds, String otherwise) {
      if (!holds) {
        throw new CallFailed(Code.BAD_ANSWER, otherwise);
      }
    }
  }
}
