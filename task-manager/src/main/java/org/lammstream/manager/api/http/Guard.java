package org.lammstream.manager.api.http;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/**
 * Who is served. Three different attackers: a stranger on the network (the token), a page of
 * another site in the user's own browser (its origin), and such a page that had its name resolved
 * to this machine (the host; only on loopback, as elsewhere the page lacks the token).
 */
final class Guard {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  private final boolean loopback;
  private final Set<String> names;
  private final Optional<AccessToken> token;

  Guard(HttpSettings settings) {
    this.loopback = settings.bind().isLoopback();
    this.names = Set.of(settings.bind().host().toLowerCase(Locale.ROOT));
    this.token = settings.token();
  }

  /**
   * Lets a request pass.
   *
   * @throws ProblemException if it must not
   */
  void checkAddress(Request request) {
    String authority = Request.getServerName(request);
    String host = authority == null ? "" : authority.toLowerCase(Locale.ROOT);
    if (loopback && !LOOPBACK.contains(host) && !names.contains(host)) {
      throw Problem.in(
              "Host",
              Problem.Kind.WRONG_HOST,
              "this server is for this machine only and is called localhost or 127.0.0.1")
          .exception();
    }
    String origin = request.getHeaders().get(HttpHeader.ORIGIN);
    if (origin != null && !isOwn(origin, request.getHeaders().get(HttpHeader.HOST))) {
      throw Problem.in("Origin", Problem.Kind.FOREIGN_ORIGIN, "only this server's own page may ask")
          .exception();
    }
  }

  /** The same authority; the scheme may differ behind a proxy that ends TLS. */
  private static boolean isOwn(String origin, @org.jspecify.annotations.Nullable String host) {
    int scheme = origin.indexOf("://");
    return host != null && scheme > 0 && origin.substring(scheme + 3).equalsIgnoreCase(host);
  }

  /**
   * Lets a request pass that shows the token, or any where none is set.
   *
   * @throws ProblemException if it must not
   */
  void checkToken(Request request) {
    Optional<String> shown =
        Optional.ofNullable(request.getHeaders().get(HttpHeader.AUTHORIZATION));
    if (token.isPresent() && !token.get().isShownBy(shown)) {
      throw Problem.in(
              "Authorization",
              Problem.Kind.UNAUTHORIZED,
              shown.isEmpty() ? "send Authorization: Bearer TOKEN" : "this is not the token")
          .exception();
    }
  }
}
