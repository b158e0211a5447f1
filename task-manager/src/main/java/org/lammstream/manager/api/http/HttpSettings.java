package org.lammstream.manager.api.http;

import java.util.Optional;

/**
 * How a server is reached.
 *
 * @param bind where it listens
 * @param token what clients must show; demanded unless only this machine can reach the address
 * @param limits what clients may take
 */
public record HttpSettings(BindAddress bind, Optional<AccessToken> token, HttpLimits limits) {

  /**
   * Checks that nobody on the network can reach a server without a token.
   *
   * @throws IllegalArgumentException with a message for the user
   */
  public HttpSettings {
    if (token.isEmpty() && !bind.isLoopback()) {
      throw new IllegalArgumentException(
          ("--http %s: other machines can reach this address, so it needs a token; give one with"
                  + " --http-token-file FILE or in LAMM_HTTP_TOKEN, or listen on 127.0.0.1")
              .formatted(bind));
    }
  }
}
