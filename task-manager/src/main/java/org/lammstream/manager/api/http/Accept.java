package org.lammstream.manager.api.http;

import java.util.Locale;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.QuotedQualityCSV;
import org.eclipse.jetty.server.Request;

/** What media types a client takes, by its {@code Accept} header. */
final class Accept {
  private Accept() {}

  /**
   * Lets a request pass whose client takes this media type.
   *
   * @param produces media type of the answer; empty for any
   * @throws ProblemException if it does not
   */
  static void check(Request request, String produces) {
    if (produces.isEmpty() || !request.getHeaders().contains(HttpHeader.ACCEPT)) {
      return;
    }
    QuotedQualityCSV accepted = new QuotedQualityCSV();
    request.getHeaders().getValuesList(HttpHeader.ACCEPT).forEach(accepted::addValue);
    String family = produces.substring(0, produces.indexOf('/')) + "/*";
    for (String range : accepted.getValues()) { // without those of quality 0
      String type = mediaType(range);
      if (type.equals("*/*") || type.equals(family) || type.equals(produces)) {
        return;
      }
    }
    throw Problem.in("Accept", Problem.Kind.NOT_ACCEPTABLE, "this path gives " + produces + " only")
        .exception();
  }

  /** A media type without its parameters, in lower case. */
  static String mediaType(String header) {
    int parameters = header.indexOf(';');
    String type = parameters < 0 ? header : header.substring(0, parameters);
    return type.strip().toLowerCase(Locale.ROOT);
  }
}
