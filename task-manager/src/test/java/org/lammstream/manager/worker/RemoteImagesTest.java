package org.lammstream.manager.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lammstream.manager.fetch.HttpFetch;
import org.lammstream.manager.fixtures.TlsKeys;
import org.lammstream.stream.event.RejectedEventException;
import org.lammstream.stream.event.Rejection;
import org.lammstream.stream.event.Rejection.Reason;

/** Against real servers of this machine, whose addresses the rules of the test allow. */
class RemoteImagesTest {
  private static final byte[] IMAGE = "image".getBytes(UTF_8);
  private static final List<Duration> PAUSES = List.of(Duration.ofMillis(1), Duration.ofMillis(1));

  private static final HttpFetch.Patience QUICK =
      new HttpFetch.Patience(Duration.ofSeconds(2), Duration.ofMillis(500), Duration.ofSeconds(2));
  private static final HttpFetch.Patience ENDLESS =
      new HttpFetch.Patience(Duration.ofMinutes(5), Duration.ofMinutes(5), Duration.ofMinutes(5));

  private final List<RemoteImages> opened = new ArrayList<>();
  private final InetAddress local = InetAddress.getLoopbackAddress();
  private final Queue<Integer> statuses = new ArrayDeque<>();
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicReference<String> target = new AtomicReference<>("");
  private final HttpServer server;
  private final String origin;

