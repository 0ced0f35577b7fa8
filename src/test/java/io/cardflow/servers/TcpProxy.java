package io.cardflow.servers;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands on the loopback address between a client and a server. It can freeze connections as a
 * firewall does that has lost its table: they stay open, and neither a byte nor their end gets
 * through, in either direction.
 */
public final class TcpProxy implements AutoCloseable {

  /** What happens to a connection that a client opens. */
  public enum Mode {
    /** It is forwarded to the server. */
    PASS,
    /** It is reset. */
    REFUSE,
    /** It is accepted, and nothing gets through. */
    FREEZE
  }

  private static final int BUFFER_BYTES = 16 * 1024;

  private final String host;
  private final int serverPort;
  private final ServerSocket listening;
  private final Set<Link> links = ConcurrentHashMap.newKeySet();
  private final AtomicInteger accepted = new AtomicInteger();
  private volatile Mode mode = Mode.PASS;

  /** Starts a proxy on a free port. */
  public TcpProxy(String host, int serverPort) {
    this.host = host;
    this.serverPort = serverPort;
    try {
      listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    start(this::accept);
  }

  /** Where clients connect, on 127.0.0.1. */
  public int port() {
    return listening.getLocalPort();
  }

  /** What happens to connections from now on; those that are open stay as they are. */
  public TcpProxy mode(Mode fresh) {
    mode = fresh;
    return this;
  }

  /**
   * Freezes the connections that are open now for the rest of their lives.
   *
   * @return how many that are
   */
  public int freeze() {
    return (int) links.stream().filter(Link::freeze).count();
  }

  /** Resets the connections that are open now, frozen ones included. */
  public void cut() {
    links.forEach(Link::reset);
  }

  /** How many connections are open and get through. */
  public int open() {
    return (int) links.stream().filter(link -> !link.frozen).count();
  }

  /** How many connections were ever accepted. */
  public int accepted() {
    return accepted.get();
  }

  @Override
  public void close() {
    try {
      listening.close();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    cut();
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Link link = new Link(listening.accept());
        accepted.incrementAndGet();
        links.add(link);
        switch (mode) {
          case PASS -> start(link::connect);
          case REFUSE -> link.reset();
          case FREEZE -> link.freeze();
        }
      } catch (IOException closed) {
        // Closed by close(), or reset by the client before it was accepted.
      }
    }
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "tcp-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  /** A client's connection and the one to the server. */
  private final class Link {

    private final Socket client;
    private final Socket server = new Socket();
    private volatile boolean frozen;

    Link(Socket client) {
      this.client = client;
    }

    void connect() {
      try {
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        server.connect(new InetSocketAddress(host, serverPort));
        start(() -> pump(client, server));
        pump(server, client);
      } catch (IOException failed) {
        reset();
      }
    }

    boolean freeze() {
      boolean before = frozen;
      frozen = true;
      return !before;
    }

    void reset() {
      links.remove(this);
      close(client);
      close(server);
    }

    private void pump(Socket from, Socket to) {
      byte[] buffer = new byte[BUFFER_BYTES];
      try {
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        for (int read = in.read(buffer); read >= 0 && !frozen; read = in.read(buffer)) {
          out.write(buffer, 0, read);
        }
      } catch (IOException closed) {
        // By one of the two, or by the proxy; the end below is the same.
      }
      if (!frozen) {
        reset();
      }
    }

    private static void close(Socket socket) {
      try {
        if (!socket.isClosed()) {
          socket.setSoLinger(true, 0);
          socket.close();
        }
      } catch (IOException ignored) {
        // It was closed meanwhile.
      }
    }
  }
}
