package org.lammstream.manager.api.http;

import java.util.Set;

/**
 * What body a route takes.
 *
 * @param types media types; none means that there is no body
 * @param maxBytes of the whole body
 * @param maxParts of a form
 * @param maxPartBytes of one part of a form
 */
public record BodyRule(Set<String> types, long maxBytes, int maxParts, long maxPartBytes) {
  /** Media type of forms with files. */
  public static final String FORM = "multipart/form-data";

  /** No body. */
  public static final BodyRule NONE = new BodyRule(Set.of(), 0, 0, 0);

  /** Copies the types. */
  public BodyRule {
    types = Set.copyOf(types);
  }

  /** A JSON body. */
  public static BodyRule json(long maxBytes) {
    return new BodyRule(Set.of("application/json"), maxBytes, 0, 0);
  }
}
