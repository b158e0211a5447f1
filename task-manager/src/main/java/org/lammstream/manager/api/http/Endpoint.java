package org.lammstream.manager.api.http;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Answers the requests of one route. Called on a worker thread; must be thread-safe. */
@FunctionalInterface
public interface Endpoint {

  /** The answer, now or later. Exceptions are answered as problems. */
  CompletionStage<Reply> answer(Call call) throws Exception;

  /** An endpoint that answers at once. */
  static Endpoint now(Immediate immediate) {
    return call -> CompletableFuture.completedFuture(immediate.answer(call));
  }

  /** Answers at once. */
  @FunctionalInterface
  interface Immediate {
    /** The answer. */
    Reply answer(Call call) throws Exception;
  }
}
