package org.lammstream.manager.worker;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.function.Supplier;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * One GET over a connection of its own to an address that was decided before: no name is resolved
 * here, no redirect followed, no proxy asked. Ends soon when the thread is interrupted.
 *
 * @param tls makes the sockets of https
 * @param connect longest wait for a connection
 * @param read longest silence of the server
 * @param total longest that all of it may take
 */
record HttpFetch(Supplier<SSLSocketFactory> tls, Duration connect, Duration read, Duration total) {
  /** The JVM's trust store, and patience enough for a slow server. */
  static HttpFetch usual() {
    return new HttpFetch(
        () -> (SSLSocketFactory) SSLSocketFactory.getDefault(),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(60));
  }

  /**
   * Fetches.
   *
   * @param address of the URI's host
   * @param limit most bytes of the body
   */
  HttpAnswer get(URI uri, InetAddress address, int limit) throws IOException {
    long deadline = System.nanoTime() + total.toNanos();
    URI ascii = URI.create(uri.toASCIIString());
    // A channel, because only that lets an interrupted thread go.
    try (SocketChannel channel = SocketChannel.open()) {
      Socket socket = channel.socket();
      int port = RemoteHost.portOf(ascii);
      socket.connect(new InetSocketAddress(address, port), Math.toIntExact(connect.toMillis()));
      socket.setSoTimeout(Math.toIntExact(read.toMillis()));
      if (!"https".equalsIgnoreCase(ascii.getScheme())) {
        return exchange(ascii, socket, deadline, limit);
      }
      try (SSLSocket secure =
          (SSLSocket) tls.get().createSocket(socket, ascii.getHost(), port, true)) {
        SSLParameters parameters = secure.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS"); // the name, not only the chain
        secure.setSSLParameters(parameters);
        secure.startHandshake();
        return exchange(ascii, secure, deadline, limit);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static HttpAnswer exchange(URI uri, Socket socket, long deadline, int limit)
      throws IOException {
    String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    String target = uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
    String host = uri.getPort() < 0 ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
    socket.getOutputStream().write(HttpAnswer.request(host, target));
    socket.getOutputStream().flush();
    return HttpAnswer.read(
        new BufferedInputStream(new Limited(socket.getInputStream(), deadline)), limit);
  }

  /** A server that sends a byte now and then is never silent; this ends it all the same. */
  private static final class Limited extends FilterInputStream {
    private final long deadline;

    Limited(InputStream in, long deadline) {
      super(in);
      this.deadline = deadline;
    }

    @Override
    public int read() throws IOException {
      check();
      return super.read();
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      check();
      return super.read(bytes, from, length);
    }

    private void check() throws SocketTimeoutException {
      if (System.nanoTime() - deadline > 0) {
        throw new SocketTimeoutException("the whole answer takes too long");
      }
    }
  }
}
