package io.cardflow.servers;

import io.cardflow.local.DataDirectory;
import io.cardflow.local.EmbeddedBroker;
import io.cardflow.local.Ports;
import java.util.Map;

/**
 * A broker with a second address, which leads through a proxy: on that listener the broker
 * advertises the proxy's address.
 */
public final class ProxiedBroker implements AutoCloseable {

  private final DataDirectory directory = DataDirectory.temporary("cardflow-test-");
  private final int port = Ports.free();
  private final int behindProxy = Ports.free();
  private final TcpProxy proxy = new TcpProxy("127.0.0.1", behindProxy);
  private final EmbeddedBroker broker;

  /** Starts the broker and the proxy. */
  public ProxiedBroker() {
    int controller = Ports.free();
    broker =
        new EmbeddedBroker(
            port,
            directory.kafka(),
            Map.of(
                "listeners",
                "PLAINTEXT://127.0.0.1:%d,PROXIED://127.0.0.1:%d,%s://127.0.0.1:%d"
                    .formatted(port, behindProxy, EmbeddedBroker.CONTROLLER, controller),
                "advertised.listeners",
                "PLAINTEXT://127.0.0.1:%d,PROXIED://127.0.0.1:%d".formatted(port, proxy.port()),
                "listener.security.protocol.map",
                "PLAINTEXT:PLAINTEXT,PROXIED:PLAINTEXT,%s:PLAINTEXT"
                    .formatted(EmbeddedBroker.CONTROLLER),
                "controller.quorum.voters",
                "1@127.0.0.1:" + controller,
                "inter.broker.listener.name",
                "PLAINTEXT"));
    broker.start();
  }

  /** The address of the broker itself. */
  public String bootstrapServers() {
    return "127.0.0.1:" + port;
  }

  /** The address that leads through the proxy. */
  public String proxiedBootstrapServers() {
    return "127.0.0.1:" + proxy.port();
  }

  public TcpProxy proxy() {
    return proxy;
  }

  /** Servers with this broker at its own address, and PostgreSQL of other servers. */
  public Servers with(Servers database) {
    return new Servers() {
      @Override
      public String bootstrapServers() {
        return ProxiedBroker.this.bootstrapServers();
      }

      @Override
      public Database newDatabase() {
        return database.newDatabase();
      }

      @Override
      public void administer(String sql) {
        database.administer(sql);
      }

      @Override
      public void stopBroker() {
        broker.stop();
      }

      @Override
      public void startBroker() {
        broker.start();
      }

      @Override
      public void stopDatabase() {
        database.stopDatabase();
      }

      @Override
      public void killDatabase() {
        database.killDatabase();
      }

      @Override
      public void startDatabase() {
        database.startDatabase();
      }

      @Override
      public boolean haveSnapshots() {
        return database.haveSnapshots();
      }

      @Override
      public Snapshot snapshotDatabase() {
        return database.snapshotDatabase();
      }

      @Override
      public void restoreDatabase(Snapshot snapshot) {
        database.restoreDatabase(snapshot);
      }

      @Override
      public void failOverDatabase() {
        database.failOverDatabase();
      }

      @Override
      public void close() {
        ProxiedBroker.this.close();
      }
    };
  }

  @Override
  public void close() {
    proxy.close();
    broker.close();
    directory.close();
  }
}
