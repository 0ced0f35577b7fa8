package io.cardflow.store;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import io.vertx.core.Future;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.impl.NetSocketInternal;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.impl.PgConnectionFactory;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Opens connections that are closed when nothing arrives on them for some time, starting with the
 * login. The driver's own idle timeout does not do that: its codec turns each close of the channel
 * into a Terminate message, and waits for PostgreSQL to close.
 */
final class WatchedConnections extends PgConnectionFactory {

  private final Duration silence;

  /**
   * @param silence the longest permitted silence, even while a connection is idle
   */
  WatchedConnections(VertxInternal vertx, PgConnectOptions options, Duration silence) {
    super(vertx, () -> Future.succeededFuture(options));
    this.silence = silence;
  }

  /** Closes a connection's channel below the codec, without waiting for anything. */
  @SuppressWarnings("FutureReturnValueIgnored") // Nothing follows from how the close ends.
  static void sever(Channel channel) {
    ChannelHandlerContext first = channel.pipeline().firstContext();
    if (first != null) {
      first.close();
    }
  }

  /** The only access to the channel before the login: this client opens it. */
  @Override
  protected NetClient netClient(NetClientOptions options) {
    NetClient client = super.netClient(options);
    return (NetClient)
        Proxy.newProxyInstance(
            NetClient.class.getClassLoader(),
            new Class<?>[] {NetClient.class},
            (proxy, method, arguments) -> watched(call(client, method, arguments)));
  }

  private static Object call(NetClient client, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(client, arguments);
    } catch (InvocationTargetException failed) {
      throw failed.getCause();
    }
  }

  private Object watched(Object result) {
    return result instanceof Future<?> opening ? opening.onSuccess(this::watch) : result;
  }

  private void watch(Object opened) {
    if (opened instanceof NetSocketInternal socket) {
      socket.channelHandlerContext().pipeline().addFirst(new Watch());
    }
  }

  /** Measures the time since the last read. */
  private final class Watch extends IdleStateHandler {

    Watch() {
      super(silence.toMillis(), 0, 0, TimeUnit.MILLISECONDS);
    }

    @Override
    protected void channelIdle(ChannelHandlerContext context, IdleStateEvent event) {
      sever(context.channel());
    }
  }
}
