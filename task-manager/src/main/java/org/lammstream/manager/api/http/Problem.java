package org.lammstream.manager.api.http;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * Why a request was not served: a problem document after RFC 9457.
 *
 * @param kind type, title and status
 * @param detail one line for people: what is wrong, and what to do
 * @param field parameter, header or part that is wrong, where one is
 * @param retryAfter seconds after which the same request may succeed, where it may
 */
public record Problem(Kind kind, String detail, Optional<String> field, OptionalInt retryAfter) {
  /** Media type of a problem document. */
  public static final String TYPE = "application/problem+json";

  /** The closed set of problems. */
  public enum Kind {
    /** A parameter, header or body is wrong. */
    INVALID_REQUEST(400, "The request is invalid"),
    /** No token, or a wrong one. */
    UNAUTHORIZED(401, "A token is needed"),
    /** The request comes from a page of another server. */
    FOREIGN_ORIGIN(403, "Pages of other servers are not served"),
    /** There is nothing at this path. */
    NOT_FOUND(404, "Not found"),
    /** There is no learner of this name. */
    UNKNOWN_LEARNER(404, "Unknown learner"),
    /** The learner has no such version or alias. */
    UNKNOWN_VERSION(404, "Unknown version"),
    /** Nothing is known of a task under this event id. */
    UNKNOWN_TASK(404, "Unknown task"),
    /** The path exists, but not with this method. */
    METHOD_NOT_ALLOWED(405, "Method not allowed"),
    /** The client accepts no media type that this path gives. */
    NOT_ACCEPTABLE(406, "Not acceptable"),
    /** The body did not come in time. */
    TIMEOUT(408, "The request took too long"),
    /** The request contradicts what is there. */
    CONFLICT(409, "Conflict"),
    /** The version's embeddings were removed to save space. */
    PRUNED(410, "The version was pruned"),
    /** The body is larger than allowed. */
    TOO_LARGE(413, "Too large"),
    /** The address of the request is too long. */
    URI_TOO_LONG(414, "URI too long"),
    /** The body is of a media type that this path does not take. */
    UNSUPPORTED_MEDIA_TYPE(415, "Unsupported media type"),
    /** The Host header names another server. */
    WRONG_HOST(421, "Wrong host"),
    /** The body is well formed, but its content cannot be used. */
    UNPROCESSABLE(422, "Unprocessable content"),
    /** Too many event streams are open. */
    TOO_MANY_STREAMS(429, "Too many event streams"),
    /** The headers are larger than allowed. */
    HEADERS_TOO_LARGE(431, "Headers too large"),
    /** A fault of the server; its log says more. */
    INTERNAL(500, "Internal error"),
    /** This process does not offer this. */
    NOT_OFFERED(501, "Not offered by this process"),
    /** More requests than can be served now. */
    BUSY(503, "Busy"),
    /** The broker does not answer. */
    BROKER_UNREACHABLE(503, "The broker does not answer");

    private final int status;
    private final String title;

    Kind(int status, String title) {
      this.status = status;
      this.title = title;
    }

    /** HTTP status. */
    public int status() {
      return status;
    }

    /** URI that identifies the type of the problem. */
    public String type() {
      return "urn:lamm-stream:problem:"
          + name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
  }

  /** A problem of the request as a whole. */
  public static Problem of(Kind kind, String detail) {
    return new Problem(kind, detail, Optional.empty(), OptionalInt.empty());
  }

  /** A problem of one parameter, header or part. */
  public static Problem in(String field, Kind kind, String detail) {
    return new Problem(kind, detail, Optional.of(field), OptionalInt.empty());
  }

  /** A problem that passes. */
  public static Problem passing(Kind kind, String detail, int retryAfterSeconds) {
    return new Problem(kind, detail, Optional.empty(), OptionalInt.of(retryAfterSeconds));
  }

  /** As an exception, to leave a handler with. */
  public ProblemException exception() {
    return new ProblemException(this);
  }

  Reply.Content reply() {
    Map<String, Object> document = new java.util.LinkedHashMap<>();
    document.put("type", kind.type());
    document.put("title", kind.title);
    document.put("status", kind.status);
    document.put("detail", detail);
    field.ifPresent(name -> document.put("field", name));
    Map<String, String> headers = new TreeMap<>();
    retryAfter.ifPresent(seconds -> headers.put("Retry-After", Integer.toString(seconds)));
    if (kind == Kind.UNAUTHORIZED) {
      headers.put("WWW-Authenticate", "Bearer realm=\"lamm\"");
    }
    return new Reply.Content(kind.status, TYPE, headers, JsonBody.write(document));
  }
}
