package org.lammstream.manager.replay;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.lammstream.manager.lamm.InvalidConfigurationException;
import org.lammstream.manager.lamm.LearnerConfiguration;

/**
 * What is different in a replay.
 *
 * @param settings learner settings that win over the recorded ones
 * @param seed from which each task's own is derived; empty keeps the recorded ones
 * @param order of the tasks
 * @param without tasks that are left out, by name
 */
public record WhatIf(
    Map<String, String> settings, OptionalLong seed, TaskOrder order, List<String> without) {
  /** Nothing is different. */
  public static final WhatIf NOTHING =
      new WhatIf(Map.of(), OptionalLong.empty(), new TaskOrder.Recorded(), List.of());

  private static final int LONGEST_NAME = 80;

  /** Copies the collections, in their order. */
  public WhatIf {
    settings = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    Objects.requireNonNull(seed);
    Objects.requireNonNull(order);
    without = List.copyOf(without);
  }

  /**
   * Reads {@code KEY=VALUE[,KEY=VALUE...]}; beside the learner's settings there are {@code seed},
   * {@code order} and {@code without}, which may come several times.
   *
   * @throws ReplayException if a setting is unknown, out of range or given twice
   */
  public static WhatIf parse(String text) {
    Map<String, String> settings = new LinkedHashMap<>();
    List<String> without = new ArrayList<>();
    OptionalLong seed = OptionalLong.empty();
    TaskOrder order = new TaskOrder.Recorded();
    for (String part : text.split(",", -1)) {
      int equals = part.indexOf('=');
      if (equals < 1 || equals == part.length() - 1) {
        throw new ReplayException("'%s' in '%s': is not KEY=VALUE".formatted(part, text));
      }
      String key = part.substring(0, equals).strip();
      String value = part.substring(equals + 1).strip();
      switch (key) {
        case "without" -> without.add(value);
        case "order" -> order = TaskOrder.parse(value);
        case "seed" -> seed = OptionalLong.of(number(value));
        default -> {
          if (settings.put(key, value) != null) {
            throw new ReplayException("'%s': %s is set twice".formatted(text, key));
          }
        }
      }
    }
    try {
      LearnerConfiguration.from(settings);
    } catch (InvalidConfigurationException e) {
      throw new ReplayException("'%s': %s".formatted(text, e.getMessage()), e);
    }
    return new WhatIf(settings, seed, order, without);
  }

  private static long number(String value) {
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException e) {
      throw new ReplayException("seed=" + value + ": is no number", e);
    }
  }

  /** The same with the seed, order and left-out tasks of another, where this has none. */
  public WhatIf or(WhatIf common) {
    List<String> all = new ArrayList<>(without);
    common.without.stream().filter(task -> !without.contains(task)).forEach(all::add);
    return new WhatIf(
        settings,
        seed.isPresent() ? seed : common.seed,
        order instanceof TaskOrder.Recorded ? common.order : order,
        all);
  }

  /** Whether nothing is different. */
  public boolean isNothing() {
    return equals(NOTHING);
  }

  /** Whether the tasks are those recorded, in their order. */
  public boolean keepsTasks() {
    return order instanceof TaskOrder.Recorded && without.isEmpty();
  }

  /** In the words of {@link #parse}. */
  public String description() {
    List<String> parts = new ArrayList<>();
    settings.forEach((key, value) -> parts.add(key + "=" + value));
    seed.ifPresent(value -> parts.add("seed=" + value));
    if (!(order instanceof TaskOrder.Recorded)) {
      parts.add("order=" + order);
    }
    without.forEach(task -> parts.add("without=" + task));
    return String.join(",", parts);
  }

  /** The description as a name that any file system takes; equal descriptions, equal names. */
  public String name() {
    String name =
        description()
            .chars()
            .mapToObj(character -> plain((char) character))
            .collect(Collectors.joining());
    String hash = Integer.toHexString(description().hashCode());
    return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME) + "~" + hash;
  }

  private static String plain(char character) {
    boolean kept =
        character < 128 && (Character.isLetterOrDigit(character) || "._-".indexOf(character) >= 0);
    return switch (character) {
      case '=' -> "-";
      case ',' -> "+";
      default -> kept ? String.valueOf(character) : "_";
    };
  }
}
