package org.lammstream.manager.api.http;

import java.util.Map;
import org.eclipse.jetty.http.HttpFields;

/** What every answer says, so that a page of ours runs nothing that is not ours. */
final class SecurityHeaders {
  private static final String POLICY =
      String.join(
          "; ",
          "default-src 'self'",
          "img-src 'self' blob: data:",
          "object-src 'none'",
          "base-uri 'none'",
          "form-action 'self'",
          "frame-ancestors 'none'");

  private static final Map<String, String> HEADERS =
      Map.of(
          "Content-Security-Policy", POLICY,
          "X-Content-Type-Options", "nosniff",
          "X-Frame-Options", "DENY",
          "Referrer-Policy", "no-referrer",
          "Cross-Origin-Opener-Policy", "same-origin",
          "Cross-Origin-Resource-Policy", "same-origin");

  private SecurityHeaders() {}

  static void add(HttpFields.Mutable headers) {
    HEADERS.forEach(headers::put);
  }
}
