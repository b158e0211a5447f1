package org.lammstream.manager.cli.experiment;

import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** Settings in which a result that was found differs from what is asked for. */
public final class OtherSettings {
  private OtherSettings() {}

  /** Names of the settings that have another value, or are there on one side only. */
  public static Set<String> between(Map<String, String> asked, Map<String, String> found) {
    Set<String> differing = new TreeSet<>(asked.keySet());
    differing.addAll(found.keySet());
    differing.removeIf(key -> Objects.equals(asked.get(key), found.get(key)));
    return differing;
  }
}
