package org.lammstream.manager.api.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The query parameters of a request; a name may occur several times. Immutable. */
public final class Query {
  private final Map<String, List<String>> values;

  private Query(Map<String, List<String>> values) {
    this.values = values;
  }

  /**
   * Reads a raw query.
   *
   * @param known names that the route knows
   * @throws ProblemException for another name, which is a mistyped one, or a broken escape
   */
  static Query parse(String raw, Set<String> known) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (String pair : raw.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = PathSegments.decode(equals < 0 ? pair : pair.substring(0, equals), true);
      if (pair.isEmpty()) {
        continue;
      }
      if (!known.contains(name)) {
        throw Problem.in(
                name,
                Problem.Kind.INVALID_REQUEST,
                "no parameter of this name; known: " + known.stream().sorted().toList())
            .exception();
      }
      String value = equals < 0 ? "" : PathSegments.decode(pair.substring(equals + 1), true);
      values.computeIfAbsent(name, unused -> new ArrayList<>()).add(value);
    }
    return new Query(values);
  }

  /** All values of a parameter, in order. */
  public List<String> all(String name) {
    return List.copyOf(values.getOrDefault(name, List.of()));
  }

  /**
   * The value of a parameter that may occur once.
   *
   * @throws ProblemException if it occurs several times
   */
  public Optional<String> one(String name) {
    List<String> all = all(name);
    if (all.size() > 1) {
      throw Problem.in(name, Problem.Kind.INVALID_REQUEST, "given several times").exception();
    }
    return all.stream().findFirst();
  }

  /**
   * A parameter that must be there.
   *
   * @throws ProblemException if it is not
   */
  public String required(String name) {
    return one(name)
        .filter(value -> !value.isBlank())
        .orElseThrow(
            () ->
                Problem.in(name, Problem.Kind.INVALID_REQUEST, "this parameter is needed")
                    .exception());
  }

  /**
   * A whole number within bounds.
   *
   * @throws ProblemException if it is none
   */
  public int number(String name, int absent, int least, int most) {
    Optional<String> text = one(name);
    if (text.isEmpty()) {
      return absent;
    }
    try {
      int number = Integer.parseInt(text.get());
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw Problem.in(
            name,
            Problem.Kind.INVALID_REQUEST,
            "a whole number from %d to %d is needed".formatted(least, most))
        .exception();
  }
}
