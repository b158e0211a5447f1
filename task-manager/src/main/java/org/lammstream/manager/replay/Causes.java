package org.lammstream.manager.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.lammstream.manager.lamm.LearnerConfiguration;
import org.lammstream.stream.event.Provenance;

/** Works out why a version may differ from the one that the same task once made. */
final class Causes {
  private Causes() {}

  /**
   * Everything that is known to be different, the likeliest first; never empty.
   *
   * @param then how the original was made, if that is known
   * @param now how the version was made
   * @param before what is different in the versions before it, if anything
   * @param changedImages images that are not those recorded
   */
  static List<String> of(
      Optional<Provenance> then,
      Provenance now,
      Optional<String> before,
      List<String> changedImages) {
    List<String> causes = new ArrayList<>();
    before.ifPresent(causes::add);
    if (!changedImages.isEmpty()) {
      causes.add(
          "changed images (%d are not what was recorded, the first is %s)"
              .formatted(changedImages.size(), changedImages.get(0)));
    }
    then.ifPresent(original -> compare(original, now, causes));
    if (causes.isEmpty()) {
      causes.add(
          then.isPresent()
              ? "none of the recorded conditions differs"
              : "not known, the conditions of the original were not recorded");
    }
    return causes;
  }

  private static void compare(Provenance then, Provenance now, List<String> causes) {
    if (!then.checkpointSha256().equals(now.checkpointSha256())) {
      causes.add(
          "another checkpoint (%s %.12s then, %s %.12s now)"
              .formatted(
                  then.checkpointName(),
                  then.checkpointSha256(),
                  now.checkpointName(),
                  now.checkpointSha256()));
    }
    String settings =
        settings(
            LearnerConfiguration.recorded(then.configuration()),
            LearnerConfiguration.recorded(now.configuration()));
    if (!settings.isEmpty()) {
      causes.add("another configuration (" + settings + ")");
    }
    compare("seed", Long.toString(then.seed()), Long.toString(now.seed()), causes);
    compare("processor", then.processor(), now.processor(), causes);
    compare(
        "number of threads",
        Integer.toString(then.threads()),
        Integer.toString(now.threads()),
        causes);
    compare("engine", then.engine(), now.engine(), causes);
    compare("code version", then.codeVersion(), now.codeVersion(), causes);
    compare("architecture", then.arch(), now.arch(), causes);
    compare("operating system", then.os(), now.os(), causes);
    compare("Java", then.java(), now.java(), causes);
  }

  private static void compare(String what, String then, String now, List<String> causes) {
    if (!then.equals(now)) {
      causes.add("another %s (%s then, %s now)".formatted(what, then, now));
    }
  }

  private static String settings(Map<String, String> then, Map<String, String> now) {
    TreeSet<String> keys = new TreeSet<>(then.keySet());
    keys.addAll(now.keySet());
    List<String> different = new ArrayList<>();
    for (String key : keys) {
      String before = then.getOrDefault(key, "unknown");
      String here = now.getOrDefault(key, "unknown");
      if (!before.equals(here)) {
        different.add("%s=%s then, %s now".formatted(key, before, here));
      }
    }
    return String.join(", ", different);
  }
}
