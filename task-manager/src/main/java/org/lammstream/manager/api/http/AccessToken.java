package org.lammstream.manager.api.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.util.Locale;
import java.util.Optional;
import org.lammstream.manager.worker.Sha256;

/**
 * The secret that a client must show as {@code Authorization: Bearer TOKEN}. Only its digest is
 * kept, so that neither a log nor a heap dump of ours shows it, and the comparison takes the same
 * time whatever is wrong, its length included.
 */
public final class AccessToken {
  /** Fewer could be guessed. */
  public static final int SHORTEST = 16;

  private static final String SCHEME = "bearer ";

  private final byte[] digest;

  private AccessToken(byte[] digest) {
    this.digest = digest;
  }

  /**
   * A token of at least {@value #SHORTEST} visible ASCII characters; white space around is dropped.
   *
   * @throws IllegalArgumentException with a message for the user, which does not show the token
   */
  public static AccessToken of(String text) {
    String token = text.strip();
    if (token.length() < SHORTEST) {
      throw new IllegalArgumentException(
          "the HTTP token has only %d characters; it needs at least %d"
              .formatted(token.length(), SHORTEST));
    }
    if (!token.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
      throw new IllegalArgumentException(
          "the HTTP token may only have visible ASCII characters, on one line");
    }
    return new AccessToken(digest(token));
  }

  /** Whether an {@code Authorization} header shows this token. */
  boolean isShownBy(Optional<String> authorization) {
    String header = authorization.orElse("");
    boolean bearer = header.toLowerCase(Locale.ROOT).startsWith(SCHEME);
    String shown = bearer ? header.substring(SCHEME.length()).strip() : "";
    return MessageDigest.isEqual(digest(shown), digest) && bearer;
  }

  private static byte[] digest(String token) {
    return Sha256.digest().digest(token.getBytes(UTF_8));
  }

  @Override
  public String toString() {
    return "AccessToken[not shown]";
  }
}
