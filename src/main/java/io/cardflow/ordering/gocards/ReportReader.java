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
 * Reads a report card by card, so that it may have any length: only cards with news are kept, as
 * far as their messages fit a limit. What is beyond is read again when these are known.
 */
final class ReportReader {

  /** The bytes that one card may have: 50 read-outs of 4,096 characters, 4 bytes each, and more. */
  static final int MOST_OF_A_CARD = 2 * 1024 * 1024;

  /** About how many bytes the messages of one report may have. */
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
   * Reads a report. A card whose status is not known is left aside: it says nothing about the
   * others.
   *
   * @param cards the ids of the cards that were accepted; one about others is not believed
   * @param news whether what is reported of a card is not known yet
   * @return a failure if it cannot be read or is not about this order
   */
  BureauReport read(AnswerBody body, String orderId, Set<String> cards, Predicate<CardReport> news)
      throws IOException {
    try (JsonParser parser = json.getFactory().createParser(body)) {
      return new Reading(parser, body, cards, news).report(orderId);
    } catch (CallFailed told) {
      return new BureauReport.Failed(told.fault());
    } catch (com.fasterxml.jackson.core.JsonProcessingException unreadable) {
      // Its words quote the answer, so only its kind is told.
      return new BureauReport.Failed(
          unreadable.getCause() instanceof CallFailed told
              ? told.fault()
              : Fault.of(
                  Code.BAD_ANSWER,
                  "the report is not the JSON that was agreed on, "
                      + unreadable.getClass().getSimpleName()));
    }
  }

  /** One report while it is read. */
  private static final class Reading {

    private final JsonParser parser;
    private final AnswerBody body;
    private final Set<String> cards;
    private final Predicate<CardReport> news;
    private final Set<String> named = new HashSet<>();
    private final List<CardReport> kept = new ArrayList<>();
    private long bytes;
    private int ended;
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
      require(parser.nextToken() == JsonToken.START_OBJECT, "the report is no object");
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
      require(parser.nextToken() == null, "something follows the report");
      require(orderId.equals(about), "the answer is about another order");
      return new BureauReport.Told(List.copyOf(kept), ended, fault);
    }

    private void cards() throws IOException {
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        body.allow(MOST_OF_A_CARD);
        require(parser.currentToken() == JsonToken.START_OBJECT, "a card is no object");
        add(parser.readValueAs(CardStatus.class));
      }
      body.allow(MOST_OF_A_CARD);
    }

    private void add(CardStatus each) {
      require(cards.contains(each.cardId()), "the answer names a card that was not accepted");
      require(named.add(each.cardId()), "the answer names a card twice");
      CardReport card = each.report();
      if (card == null) {
        fault = Fault.of(Code.UNKNOWN_STATUS, "a card has a status that is not known");
        return;
      }
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
                "the report has more news than are taken in at once, the rest follows; a smaller"
                    + " cardflow.ordering.max-batch-size makes reports smaller");
      }
    }

    private static void require(boolean holds, String otherwise) {
      if (!holds) {
        throw new CallFailed(Code.BAD_ANSWER, otherwise);
      }
    }
  }
}
