package org.lammstream.manager.api.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a server listens.
 *
 * @param host name or address of a network interface of this machine, IPv6 without brackets
 * @param port 0 for any free one, at most 65535
 */
public record BindAddress(String host, int port) {
  private static final Pattern TEXT = Pattern.compile("(?:\\[([^\\]]+)]|([^:\\[\\]]+)):(\\d{1,5})");

  /**
   * Checks the port.
   *
   * @throws IllegalArgumentException with a message for the user
   */
  public BindAddress {
    if (host.isBlank() || port < 0 || port > 65_535) {
      throw new IllegalArgumentException("'" + host + ":" + port + "' is no address to listen on");
    }
  }

  /**
   * Reads {@code HOST:PORT}, {@code [IPV6]:PORT}.
   *
   * @throws IllegalArgumentException with a message for the user
   */
  public static BindAddress parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is no address to listen on; write HOST:PORT, such as 127.0.0.1:8080");
    }
    String host = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
    return new BindAddress(host, Integer.parseInt(matcher.group(3)));
  }

  /** Whether only this machine can reach it. A name that nobody knows is taken for the outside. */
  public boolean isLoopback() {
    try {
      for (InetAddress address : InetAddress.getAllByName(host)) {
        if (!address.isLoopbackAddress()) {
          return false;
        }
      }
      return true;
    } catch (UnknownHostException e) {
      return false;
    }
  }

  @Override
  public String toString() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
