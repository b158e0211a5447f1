package org.lammstream.manager.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.InputStreamResponseListener;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/**
 * GETs over connections of their own: no redirect is followed, no proxy asked, no cookie kept, and
 * connected is only to addresses that the owner gives. Thread-safe.
 */
public final class HttpFetch implements AutoCloseable {
  private static final int OK = 200;

  private final HttpClient client = new HttpClient();
  private final Patience patience;

  /**
   * How long a server is waited for.
   *
   * @param connect longest wait for a connection
   * @param read longest silence of the server
   * @param total longest that all of it may take
   */
  public record Patience(Duration connect, Duration read, Duration total) {
    /** Enough for a slow server. */
    public static final Patience USUAL =
        new Patience(Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(60));
  }

  /** The addresses of a host that may be connected to. */
  @FunctionalInterface
  public interface Addresses {
    /** Asked for every connection; what is thrown ends the fetch. */
    List<InetAddress> of(String host) throws IOException;
  }

  /**
   * What a server answered.
   *
   * @param status HTTP status
   * @param body only that of a success is read
   */
  public record Answer(int status, byte[] body) {}

  /** The body is larger than allowed. */
  public static final class TooLargeException extends IOException {
    private static final long serialVersionUID = 1L;

    TooLargeException(int limit) {
      super("more than " + limit + " bytes");
    }
  }

  /**
   * Begins to be able to fetch.
   *
   * @param tls whom to trust over https
   */
  public HttpFetch(Addresses addresses, SSLContext tls, Patience patience) {
    this.patience = patience;
    SslContextFactory.Client secure = new SslContextFactory.Client();
    secure.setSslContext(tls);
    client.setSslContextFactory(secure);
    client.setName("lamm-fetch");
    client.setFollowRedirects(false);
    client.setHttpCookieStore(new HttpCookieStore.Empty());
    client.setUserAgentField(new HttpField(HttpHeader.USER_AGENT, "lamm-stream"));
    client.setConnectTimeout(patience.connect().toMillis());
    client.setSocketAddressResolver(
        (host, port, context, promise) -> resolve(addresses, host, port, promise));
    try {
      client.start();
    } catch (Exception e) {
      throw new IllegalStateException("the HTTP client does not start", e);
    }
    // Nothing is done to an answer: no login, no unpacking.
    client.getProtocolHandlers().clear();
    client.getContentDecoderFactories().clear();
  }

  private static void resolve(
      Addresses addresses, String host, int port, Promise<List<InetSocketAddress>> promise) {
    try {
      List<InetSocketAddress> places = new ArrayList<>();
      for (InetAddress address : addresses.of(host)) {
        // With the host's own name, which a certificate has to be of.
        places.add(
            new InetSocketAddress(InetAddress.getByAddress(host, address.getAddress()), port));
      }
      promise.succeeded(places);
    } catch (IOException e) {
      promise.failed(e);
    }
  }

  /**
   * Fetches. Ends soon when the thread is interrupted.
   *
   * @param limit most bytes of the body
   * @throws IOException what the server, the connection or the addresses said
   */
  public Answer get(URI uri, int limit) throws IOException, InterruptedException {
    Request request =
        client
            .newRequest(URI.create(uri.toASCIIString()))
            .headers(headers -> headers.put(HttpHeader.CONNECTION, "close"))
            .idleTimeout(patience.read().toMillis(), TimeUnit.MILLISECONDS)
            .timeout(patience.total().toMillis(), TimeUnit.MILLISECONDS);
    InputStreamResponseListener listener = new InputStreamResponseListener();
    request.send(listener);
    try {
      Response response = listener.get(patience.total().toMillis(), TimeUnit.MILLISECONDS);
      if (response.getStatus() != OK) {
        return new Answer(response.getStatus(), new byte[0]);
      }
      return new Answer(OK, body(response, listener, limit));
    } catch (InterruptedIOException e) {
      throw interrupted(e);
    } catch (ExecutionException | TimeoutException e) {
      throw fault(e);
    } finally {
      var unused = request.abort(new IOException("read no further"));
    }
  }

  private static byte[] body(Response response, InputStreamResponseListener listener, int limit)
      throws IOException {
    if (response.getHeaders().getLongField(HttpHeader.CONTENT_LENGTH) > limit) {
      throw new TooLargeException(limit);
    }
    try (InputStream in = listener.getInputStream()) {
      byte[] body = in.readNBytes(limit + 1);
      if (body.length > limit) {
        throw new TooLargeException(limit);
      }
      return body;
    } catch (TooLargeException | InterruptedIOException e) {
      throw e;
    } catch (IOException e) {
      throw fault(e);
    }
  }

  private static InterruptedException interrupted(InterruptedIOException e)
      throws SocketTimeoutException {
    if (e instanceof SocketTimeoutException late) {
      throw late;
    }
    return new InterruptedException(e.getMessage());
  }

  /** The exception of input and output behind it, in which a time-out is one of sockets. */
  private static IOException fault(Exception e) {
    if (causes(e).anyMatch(TimeoutException.class::isInstance)) {
      return new SocketTimeoutException("no answer in time");
    }
    return causes(e)
        .filter(IOException.class::isInstance)
        .map(IOException.class::cast)
        .reduce((outer, inner) -> inner)
        .orElseGet(() -> new IOException(Objects.requireNonNullElse(e.getCause(), e)));
  }

  private static Stream<Throwable> causes(Throwable e) {
    return Stream.iterate(e, Objects::nonNull, Throwable::getCause);
  }

  @Override
  public void close() {
    try {
      client.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the HTTP client does not stop", e);
    }
  }
}
