package org.lammstream.manager.api.http;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/** Reads the body of a request as its route's rule demands, within its time. */
final class Bodies {
  private final Path uploads;
  private final Duration patience;
  private final ScheduledExecutorService timer;

  /**
   * A reader.
   *
   * @param uploads folder for the parts of forms
   * @param patience from the headers to the end of the body
   */
  Bodies(Path uploads, Duration patience, ScheduledExecutorService timer) {
    this.uploads = uploads;
    this.patience = patience;
    this.timer = timer;
  }

  /**
   * Reads.
   *
   * @return fails with a {@link ProblemException} if the body is not as the rule wants it
   * @throws ProblemException the same, seen from the headers
   */
  CompletableFuture<Body> read(Exchange exchange, BodyRule rule) {
    if (rule.types().isEmpty()) {
      return CompletableFuture.completedFuture(new Body.None());
    }
    Request request = exchange.request();
    String contentType =
        Optional.ofNullable(request.getHeaders().get(HttpHeader.CONTENT_TYPE)).orElse("");
    String type = Accept.mediaType(contentType);
    if (!rule.types().contains(type)) {
      throw Problem.in(
              "Content-Type",
              Problem.Kind.UNSUPPORTED_MEDIA_TYPE,
              "a body of one of these types is needed: " + rule.types().stream().sorted().toList())
          .exception();
    }
    if (request.getLength() > rule.maxBytes()) {
      throw BodyReader.tooLarge(rule.maxBytes());
    }
    CompletableFuture<Body> body =
        type.equals(BodyRule.FORM)
            ? form(exchange, contentType, rule)
            : BodyReader.read(request, rule.maxBytes(), exchange.memory())
                .thenApply(bytes -> new Body.Bytes(type, bytes));
    limitTime(body, request);
    return body;
  }

  private CompletableFuture<Body> form(Exchange exchange, String contentType, BodyRule rule) {
    return UploadReader.read(exchange.request(), contentType, rule, uploads)
        .thenApply(
            parts -> {
              exchange.onClose(parts::close);
              return new Body.Form(new Upload(parts));
            });
  }

  /** Fails the reading from below, so that no read is pending when the problem is answered. */
  private void limitTime(CompletableFuture<Body> body, Request request) {
    if (body.isDone()) {
      return;
    }
    ScheduledFuture<?> timeout =
        timer.schedule(
            () -> request.fail(new TimeoutException("the body did not come in time")),
            patience.toMillis(),
            TimeUnit.MILLISECONDS);
    var unused = body.whenComplete((value, failure) -> timeout.cancel(false));
  }
}
