package org.lammstream.manager.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.lammstream.manager.api.http.AccessToken;
import org.lammstream.manager.api.http.BindAddress;
import org.lammstream.manager.api.http.HttpLimits;
import org.lammstream.manager.api.http.HttpSettings;
import picocli.CommandLine.Option;

/** Whether, where and to whom a command serves the page and the HTTP API. */
final class HttpOptions {
  private static final String TOKEN = "LAMM_HTTP_TOKEN";
  private static final long LARGEST_FILE = 4096;
  private static final int MOST_THUMBNAILS = 100;

  @Option(
      names = "--http",
      paramLabel = "HOST:PORT",
      description = {
        "Serve the page and the HTTP API there, for example 127.0.0.1:8080.",
        "An address that other machines reach demands a token."
      })
  @Nullable String address;

  @Option(
      names = "--http-token-file",
      paramLabel = "FILE",
      description = {
        "File with the token that clients must show (at least 16 characters).",
        "Without it, LAMM_HTTP_TOKEN is used where that is set."
      })
  @Nullable Path tokenFile;

  @Option(
      names = "--thumbnails",
      paramLabel = "N",
      defaultValue = "12",
      description = {
        "With --http: keep small copies (at most 96 pixels a side) of the first N test images of",
        "each class on disk, in the store's folder, and show them on the page; 0 keeps and shows",
        "none (default: ${DEFAULT-VALUE})."
      })
  private int thumbnails = 12;

  /**
   * What the options say; empty where nothing is to be served.
   *
   * @throws JobException if the address is none, or needs a token, or the token cannot be used
   */
  Optional<HttpSettings> settings(Map<String, String> environment) {
    String text = address;
    if (text == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new HttpSettings(BindAddress.parse(text), token(environment), HttpLimits.DEFAULT));
    } catch (IllegalArgumentException e) {
      String message = ErrorLine.of(e);
      throw new JobException(message.startsWith("--http") ? message : "--http: " + message, e);
    }
  }

  /**
   * How many thumbnails of each class are kept.
   *
   * @throws JobException if it is no number from 0 to 100
   */
  int thumbnails() {
    if (thumbnails < 0 || thumbnails > MOST_THUMBNAILS) {
      throw new JobException(
          "--thumbnails " + thumbnails + ": a number from 0 to " + MOST_THUMBNAILS + " is needed");
    }
    return thumbnails;
  }

  private Optional<AccessToken> token(Map<String, String> environment) {
    Path file = tokenFile;
    if (file == null) {
      return Optional.ofNullable(environment.get(TOKEN)).map(AccessToken::of);
    }
    try {
      if (Files.size(file) > LARGEST_FILE) {
        throw new JobException("--http-token-file " + file + ": too large to be a token");
      }
      return Optional.of(AccessToken.of(Files.readString(file)));
    } catch (IOException | IllegalArgumentException e) {
      throw new JobException("--http-token-file " + file + ": " + ErrorLine.of(e), e);
    }
  }
}
