package org.lammstream.manager.api.http;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * From a request to its route's answer. Runs on the server's own threads and never blocks them:
 * bodies are read as they come, and endpoints run on the workers.
 */
final class Dispatcher extends Handler.Abstract.NonBlocking {
  private final Guard guard;
  private final Router router;
  private final Bodies bodies;
  private final MemoryBudget memory;
  private final ConnectionWatch watch;
  private final Executor workers;
  private final Semaphore streams;
  private final int streamBacklog;

  Dispatcher(
      HttpSettings settings,
      List<Route> routes,
      Bodies bodies,
      ConnectionWatch watch,
      Executor workers) {
    HttpLimits limits = settings.limits();
    this.guard = new Guard(settings);
    this.router = new Router(routes);
    this.bodies = bodies;
    this.memory = new MemoryBudget(limits.bufferedBytes());
    this.watch = watch;
    this.workers = workers;
    this.streams = new Semaphore(limits.streams());
    this.streamBacklog = limits.streamBacklog();
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    Exchange exchange = new Exchange(request, response, callback, watch, memory.lease());
    try {
      guard.checkAddress(request);
      Router.Match match = router.find(request.getMethod(), request.getHttpURI().getPath());
      if (match instanceof Router.Match.Found found) {
        serve(exchange, found);
      } else {
        guard.checkToken(request); // strangers do not learn what is there
        refuse(exchange, match);
      }
    } catch (RuntimeException | Error e) {
      exchange.fail(e);
    }
    return true;
  }

  private static void refuse(Exchange exchange, Router.Match match) {
    if (!(match instanceof Router.Match.OtherMethods other)) {
      throw Problem.in("path", Problem.Kind.NOT_FOUND, "there is nothing at this path").exception();
    }
    String allowed = String.join(", ", other.methods());
    if (exchange.request().getMethod().equals("OPTIONS")) {
      exchange.answer(new Reply.Content(204, "", Map.of("Allow", allowed), new byte[0]));
      return;
    }
    Reply.Content problem =
        Problem.of(Problem.Kind.METHOD_NOT_ALLOWED, "this path takes " + allowed).reply();
    exchange.answer(
        new Reply.Content(
            problem.status(), problem.contentType(), Map.of("Allow", allowed), problem.body()));
  }

  private void serve(Exchange exchange, Router.Match.Found found) {
    Request request = exchange.request();
    Route route = found.route();
    if (!route.open()) {
      guard.checkToken(request);
    }
    Accept.check(request, route.produces());
    Query query =
        Query.parse(Optional.ofNullable(request.getHttpURI().getQuery()).orElse(""), route.query());
    Optional<String> lastEventId = Optional.ofNullable(request.getHeaders().get("Last-Event-ID"));
    var unused =
        bodies
            .read(exchange, route.body())
            .whenComplete(
                (body, failure) -> {
                  if (failure != null) {
                    exchange.fail(failure);
                  } else {
                    work(exchange, route, new Call(found.path(), query, body, lastEventId));
                  }
                });
  }

  private void work(Exchange exchange, Route route, Call call) {
    try {
      workers.execute(() -> answer(exchange, route, call));
    } catch (RejectedExecutionException e) {
      exchange.fail(
          Problem.passing(Problem.Kind.BUSY, "too many requests at the same time; try again", 1)
              .exception());
    }
  }

  private void answer(Exchange exchange, Route route, Call call) {
    try {
      route
          .endpoint()
          .answer(call)
          .whenComplete(
              (reply, failure) -> {
                if (failure != null) {
                  exchange.fail(failure);
                } else {
                  answer(exchange, reply);
                }
              });
    } catch (Exception | Error e) {
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      exchange.fail(e);
    }
  }

  private void answer(Exchange exchange, Reply reply) {
    if (reply instanceof Reply.Content content) {
      exchange.answer(content);
    } else if (reply instanceof Reply.Stream stream) {
      if (!streams.tryAcquire()) {
        exchange.fail(
            Problem.passing(Problem.Kind.TOO_MANY_STREAMS, "too many event streams are open", 15)
                .exception());
        return;
      }
      exchange.onClose(streams::release);
      exchange.stream(streamBacklog).ifPresent(stream.begin());
    }
  }
}
