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
 * A proxy on the loopback address between a client and a server. It can freeze connections like a
 * firewall that has lost its state table: they stay open, but neither bytes nor their end pass, in
 * either direction.
 */
public final class TcpProxy implements AutoCloseable {

  /** How new connections are treated. */
  public enum Mode {
    /** It is forwarded to the server. */
    PASS,
    /** It is reset. */
    REFUSE,
    /** It is accepted, but nothing passes. */
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

  /** The port for clients, on 127.0.0.1. */
  public int port() {
    return listening.getLocalPort();
  }

  /** Sets how new connections are treated; open ones are not affected. */
  public TcpProxy mode(Mode fresh) {
    mode = fresh;
    return this;
  }

  /**
   * Freezes the open connections until they are closed.
   *
   * @return their number
   */
  public int freeze() {
    return (int) links.stream().filter(Link::freeze).count();
  }

  /** Resets the open connections, including frozen ones. */
  public void cut() {
    links.forEach(Link::reset);
  }

  /** The number of connections that are open and not frozen. */
  public int open() {
    return (int) links.stream().filter(link -> !link.frozen).count();
  }

  /** The number of connections accepted so far. */
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
        // Closed by either side, or by the proxy; the cleanup below is the same.
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
        // It was closed in the meantime.
      }
    }
  }
}
