package org.lammstream.manager.api;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import org.lammstream.evaluation.stored.BrokenHistoryException;
import org.lammstream.manager.api.http.Endpoint;
import org.lammstream.manager.api.http.Problem;
import org.lammstream.manager.api.http.Problem.Kind;
import org.lammstream.manager.api.http.Reply;
import org.lammstream.manager.clip.image.ImageRejectedException;
import org.lammstream.manager.lamm.ClassNameException;
import org.lammstream.manager.lamm.InvalidConfigurationException;
import org.lammstream.manager.predict.ForeignCheckpointException;
import org.lammstream.manager.predict.OverloadedException;
import org.lammstream.store.PrunedVersionException;
import org.lammstream.store.UnknownVersionException;
import org.lammstream.stream.BrokerUnreachableException;
import org.lammstream.stream.event.RejectedEventException;

/** What the exceptions of the other packages mean to a client. */
final class Problems {
  private Problems() {}

  /** An endpoint whose exceptions are problems where a client can do something about them. */
  static Endpoint translated(Endpoint endpoint) {
    return call -> {
      try {
        CompletionStage<Reply> answer = endpoint.answer(call);
        return answer.exceptionally(
            failure -> {
              throw translate(failure);
            });
      } catch (RuntimeException | RejectedEventException e) {
        throw translate(e);
      }
    };
  }

  /** The problem that an exception is, or the exception itself where it is none. */
  static RuntimeException translate(Throwable failure) {
    Throwable cause = failure.getCause();
    if (cause != null
        && (failure instanceof CompletionException || failure instanceof ExecutionException)) {
      return translate(cause);
    }
    String message = String.valueOf(failure.getMessage());
    if (failure instanceof UnknownVersionException) {
      return Problem.in("version", Kind.UNKNOWN_VERSION, message).exception();
    }
    if (failure instanceof PrunedVersionException) {
      return Problem.in("version", Kind.PRUNED, message).exception();
    }
    if (failure instanceof ForeignCheckpointException) {
      return Problem.in("version", Kind.CONFLICT, message).exception();
    }
    if (failure instanceof ImageRejectedException image) {
      return image(image, "body").exception();
    }
    if (failure instanceof RejectedEventException rejected) {
      return Problem.of(Kind.UNPROCESSABLE, rejected.rejection().message()).exception();
    }
    if (failure instanceof InvalidConfigurationException) {
      return Problem.in("configuration", Kind.INVALID_REQUEST, message).exception();
    }
    if (failure instanceof ClassNameException) {
      return Problem.of(Kind.UNPROCESSABLE, message).exception();
    }
    if (failure instanceof BrokerUnreachableException) {
      return Problem.passing(Kind.BROKER_UNREACHABLE, message, 5).exception();
    }
    if (failure instanceof OverloadedException) {
      return Problem.passing(Kind.BUSY, message, 1).exception();
    }
    if (failure instanceof RejectedExecutionException) {
      return Problem.passing(Kind.BUSY, "too much to compute at the same time; try again", 2)
          .exception();
    }
    if (failure instanceof CancellationException) {
      return Problem.passing(Kind.BUSY, "the process is stopping", 5).exception();
    }
    if (failure instanceof BrokenHistoryException) {
      return Problem.of(Kind.INTERNAL, message).exception();
    }
    return failure instanceof RuntimeException unchecked
        ? unchecked
        : new CompletionException(failure);
  }

  /**
   * An image that was refused.
   *
   * @param part of the request that it is
   */
  static Problem image(ImageRejectedException refused, String part) {
    Kind kind =
        switch (refused.kind()) {
          case UNREADABLE -> Kind.UNPROCESSABLE;
          case TOO_LARGE -> Kind.TOO_LARGE;
        };
    return Problem.in(part, kind, String.valueOf(refused.getMessage()));
  }
}
