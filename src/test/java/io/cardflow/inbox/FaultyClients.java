package io.cardflow.inbox;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.Producer;

/** Kafka clients whose producer meets faults at chosen calls. */
final class FaultyClients extends KafkaClients {

  /** What happens instead of a call, or around it. */
  interface Fault {
    /**
     * @param method the producer's method
     * @param number how many calls of it there were before, over all producers
     * @param call the call itself
     */
    Object meet(String method, int number, Call call) throws Throwable;
  }

  /** A call that can be made. */
  interface Call {
    Object make() throws Throwable;
  }

  private final Fault fault;
  private final Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();

  FaultyClients(Road road, Fault fault) {
    super(road.kafka(), road.config());
    this.fault = fault;
  }

  @Override
  @SuppressWarnings("unchecked")
  Producer<byte[], byte[]> producer(int lane) {
    Producer<byte[], byte[]> real = super.producer(lane);
    return (Producer<byte[], byte[]>)
        Proxy.newProxyInstance(
            Producer.class.getClassLoader(),
            new Class<?>[] {Producer.class},
            (proxy, method, arguments) -> {
              int number =
                  calls
                      .computeIfAbsent(method.getName(), name -> new AtomicInteger())
                      .getAndIncrement();
              return fault.meet(method.getName(), number, () -> call(real, method, arguments));
            });
  }

  private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException thrown) {
      throw thrown.getCause();
    }
  }
}
