package org.lammstream.manager.api.http;

import java.io.EOFException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.http.MultiPart;
import org.eclipse.jetty.http.MultiPartFormData;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.Promise;

/** Reads a form into files, without blocking and with next to no memory. */
final class UploadReader {
  private static final int PART_HEADER_BYTES = 4 << 10;

  private UploadReader() {}

  /**
   * Reads to the end.
   *
   * @param contentType with the boundary
   * @param folder for the files; they go when the parts are closed
   * @return fails with a {@link ProblemException} for a form that is broken or too large
   */
  static CompletableFuture<MultiPartFormData.Parts> read(
      Content.Source source, String contentType, BodyRule rule, Path folder) {
    String boundary = MultiPart.extractBoundary(contentType);
    if (boundary == null) {
      throw invalid("a form without boundary in its content type");
    }
    MultiPartFormData.Parser parser = new MultiPartFormData.Parser(boundary);
    parser.setFilesDirectory(folder);
    parser.setMaxMemoryFileSize(0);
    parser.setMaxFileSize(rule.maxPartBytes());
    parser.setMaxLength(rule.maxBytes());
    parser.setMaxParts(rule.maxParts());
    parser.setPartHeadersMaxLength(PART_HEADER_BYTES);
    CompletableFuture<MultiPartFormData.Parts> result = new CompletableFuture<>();
    parser.parse(
        source,
        new Promise.Invocable.NonBlocking<>() {
          @Override
          public void succeeded(MultiPartFormData.Parts parts) {
            if (!result.complete(parts)) {
              parts.close(); // too late: the request was given up
            }
          }

          @Override
          public void failed(Throwable failure) {
            result.completeExceptionally(translate(failure, rule));
          }
        });
    return result;
  }

  /** The parser tells what is wrong in words only. */
  private static Throwable translate(Throwable failure, BodyRule rule) {
    String message = String.valueOf(failure.getMessage());
    if (message.contains("max length exceeded") && !message.startsWith("headers")) {
      return BodyReader.tooLarge(rule.maxBytes());
    }
    if (message.contains("max file size exceeded")) {
      return Problem.in(
              "body",
              Problem.Kind.TOO_LARGE,
              "a part is too large, the limit is " + rule.maxPartBytes() + " bytes")
          .exception();
    }
    if (message.contains("too many keys")) {
      return Problem.in(
              "body",
              Problem.Kind.TOO_LARGE,
              "the form has too many parts, the limit is " + rule.maxParts())
          .exception();
    }
    boolean malformed =
        failure instanceof EOFException
            || failure instanceof IllegalStateException
            || failure instanceof IllegalArgumentException
            || failure.getClass().getName().startsWith("org.eclipse.jetty.http.");
    return malformed ? invalid("the form is broken: " + message) : failure;
  }

  private static ProblemException invalid(String what) {
    return Problem.in("body", Problem.Kind.INVALID_REQUEST, what).exception();
  }
}
