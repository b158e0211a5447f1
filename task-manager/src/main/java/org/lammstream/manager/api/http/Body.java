package org.lammstream.manager.api.http;

import com.fasterxml.jackson.databind.JsonNode;

/** The body of a request, whole. */
public sealed interface Body {

  /** There is none. */
  record None() implements Body {}

  /**
   * Bytes of a media type that the route takes.
   *
   * @param mediaType without parameters, lower case
   * @param bytes not copied, must not be modified
   */
  record Bytes(String mediaType, byte[] bytes) implements Body {
    /**
     * As JSON.
     *
     * @throws ProblemException if it is no JSON
     */
    public JsonNode json() {
      return JsonBody.read(bytes);
    }
  }

  /** The parts of a {@code multipart/form-data} body. */
  record Form(Upload upload) implements Body {}
}
