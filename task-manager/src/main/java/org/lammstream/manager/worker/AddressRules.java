package org.lammstream.manager.worker;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Arrays;

/** Which network addresses images may be fetched from. */
@FunctionalInterface
public interface AddressRules {
  /** Addresses of the public Internet only: nothing on this machine or in its own network. */
  AddressRules PUBLIC = AddressRules::isPublic;

  /** Whether a connection to this address may be made. */
  boolean allow(InetAddress address);

  private static boolean isPublic(InetAddress address) {
    byte[] bytes = address.getAddress();
    return address instanceof Inet4Address ? isPublicV4(bytes) : isPublicV6(bytes);
  }

  private static boolean isPublicV4(byte[] bytes) {
    int a = bytes[0] & 0xff;
    int b = bytes[1] & 0xff;
    int c = bytes[2] & 0xff;
    return switch (a) {
      case 0, 10, 127 -> false; // this network, private, loopback
      case 100 -> (b & 0xc0) != 64; // shared by carriers, 100.64/10
      case 169 -> b != 254; // link-local
      case 172 -> (b & 0xf0) != 16; // private
      case 192 ->
          b != 168 // private
              && !(b == 0 && (c == 0 || c == 2)) // protocol assignments, documentation
              && !(b == 88 && c == 99); // relays from IPv6
      case 198 -> (b & 0xfe) != 18 && !(b == 51 && c == 100); // benchmarks, documentation
      case 203 -> !(b == 0 && c == 113); // documentation
      default -> a < 224; // multicast and reserved
    };
  }

  /**
   * Only what is assigned to the public at all, 2000::/3. Outside of it are loopback, link-local,
   * unique-local, multicast and IPv4 addresses in disguise (mapped, compatible, translated).
   */
  private static boolean isPublicV6(byte[] bytes) {
    if ((bytes[0] & 0xe0) != 0x20) {
      return false;
    }
    int first = (bytes[0] & 0xff) << 8 | (bytes[1] & 0xff);
    int second = (bytes[2] & 0xff) << 8 | (bytes[3] & 0xff);
    return switch (first) {
      case 0x2001 -> (second & 0xfe00) != 0 && second != 0x0db8; // Teredo and such, documentation
      case 0x2002 -> isPublicV4(Arrays.copyOfRange(bytes, 2, 6)); // IPv4 inside, 6to4
      case 0x3fff -> second > 0x0fff; // documentation
      default -> true;
    };
  }
}
