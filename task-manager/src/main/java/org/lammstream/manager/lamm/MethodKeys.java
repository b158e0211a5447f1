package org.lammstream.manager.lamm;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

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

  /** As published; and what its moving image features leave no other choice for. */
  private static final Map<String, String> PROMPTED_IMAGES =
      Map.ofEntries(
          Map.entry("views", "1"),
          Map.entry(HeadKeys.HEAD, HeadKeys.NONE),
          Map.entry("replay", "prototypes"),
          Map.entry("loss.old.replay", "0"),
          Map.entry("neighbours", "all"),
          Map.entry("rivals", "all"),
          Map.entry("loss.parameter", HeadKeys.AUTO),
          Map.entry("loss.old.parameter", "1"),
          Map.entry("loss.old.feature", "1"),
          Map.entry("epochs", "5"),
          Map.entry("batch", "4"),
          Map.entry("lr", "0.0035"));

  private MethodKeys() {}

  /** Settings with the method's own defaults where nothing is given. */
  static Map<String, String> withDefaults(Map<String, String> given) {
    Map<String, String> all = new LinkedHashMap<>(given);
    own(given.getOrDefault(METHOD, "")).forEach(all::putIfAbsent);
    return all;
  }

  private static Map<String, String> own(String key) {
    Map<String, String> own = new LinkedHashMap<>();
    PromptMethod.of(key.strip())
        .ifPresent(
            method -> {
              own.putAll(method.promptsImages() ? PROMPTED_IMAGES : Map.of());
              own.putAll(
                  method.trainsContext() && !method.trainsLabels() ? CROSS_ENTROPY : Map.of());
            });
    return own;
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
    ContextScope scope = values.choice(SCOPE, ContextScope.class);
    String method = values.text(METHOD);
    if (scope == ContextScope.CLASS && !method.equals(PromptMethod.COOP.key())) {
      throw values.invalid(
          SCOPE,
          PromptMethod.of(method).filter(PromptMethod::trainsLabels).isPresent()
              ? "method=" + method + " has vectors of each class's own already; use method=coop"
              : "it needs method=coop");
    }
    return scope;
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
    if (method.trainsContext()
        && scope(values) == ContextScope.SHARED
        && values.text("old").equals("frozen")) {
      throw values.invalid(
          METHOD,
          "a context that trains moves the text of every class; with old=frozen nothing old may"
              + " move");
    }
    if (method.trainsContext()
        && values.text("context").isBlank()
        && values.text(RANDOM_CONTEXT).equals("0")) {
      throw values.invalid("context", "it has no words that could train");
    }
    if (method.promptsImages()) {
      checkPrompted(values, method);
    }
    return method;
  }

  /** Features of images that were learned from before are worth nothing once the images move. */
  private static void checkPrompted(Values values, PromptMethod method) {
    Map<String, String> only =
        Map.of(
            "views",
            "1",
            HeadKeys.HEAD,
            HeadKeys.NONE,
            "loss.old.replay",
            "0",
            "neighbours",
            "all",
            "rivals",
            "all");
    only.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .filter(entry -> !entry.getValue().equals(values.text(entry.getKey())))
        .findFirst()
        .ifPresent(
            entry -> {
              throw values.invalid(
                  entry.getKey(),
                  "method=%s moves the features of all images and the texts of all classes; use %s"
                      .formatted(method.key(), entry.getValue()));
            });
  }
}
