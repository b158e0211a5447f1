package org.lammstream.manager.lamm;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The text form of what trains, and what other settings are where it is not said. */
final class MethodKeys {
  static final String METHOD = "method";
  static final String RANDOM_CONTEXT = "context.random";
  static final String DEPTH = "depth";
  static final String SCOPE = "context.scope";

  private static final int LONGEST_CONTEXT = 64;
  private static final int DEEPEST = 64;

  /** CoOp as published has the cross-entropy alone; the terms are there for who asks for them. */
  private static final Map<String, String> CROSS_ENTROPY =
      Map.of("loss.feature", "0", "loss.logit", "0");

  /** Features of images that were learned from before are worth nothing once images move. */
  private static final Map<String, String> MOVING_IMAGES =
      Map.of(
          "views",
          "1",
          HeadKeys.HEAD,
          HeadKeys.NONE,
          "replay",
          "prototypes",
          "loss.old.replay",
          "0",
          "neighbours",
          "all",
          "rivals",
          "all");

  /** MaPLe without label embeddings has nothing that these terms could hold. */
  private static final Map<String, String> NO_LABELS =
      Map.of(
          "loss.parameter", "0",
          "loss.old.parameter", "0",
          "loss.feature", "0",
          "loss.logit", "0");

  /** As published. */
  private static final Map<String, String> MAPLE =
      Map.of(
          "loss.parameter", HeadKeys.AUTO,
          "loss.old.parameter", "1",
          "loss.old.feature", "1",
          "epochs", "5",
          "batch", "4",
          "lr", "0.0035");

  private MethodKeys() {}

  /** Settings with the method's own defaults where nothing is given. */
  static Map<String, String> withDefaults(Map<String, String> given) {
    Map<String, String> all = new LinkedHashMap<>(given);
    own(given.getOrDefault(METHOD, "")).forEach(all::putIfAbsent);
    return all;
  }

  /** Defaults of its own. */
  private static Map<String, String> own(String key) {
    Map<String, String> own = new LinkedHashMap<>();
    PromptMethod.of(key.strip())
        .ifPresent(
            method -> {
              if (method.promptsImages()) {
                own.putAll(MAPLE);
                own.putAll(fixed(method));
              } else if (method.trainsContext() && !method.trainsLabels()) {
                own.putAll(CROSS_ENTROPY);
              }
            });
    return own;
  }

  /** Settings that the method leaves no choice for. */
  private static Map<String, String> fixed(PromptMethod method) {
    Map<String, String> fixed = new TreeMap<>();
    if (method.promptsImages()) {
      fixed.putAll(MOVING_IMAGES);
      fixed.putAll(method.trainsLabels() ? Map.of() : NO_LABELS);
    }
    return fixed;
  }

  /**
   * What holds where nothing else is asked for, without settings that the method of a task leaves
   * no choice for: it may be another than the one that they were chosen with.
   *
   * @param decided what the task asks for, and its learner keeps
   */
  static Map<String, String> usual(Map<String, String> usual, Map<String, String> decided) {
    Map<String, String> all = new LinkedHashMap<>(usual);
    all.putAll(decided);
    Map<String, String> left = new LinkedHashMap<>(usual);
    PromptMethod.of(all.getOrDefault(METHOD, "lamm").strip())
        .ifPresent(
            method -> {
              left.keySet().removeAll(fixed(method).keySet());
              left.keySet().removeIf(key -> key.equals(SCOPE) && method != PromptMethod.COOP);
            });
    return left;
  }

  /** Settings under changes; what only came with the method of before goes with it. */
  static Map<String, String> changed(Map<String, String> recorded, Map<String, String> changes) {
    Map<String, String> all = new LinkedHashMap<>(recorded);
    String before = all.getOrDefault(METHOD, "");
    String method = changes.getOrDefault(METHOD, before).strip();
    if (!method.equals(before)) {
      Map<String, String> left = own(before);
      Map<String, String> entered = own(method);
      Set<String> keys = new HashSet<>(left.keySet());
      keys.addAll(entered.keySet());
      keys.removeIf(key -> left.getOrDefault(key, "").equals(entered.getOrDefault(key, "")));
      all.keySet().removeAll(keys);
      if (!left.equals(entered)) {
        all.keySet().removeIf(key -> keys.contains(HeadKeys.HEAD) && isOfHead(key));
      }
      all.keySet().removeAll(List.of(RANDOM_CONTEXT, SCOPE, DEPTH));
    }
    all.putAll(changes);
    return all;
  }

  private static boolean isOfHead(String key) {
    return key.startsWith("head.") || key.startsWith("score.") || key.startsWith("replay.");
  }

  static int randomContext(Values values) {
    return values.integer(RANDOM_CONTEXT, 0, LONGEST_CONTEXT);
  }

  static ContextScope scope(Values values) {
    return values.choice(SCOPE, ContextScope.class);
  }

  static int depth(Values values) {
    return values.integer(DEPTH, 1, DEEPEST);
  }

  static PromptMethod method(Values values) {
    PromptMethod method =
        PromptMethod.of(values.text(METHOD))
            .orElseThrow(
                () ->
                    values.invalid(
                        METHOD, "use zero-shot, lamm, coop, coop+lamm, maple or maple+lamm"));
    boolean own = method == PromptMethod.COOP && scope(values) == ContextScope.CLASS;
    if (method.trainsContext() && !own && values.text("old").equals("frozen")) {
      throw values.invalid(
          METHOD,
          "prompts that all classes share move the text of every class; with old=frozen nothing old"
              + " may move, use old=regularized");
    }
    if (method.trainsContext()
        && values.text("context").isBlank()
        && values.text(RANDOM_CONTEXT).equals("0")) {
      throw values.invalid("context", "it has no words that could train");
    }
    checkFixed(values, method);
    return method;
  }

  private static void checkFixed(Values values, PromptMethod method) {
    fixed(method)
        .forEach(
            (key, only) -> {
              if (!values.has(key, only)) {
                throw values.invalid(
                    key, "method=%s leaves no choice; use %s".formatted(method.key(), only));
              }
            });
  }
}
