package org.lammstream.manager.survive;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A TCP proxy that can be slow, and cut like a cable. */
final class ThrottledProxy implements AutoCloseable {
  private static final int CHUNK = 4096;

  private final ServerSocket server;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile int target;
  private volatile long delayMillis;
  private volatile int bytesPerSecond = Integer.MAX_VALUE;
  private volatile boolean cut;

  /** Listens, and forwards to nowhere yet. */
  ThrottledProxy() {
    try {
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    spawn(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  /** Where later connections go. */
  void forwardTo(int port) {
    target = port;
  }

  /** Every 4 KiB of either direction wait so long, and there are at most so many bytes a second. */
  void slowDown(Duration delay, int most) {
    delayMillis = delay.toMillis();
    bytesPerSecond = most;
  }

  /** Ends all connections, and every new one at once. */
  void cut() {
    cut = true;
    open.forEach(ThrottledProxy::end);
  }

  /** Lets connections through again. */
  void mend() {
    cut = false;
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        open.add(client);
        if (cut) {
          end(client);
          continue;
        }
        Socket broker = new Socket(InetAddress.getLoopbackAddress(), target);
        open.add(broker);
        spawn(() -> pump(client, broker));
        spawn(() -> pump(broker, client));
      } catch (IOException e) {
        // Closed, or the broker is not there: the client sees its connection end.
        open.forEach(ThrottledProxy::end);
      }
    }
  }

  private void pump(Socket from, Socket to) {
    byte[] chunk = new byte[CHUNK];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
        Thread.sleep(delayMillis + 1000L * read / bytesPerSecond);
        out.write(chunk, 0, read);
      }
    } catch (IOException e) {
      // One side has ended, so does the other.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      end(from);
      end(to);
    }
  }

  private static void end(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It has ended anyhow.
    }
  }

  private static void spawn(Runnable work) {
    Thread thread = new Thread(work, "proxy");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    cut();
  }
}
