package org.lammstream.manager.worker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.lammstream.manager.fetch.HttpFetch;
import org.lammstream.stream.event.RejectedEventException;
import org.lammstream.stream.event.Rejection.Reason;
import org.lammstream.stream.event.Rejection.Stage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches images from http: and https: URIs, but only of the hosts that the worker's owner has
 * listed, and never from an address inside the worker's own network.
 *
 * <p>A server that does not answer, or answers that it cannot now, is asked a few times more with
 * pauses in between; then the event is refused, as with a file that cannot be read. Thread-safe;
 * the owner closes it when nothing is fetched any more.
 */
public final class RemoteImages implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RemoteImages.class);
  private static final List<Duration> PAUSES =
      List.of(Duration.ofSeconds(1), Duration.ofSeconds(4));

  private static final Pattern REMOTE = Pattern.compile("https?:", Pattern.CASE_INSENSITIVE);

  /** No host is allowed. */
  public static final RemoteImages OFF = new RemoteImages();

  private final List<RemoteHost> hosts;
  private final Optional<HttpFetch> fetch;
  private final List<Duration> pauses;

  private RemoteImages() {
    this.hosts = List.of();
    this.fetch = Optional.empty();
    this.pauses = List.of();
  }

  RemoteImages(
      List<RemoteHost> hosts,
      Resolver resolver,
      AddressRules rules,
      SSLContext tls,
      HttpFetch.Patience patience,
      List<Duration> pauses) {
    this.hosts = List.copyOf(hosts);
    this.fetch = Optional.of(new HttpFetch(host -> checked(resolver, rules, host), tls, patience));
    this.pauses = List.copyOf(pauses);
  }

  /** Fetches from these hosts at public addresses. */
  public static RemoteImages from(List<RemoteHost> hosts) {
    return from(hosts, AddressRules.PUBLIC);
  }

  /** Fetches from these hosts at addresses that the rules allow. */
  public static RemoteImages from(List<RemoteHost> hosts, AddressRules rules) {
    if (hosts.isEmpty()) {
      return OFF;
    }
    try {
      SSLContext tls = SSLContext.getDefault();
      return new RemoteImages(
          hosts, InetAddress::getAllByName, rules, tls, HttpFetch.Patience.USUAL, PAUSES);
    } catch (NoSuchAlgorithmException e) {
      throw new WorkerFaultException("this Java has no TLS: " + e.getMessage(), e);
    }
  }

  /** All addresses of a host name. */
  @FunctionalInterface
  interface Resolver {
    InetAddress[] resolve(String host) throws UnknownHostException;
  }

  /** A name that also leads into our own network is not looked at any further. */
  private static List<InetAddress> checked(Resolver resolver, AddressRules rules, String host)
      throws UnknownHostException, ForbiddenAddressException {
    List<InetAddress> addresses = List.of(resolver.resolve(host));
    if (!addresses.stream().allMatch(rules::allow)) {
      throw new ForbiddenAddressException();
    }
    return addresses;
  }

  private static final class ForbiddenAddressException extends IOException {
    private static final long serialVersionUID = 1L;
  }

  /** Whether the URI is http: or https:, allowed or not. */
  static boolean isRemote(URI uri) {
    String scheme = Objects.requireNonNullElse(uri.getScheme(), "").toLowerCase(Locale.ROOT);
    return scheme.equals("http") || scheme.equals("https");
  }

  /**
   * Looks at the URI alone, nothing is connected to.
   *
   * @throws RejectedEventException if it is of no listed host
   */
  void check(URI uri) throws RejectedEventException {
    boolean plain =
        isRemote(uri)
            && uri.getHost() != null
            && uri.getRawUserInfo() == null
            && uri.getRawFragment() == null
            && uri.getPort() != 0
            && uri.getPort() <= 65_535;
    if (!plain || hosts.stream().noneMatch(host -> host.serves(uri))) {
      throw rejected(
          Reason.FORBIDDEN_LOCATION,
          uri,
          "images may come over the network only from the worker's --image-host servers");
    }
  }

  /**
   * Bytes of one image.
   *
   * @throws RejectedEventException if it is of no listed host, the host's address is not allowed,
   *     the answer is no image of at most {@link ImageLocations#MAX_BYTES}, or the server fails
   *     again and again
   * @throws WorkerFaultException if the thread is interrupted, which it still is then
   */
  byte[] read(URI uri) throws RejectedEventException {
    check(uri);
    for (int failures = 0; ; failures++) {
      String problem;
      try {
        return attempt(uri);
      } catch (HttpFetch.TooLargeException e) {
        throw rejected(Reason.IMAGE_TOO_LARGE, uri, words(e));
      } catch (ForbiddenAddressException e) {
        throw rejected(
            Reason.FORBIDDEN_LOCATION, uri, "the host has an address that is not public");
      } catch (IOException e) {
        if (isAboutCertificate(e)) {
          throw rejected(Reason.UNREADABLE_IMAGE, uri, "the server is not trusted: " + words(e));
        }
        problem = words(e);
      }
      if (failures == pauses.size()) {
        throw rejected(
            Reason.UNREADABLE_IMAGE, uri, problem + " (tried " + (failures + 1) + " times)");
      }
      LOG.debug("{}: {}; trying again", shown(uri), problem);
      pause(pauses.get(failures), uri);
    }
  }

  private byte[] attempt(URI uri) throws IOException, RejectedEventException {
    HttpFetch.Answer answer;
    try {
      answer = fetch.orElseThrow().get(uri, ImageLocations.MAX_BYTES);
    } catch (InterruptedException e) {
      throw interrupted(uri, e);
    }
    int status = answer.status();
    if (status == 200) {
      return answer.body();
    }
    if (status >= 500 || status == 408 || status == 429) {
      throw new IOException("the server answers " + status);
    }
    boolean elsewhere = status >= 300 && status < 400;
    throw rejected(
        Reason.UNREADABLE_IMAGE,
        uri,
        "the server answers " + status + (elsewhere ? ", and redirects are not followed" : ""));
  }

  private static void pause(Duration time, URI uri) {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      throw interrupted(uri, e);
    }
  }

  private static WorkerFaultException interrupted(URI uri, InterruptedException e) {
    Thread.currentThread().interrupt();
    return new WorkerFaultException("interrupted while fetching " + shown(uri), e);
  }

  /** Another try would end in the same way. */
  private static boolean isAboutCertificate(IOException e) {
    return e instanceof SSLPeerUnverifiedException
        || (e instanceof SSLHandshakeException && e.getCause() instanceof CertificateException);
  }

  private static String words(IOException e) {
    if (e instanceof UnknownHostException) {
      return "the host name is not known";
    }
    if (e instanceof SocketTimeoutException) {
      return "no answer in time";
    }
    return Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
  }

  private static RejectedEventException rejected(Reason reason, URI uri, String why) {
    return new RejectedEventException(reason, Stage.ENCODE, shown(uri) + ": " + why);
  }

  /** For people and logs: a query or a user's name may hold a key to the image. */
  static String shown(URI uri) {
    return shown(uri.toString());
  }

  static String shown(String uri) {
    if (!REMOTE.matcher(uri).lookingAt()) {
      return uri;
    }
    String plain = uri.replaceFirst("#.*$", "").replaceFirst("\\?.*$", "?[hidden]");
    return plain.replaceFirst("(?<=//)[^/@]*@", "[hidden]@");
  }

  /** Ends what it fetches with. */
  @Override
  public void close() {
    fetch.ifPresent(HttpFetch::close);
  }
}
