package io.cardflow.store;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PreparedQuery;
import io.vertx.sqlclient.Query;
import io.vertx.sqlclient.SqlConnection;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the statements that are executed through a pool. */
final class Tally {

  private static final List<Class<?>> WATCHED =
      List.of(PreparedQuery.class, Query.class, SqlConnection.class);

  private final AtomicInteger statements = new AtomicInteger();
  private final Pool pool;

  Tally(Pool pool) {
    this.pool = watch(Pool.class, pool);
  }

  Pool pool() {
    return pool;
  }

  /** The number of statements since the last call. */
  int take() {
    return statements.getAndSet(0);
  }

  private <T> T watch(Class<T> type, Object target) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> call(target, method, arguments)));
  }

  private Object call(Object target, Method method, Object[] arguments) throws Throwable {
    if (method.getName().equals("withTransaction")) {
      throw new UnsupportedOperationException("its statements would not be counted");
    }
    if (method.getName().equals("execute")) {
      statements.incrementAndGet();
    } else if (method.getName().equals("executeBatch")) {
      statements.addAndGet(((List<?>) arguments[0]).size());
    }
    try {
      Object answer = method.invoke(target, arguments);
      return answer instanceof Future<?> future ? future.map(this::watched) : watched(answer);
    } catch (InvocationTargetException failed) {
      throw failed.getCause();
    }
  }

  private Object watched(Object answer) {
    for (Class<?> type : WATCHED) {
      if (type.isInstance(answer)) {
        return watch(type, answer);
      }
    }
    return answer;
  }
}
