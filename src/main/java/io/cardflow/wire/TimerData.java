package io.cardflow.wire;

import static io.cardflow.wire.Malformation.invalid;

import io.cardflow.domain.CardState;
import io.cardflow.domain.Message;
import io.cardflow.domain.Timer.DwellExceeded;
import io.cardflow.domain.Timer.ExpiryReminder;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The data of the worker's own timers. */
final class TimerData {

  private static final int STATE = 32;

  private static final Map<String, CardState> WAITING =
      Arrays.stream(CardState.values())
          .filter(CardState::isWaiting)
          .collect(Collectors.toUnmodifiableMap(CardState::name, Function.identity()));

  private TimerData() {}

  static Message.Body expiryReminder(Fields data) throws Malformation {
    return new ExpiryReminder(
        data.positiveNumber("assignment"), data.time("validUntil"), data.duration("before"));
  }

  static Message.Body dwellExceeded(Fields data) throws Malformation {
    CardState state = WAITING.get(data.text("state", STATE));
    if (state == null) {
      throw invalid("data.state is not a state in which a card waits");
    }
    return new DwellExceeded(state, data.time("since"), data.duration("limit"));
  }
}