  RemoteImagesTest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(local, 0), 0);
    server.createContext("/", this::answer);
    server.start();
    origin = "http://images.test:" + server.getAddress().getPort();
  }

  @AfterEach
  void stop() {
    opened.forEach(RemoteImages::close);
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    requests.incrementAndGet();
    target.set(exchange.getRequestURI().toString());
    int status = statuses.isEmpty() ? 200 : statuses.remove();
    if (status == 302) {
      exchange.getResponseHeaders().add("Location", origin + "/other.png");
    }
    exchange.sendResponseHeaders(status, IMAGE.length);
    exchange.getResponseBody().write(IMAGE);
    exchange.close();
  }

  private RemoteImages images(AddressRules rules) throws Exception {
    return images(rules, host -> new InetAddress[] {local}, SSLContext.getDefault());
  }

  private RemoteImages images(AddressRules rules, RemoteImages.Resolver resolver, SSLContext tls) {
    String host = URI.create(origin).getAuthority();
    return opened(
        new RemoteImages(
            List.of(RemoteHost.parse(host), RemoteHost.parse("secure.test:" + tlsPort)),
            resolver,
            rules,
            tls,
            QUICK,
            PAUSES));
  }

  private RemoteImages opened(RemoteImages images) {
    opened.add(images);
    return images;
  }

  private int tlsPort = 443;

  private RemoteImages images() throws Exception {
    return images(address -> true);
  }

  private static Rejection refused(RemoteImages images, String uri) {
    return catchThrowableOfType(RejectedEventException.class, () -> images.read(URI.create(uri)))
        .rejection();
  }

  @Test
  void anImageOfAListedHostIsFetched() throws Exception {
    assertThat(images().read(URI.create(origin + "/a%20b.png?size=1&x=ä"))).isEqualTo(IMAGE);
    assertThat(target.get()).isEqualTo("/a%20b.png?size=1&x=%C3%A4");
    assertThat(images().read(URI.create(origin))).isEqualTo(IMAGE);
    assertThat(target.get()).isEqualTo("/");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://other.test/a.png",
        "http://images.test/a.png",
        "http://me@images.test:%d/a.png",
        "http://images.test:%d/a.png#b",
        "http:/a.png",
        "http:a.png",
        "ftp://images.test:%d/a.png",
        "file:/a.png"
      })
  void whatIsOfNoListedHostIsForbiddenWithoutAConnection(String uri) throws Exception {
    Rejection rejection =
        refused(images(), uri.replace("%d", Integer.toString(server.getAddress().getPort())));
    assertThat(rejection.reason()).isEqualTo(Reason.FORBIDDEN_LOCATION);
    assertThat(rejection.message()).contains("--image-host");
    assertThat(requests).hasValue(0);
  }

  @Test
  void withoutHostsEverythingIsForbidden() throws Exception {
    assertThat(refused(RemoteImages.OFF, origin + "/a.png").reason())
        .isEqualTo(Reason.FORBIDDEN_LOCATION);
  }

  @Test
  void aListedHostAtAPrivateAddressIsForbidden() throws Exception {
    Rejection rejection = refused(images(AddressRules.PUBLIC), origin + "/a.png");
    assertThat(rejection.reason()).isEqualTo(Reason.FORBIDDEN_LOCATION);
    assertThat(rejection.message()).contains("not public").doesNotContain("127.0.0.1");
    assertThat(requests).hasValue(0);
  }

  @Test
  void onePrivateAddressAmongOthersIsEnoughToForbidTheHost() throws Exception {
    InetAddress other = InetAddress.getByName("1.1.1.1");
    RemoteImages images =
        images(
            AddressRules.PUBLIC, host -> new InetAddress[] {other, local}, SSLContext.getDefault());
    assertThat(refused(images, origin + "/a.png").reason()).isEqualTo(Reason.FORBIDDEN_LOCATION);
  }

  /** A name service that answers otherwise the second time, as rebinding attacks do. */
  @Test
  void theAddressThatWasCheckedIsTheOneConnectedTo() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    InetAddress unreachable = InetAddress.getByName("127.0.0.2");
    RemoteImages images =
        images(
            address -> address.equals(local),
            host -> new InetAddress[] {asked.getAndIncrement() == 0 ? local : unreachable},
            SSLContext.getDefault());
    assertThat(images.read(URI.create(origin + "/a.png"))).isEqualTo(IMAGE);
    assertThat(asked).hasValue(1);
    assertThat(refused(images, origin + "/a.png").reason()).isEqualTo(Reason.FORBIDDEN_LOCATION);
  }

  @Test
  void aServerThatFailsIsAskedAgain() throws Exception {
    Collections.addAll(statuses, 503, 429);
    assertThat(images().read(URI.create(origin + "/a.png"))).isEqualTo(IMAGE);
    assertThat(requests).hasValue(3);
  }

  @Test
  void aServerThatFailsAgainAndAgainMakesTheImageUnreadable() throws Exception {
    Collections.addAll(statuses, 500, 502, 503, 200);
    Rejection rejection = refused(images(), origin + "/a.png?signature=hush");
    assertThat(rejection.reason()).isEqualTo(Reason.UNREADABLE_IMAGE);
    assertThat(rejection.message())
        .isEqualTo(origin + "/a.png?[hidden]: the server answers 503 (tried 3 times)");
    assertThat(requests).hasValue(3);
  }

  @ParameterizedTest
  @ValueSource(ints = {201, 206, 302, 400, 403, 404})
  void anyOtherAnswerThanASuccessIsFinal(int status) throws Exception {
    statuses.add(status);
    Rejection rejection = refused(images(), origin + "/a.png");
    assertThat(rejection.reason()).isEqualTo(Reason.UNREADABLE_IMAGE);
    assertThat(rejection.message()).contains("answers " + status);
    assertThat(requests).hasValue(1);
  }

  @Test
  void aServerThatIsNotThereMakesTheImageUnreadable() throws Exception {
    server.stop(0);
    Rejection rejection = refused(images(), origin + "/a.png");
    assertThat(rejection.reason()).isEqualTo(Reason.UNREADABLE_IMAGE);
    assertThat(rejection.message()).contains("refused", "tried 3 times");
  }

  @Test
  void aHostThatHasNoAddressMakesTheImageUnreadable() throws Exception {
    RemoteImages images =
        images(
            address -> true,
            host -> {
              throw new java.net.UnknownHostException(host);
            },
            SSLContext.getDefault());
    Rejection rejection = refused(images, origin + "/a.png");
    assertThat(rejection.reason()).isEqualTo(Reason.UNREADABLE_IMAGE);
    assertThat(rejection.message()).contains("the host name is not known");
  }

  @Test
  void aServerThatIsSilentMakesTheImageUnreadable() throws Exception {
    server.stop(0);
    try (ServerSocket silent = new ServerSocket(server.getAddress().getPort(), 50, local)) {
      assertThat(silent.isBound()).isTrue();
      Rejection rejection = refused(images(), origin + "/a.png");
      assertThat(rejection.reason()).isEqualTo(Reason.UNREADABLE_IMAGE);
      assertThat(rejection.message()).contains("no answer in time (tried 3 times)");
    }
  }

  /** It is never silent for as long as the read timeout. */
  @Test
  void aServerThatSendsAByteNowAndThenIsGivenUp() throws Exception {
    server.removeContext("/");
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, 1_000);
          try {
            for (int i = 0; i < 1_000; i++) {
              exchange.getResponseBody().write('x');
              exchange.getResponseBody().flush();
              Thread.sleep(100);
            }
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    Rejection rejection = refused(images(), origin + "/a.png");
    assertThat(rejection.reason()).isEqualTo(Reason.UNREADABLE_IMAGE);
    assertThat(rejection.message()).contains("no answer in time");
  }

  @Test
  void anImageThatIsTooLargeIsNotReadToItsEnd() throws Exception {
    server.removeContext("/");
    server.createContext(
        "/", exchange -> exchange.sendResponseHeaders(200, ImageLocations.MAX_BYTES + 1L));
    Rejection rejection = refused(images(), origin + "/a.png");
    assertThat(rejection.reason()).isEqualTo(Reason.IMAGE_TOO_LARGE);
    assertThat(rejection.message()).contains("more than 67108864 bytes");
  }

  @Test
  void anInterruptedThreadStopsWaitingAndBlamesNoEvent() throws Exception {
    server.stop(0);
    try (ServerSocket silent = new ServerSocket(server.getAddress().getPort(), 50, local)) {
      RemoteImages images =
          opened(
              new RemoteImages(
                  List.of(RemoteHost.parse(URI.create(origin).getAuthority())),
                  host -> new InetAddress[] {local},
                  address -> true,
                  SSLContext.getDefault(),
                  ENDLESS,
                  PAUSES));
      AtomicReference<Throwable> end = new AtomicReference<>();
      CountDownLatch ended = new CountDownLatch(1);
      Thread reading =
          new Thread(
              () -> {
                try {
                  images.read(URI.create(origin + "/a.png"));
                } catch (RejectedEventException | RuntimeException e) {
                  end.set(e);
                }
                ended.countDown();
              });
      reading.start();
      assertThat(silent.accept().getInputStream().read()).isEqualTo('G');
      reading.interrupt();
      assertThat(ended.await(1, TimeUnit.MINUTES)).isTrue();
      assertThat(end.get()).isInstanceOf(WorkerFaultException.class);
    }
  }

  @Test
  void overTlsTheCertificateMustBeTrustedAndOfTheHost(@TempDir Path folder) throws Exception {
    TlsKeys keys = TlsKeys.make(folder, "server", "dns:secure.test");
    HttpsServer secure = HttpsServer.create(new InetSocketAddress(local, 0), 0);
    secure.setHttpsConfigurator(new HttpsConfigurator(keys.context()));
    secure.createContext("/", this::answer);
    secure.start();
    try {
      tlsPort = secure.getAddress().getPort();
      RemoteImages.Resolver resolver = host -> new InetAddress[] {local};
      String uri = "https://secure.test:" + tlsPort + "/a.png";
      RemoteImages trusting = images(address -> true, resolver, keys.context());
      assertThat(trusting.read(URI.create(uri))).isEqualTo(IMAGE);

      Rejection stranger = refused(images(), uri);
      assertThat(stranger.reason()).isEqualTo(Reason.UNREADABLE_IMAGE);
      assertThat(stranger.message()).contains("the server is not trusted");

      RemoteImages otherName =
          opened(
              new RemoteImages(
                  List.of(RemoteHost.parse("other.test:" + tlsPort)),
                  resolver,
                  address -> true,
                  keys.context(),
                  QUICK,
                  PAUSES));
      Rejection misnamed = refused(otherName, "https://other.test:" + tlsPort + "/a.png");
      assertThat(misnamed.reason()).isEqualTo(Reason.UNREADABLE_IMAGE);
      assertThat(misnamed.message()).contains("the server is not trusted", "other.test");
      assertThat(requests).hasValue(1);
    } finally {
      secure.stop(0);
    }
  }

  @Test
  void whatMayBeAKeyToTheImageIsNotShown() throws Exception {
    assertThat(RemoteImages.shown(URI.create("https://me:hush@images.test/a.png?key=hush#hush")))
        .isEqualTo("https://[hidden]@images.test/a.png?[hidden]");
    assertThat(RemoteImages.shown(URI.create("file:/a.png"))).isEqualTo("file:/a.png");
    assertThatThrownBy(
            () -> RemoteImages.OFF.check(URI.create("https://me:hush@images.test/?key=hush")))
        .hasMessageNotContaining("hush");
  }
}
