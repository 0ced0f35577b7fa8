package io.cardflow.inbox;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;

/** Kafka clients that fail at chosen calls. */
final class FaultyClients extends KafkaClients {

  /** Replaces or wraps a call. */
  interface Fault {
    /**
     * @param method the method of the producer or consumer
     * @param number the number of earlier calls of the method, over all clients
     * @param call the call itself
     */
    Object meet(String method, int number, Call call) throws Throwable;
  }

  /** The original call. */
  record Call(Object target, Method method, Object... arguments) {
    Object make() throws Throwable {
      try {
        return method.invoke(target, arguments);
      } catch (InvocationTargetException thrown) {
        throw thrown.getCause();
      }
    }
  }

  private final Fault fault;
  private final Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();

  FaultyClients(Road road, Fault fault) {
    this(road, road.kafka(), fault);
  }

  FaultyClients(Road road, Map<String, Object> kafka, Fault fault) {
    super(kafka, road.config());
    this.fault = fault;
  }

  @Override
  Consumer<byte[], InboundValue> consumer(int lane, ReadBudget budget) {
    return meeting(Consumer.class, super.consumer(lane, budget));
  }

  @Override
  Producer<byte[], byte[]> producer(int lane) {
    return meeting(Producer.class, super.producer(lane));
  }

  @SuppressWarnings("unchecked")
  private <T> T meeting(Class<?> type, T real) {
    return (T)
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              int number =
                  calls
                      .computeIfAbsent(method.getName(), name -> new AtomicInteger())
                      .getAndIncrement();
              return fault.meet(method.getName(), number, new Call(real, method, arguments));
            });
  }
}
