package org.lammstream.manager.worker;

import java.net.URI;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * A server that images may come from: this very name, none below it.
 *
 * @param name host name or address, in lower case
 * @param port the only port allowed; empty allows the usual one of the scheme
 */
public record RemoteHost(String name, OptionalInt port) {
  /** Lower-cases the name. */
  public RemoteHost {
    name = name.toLowerCase(Locale.ROOT);
  }

  /**
   * Reads {@code HOST} or {@code HOST:PORT}.
   *
   * @throws IllegalArgumentException if it is neither
   */
  public static RemoteHost parse(String text) {
    try {
      URI uri = URI.create("http://" + text);
      String host = uri.getHost();
      boolean plain =
          host != null
              && uri.getRawUserInfo() == null
              && uri.getRawPath().isEmpty()
              && uri.getRawQuery() == null
              && uri.getRawFragment() == null
              && !text.endsWith(":")
              && uri.getPort() != 0
              && uri.getPort() <= 65_535;
      if (plain) {
        int port = uri.getPort();
        return new RemoteHost(host, port < 0 ? OptionalInt.empty() : OptionalInt.of(port));
      }
    } catch (IllegalArgumentException e) {
      // said below
    }
    throw new IllegalArgumentException("no host name, nor HOST:PORT: '" + text + "'");
  }

  /** Whether this http: or https: URI is of this server. */
  boolean serves(URI uri) {
    return name.equals(uri.getHost().toLowerCase(Locale.ROOT))
        && portOf(uri) == port.orElse(usualPort(uri));
  }

  /** The port that a URI leads to. */
  static int portOf(URI uri) {
    return uri.getPort() < 0 ? usualPort(uri) : uri.getPort();
  }

  private static int usualPort(URI uri) {
    return "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
  }

  @Override
  public String toString() {
    return port.isPresent() ? name + ":" + port.getAsInt() : name;
  }
}
