package org.lammstream.manager.api.http;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.io.QuietException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request and its one answer. Thread-safe: whoever answers first does. */
final class Exchange implements Callback {
  private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

  private final Request request;
  private final Response response;
  private final Callback callback;
  private final ConnectionWatch watch;
  private final MemoryBudget.Lease memory;
  private final AtomicBoolean answered = new AtomicBoolean();
  private Runnable cleanUp = () -> {};
  private boolean closed;

  /**
   * An exchange.
   *
   * @param callback of the server
   * @param memory given back when the answer is complete or has failed
   */
  Exchange(
      Request request,
      Response response,
      Callback callback,
      ConnectionWatch watch,
      MemoryBudget.Lease memory) {
    this.request = request;
    this.response = response;
    this.callback = callback;
    this.watch = watch;
    this.memory = memory;
    SecurityHeaders.add(response.getHeaders());
    watch.begin(connection());
  }

  Request request() {
    return request;
  }

  MemoryBudget.Lease memory() {
    return memory;
  }

  /** Runs this when the answer is complete or has failed; at once if it is already. */
  void onClose(Runnable action) {
    synchronized (this) {
      if (!closed) {
        Runnable before = cleanUp;
        cleanUp =
            () -> {
              before.run();
              action.run();
            };
        return;
      }
    }
    action.run();
  }

  private Connection connection() {
    return request.getConnectionMetaData().getConnection();
  }

  /** Answers with a whole body. */
  void answer(Reply.Content reply) {
    if (!answered.compareAndSet(false, true)) {
      return;
    }
    reply.headers().forEach((name, value) -> response.getHeaders().put(name, value));
    if (isKnown(reply)) {
      response.setStatus(304);
      response.write(true, ByteBuffer.allocate(0), this);
      return;
    }
    response.setStatus(reply.status());
    if (!reply.contentType().isEmpty()) {
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, reply.contentType());
    }
    if (reply.status() == 408 || reply.status() == 413) {
      // What is left of the body will not be read.
      response.getHeaders().put(HttpHeader.CONNECTION, "close");
    }
    if (reply.status() != 204) {
      response.getHeaders().put(HttpHeader.CONTENT_LENGTH, reply.body().length);
    }
    response.write(true, ByteBuffer.wrap(reply.body()), this);
  }

  /** Whether the client has this very file already. */
  private boolean isKnown(Reply.Content reply) {
    String tag = reply.headers().get("ETag");
    return tag != null && tag.equals(request.getHeaders().get(HttpHeader.IF_NONE_MATCH));
  }

  /** Answers with a stream; empty if there is an answer already. */
  Optional<ResponseSink> stream(int backlog) {
    if (!answered.compareAndSet(false, true)) {
      return Optional.empty();
    }
    watch.letRun(connection());
    request.addIdleTimeoutListener(unused -> false); // heartbeats find out who is gone
    response.setStatus(200);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/event-stream");
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
    ResponseSink sink =
        new ResponseSink(response, this, () -> connection().getEndPoint().close(), backlog);
    request.addFailureListener(sink::failed);
    return Optional.of(sink);
  }

  /** Answers with a problem: the client's, or ours, which goes to the log. */
  void fail(Throwable failure) {
    Throwable cause = unwrapped(failure);
    if (cause instanceof ProblemException problem) {
      answer(problem.problem().reply());
    } else if (cause instanceof TimeoutException) {
      answer(Problem.of(Problem.Kind.TIMEOUT, "the body did not come in time").reply());
    } else if (cause instanceof EofException || cause instanceof QuietException) {
      if (answered.compareAndSet(false, true)) {
        failed(cause); // the client is gone
      }
    } else {
      LOG.warn("{} {} failed", request.getMethod(), request.getHttpURI().getPath(), cause);
      answer(
          Problem.of(Problem.Kind.INTERNAL, "an error that the server's log tells more of")
              .reply());
    }
  }

  private static Throwable unwrapped(Throwable failure) {
    Throwable cause = failure.getCause();
    boolean wrapper =
        failure instanceof CompletionException || failure instanceof ExecutionException;
    return wrapper && cause != null ? unwrapped(cause) : failure;
  }

  @Override
  public void succeeded() {
    close();
    callback.succeeded();
  }

  @Override
  public void failed(Throwable failure) {
    close();
    callback.failed(failure);
  }

  private void close() {
    Runnable action;
    synchronized (this) {
      closed = true;
      action = cleanUp;
      cleanUp = () -> {};
    }
    action.run();
    memory.close();
    watch.end(connection());
  }

  @Override
  public InvocationType getInvocationType() {
    return InvocationType.NON_BLOCKING;
  }
}
