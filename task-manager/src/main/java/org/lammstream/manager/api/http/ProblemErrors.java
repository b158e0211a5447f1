package org.lammstream.manager.api.http;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** What Jetty refuses by itself, such as broken request lines, as problems too. */
final class ProblemErrors implements Request.Handler {

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    Object cause = request.getAttribute(ErrorHandler.ERROR_EXCEPTION);
    int status = cause instanceof HttpException http ? http.getCode() : response.getStatus();
    String reason = cause instanceof HttpException http ? String.valueOf(http.getReason()) : "";
    Problem problem = problem(status, reason);
    Reply.Content reply = problem.reply();
    // Jetty's own status where we have no kind for it: what it refuses it must name.
    response.setStatus(problem.kind() == Problem.Kind.INVALID_REQUEST ? 400 : reply.status());
    SecurityHeaders.add(response.getHeaders());
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problem.TYPE);
    reply.headers().forEach(response.getHeaders()::put);
    response.write(true, ByteBuffer.wrap(reply.body()), callback);
    return true;
  }

  private static Problem problem(int status, String reason) {
    return switch (status) {
      case 404 -> Problem.of(Problem.Kind.NOT_FOUND, "there is nothing here");
      case 408 -> Problem.of(Problem.Kind.TIMEOUT, "the request did not come in time");
      case 413 -> Problem.of(Problem.Kind.TOO_LARGE, "the request is too large");
      case 414 -> Problem.of(Problem.Kind.URI_TOO_LONG, "the address is too long");
      case 431 -> Problem.of(Problem.Kind.HEADERS_TOO_LARGE, "the headers are too large");
      case 503 -> Problem.passing(Problem.Kind.BUSY, "the server is stopping", 5);
      default ->
          status < 500
              ? Problem.of(Problem.Kind.INVALID_REQUEST, "not understood: " + reason)
              : Problem.of(Problem.Kind.INTERNAL, "an error that the server's log tells more of");
    };
  }
}
