package org.lammstream.manager.api.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A path with parameters, such as {@code /learners/{learner}/versions/{version}}. A last segment
 * {@code {*rest}} takes everything that follows.
 */
public final class PathTemplate {
  private static final String REST = "{*";

  private final String text;
  private final List<String> segments;

  private PathTemplate(String text) {
    this.text = text;
    this.segments = PathSegments.of(text);
  }

  /** Made of a text that begins with a slash. */
  static PathTemplate of(String text) {
    return new PathTemplate(text);
  }

  /** The parameters by name if the path matches; a parameter is never empty. */
  Optional<Map<String, String>> match(List<String> path) {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (int i = 0; i < segments.size(); i++) {
      String wanted = segments.get(i);
      if (wanted.startsWith(REST) && path.size() > i) {
        String rest = String.join("/", path.subList(i, path.size()));
        parameters.put(name(wanted, REST.length()), rest);
        return Optional.of(parameters);
      }
      if (i >= path.size() || (path.get(i).isEmpty() && segments.size() > 1)) {
        return Optional.empty();
      }
      if (wanted.startsWith("{")) {
        parameters.put(name(wanted, 1), path.get(i));
      } else if (!wanted.equals(path.get(i))) {
        return Optional.empty();
      }
    }
    return path.size() == segments.size() ? Optional.of(parameters) : Optional.empty();
  }

  private static String name(String segment, int from) {
    return segment.substring(from, segment.length() - 1);
  }

  @Override
  public String toString() {
    return text;
  }
}
