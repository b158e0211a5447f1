package org.lammstream.manager.lamm;

import java.util.Map;
import java.util.Optional;
import org.lammstream.store.Scoring;
import org.lammstream.store.Scoring.Head;

/** The text form of a learner's scoring beside its text. */
final class HeadKeys {
  static final String AUTO = "auto";
  static final String NONE = "none";
  static final String HEAD = "head";
  static final String EXPANSION = "head.expansion";
  static final String SHRINKAGE = "head.shrinkage";
  static final String VISUAL = "score.visual";
  static final String MARGIN = "score.margin";

  private static final int WIDEST_EXPANSION = 2048;
  private static final long EXPANSION_SEED = 1;

  private HeadKeys() {}

  static AutoScoring auto(Values values) {
    return values.text(HEAD).equals(NONE)
        ? AutoScoring.NONE
        : new AutoScoring(
            values.text(SHRINKAGE).equals(AUTO),
            values.text(VISUAL).equals(AUTO),
            values.text(MARGIN).equals(AUTO));
  }

  static Optional<Scoring> scoring(Values values) {
    double ridge = values.number("head.ridge", 1e-12, 1e12);
    double shrinkage = values.text(SHRINKAGE).equals(AUTO) ? 1 : values.number(SHRINKAGE, 1e-6, 1);
    int expansion = values.integer(EXPANSION, 0, WIDEST_EXPANSION);
    double text = values.number("score.text", 0, 1000);
    double visual = values.text(VISUAL).equals(AUTO) ? 1 : values.number(VISUAL, 0, 1000);
    double margin = values.text(MARGIN).equals(AUTO) ? 0 : values.number(MARGIN, 0, 1000);
    if (values.text(HEAD).equals(NONE)) {
      return Optional.empty();
    }
    Head head =
        switch (values.text(HEAD)) {
          case "prototype" -> Head.PROTOTYPE;
          case "ridge" -> Head.RIDGE;
          case "gaussian" -> Head.GAUSSIAN;
          default -> throw values.invalid(HEAD, "use none, prototype, ridge or gaussian");
        };
    double regularisation =
        switch (head) {
          case PROTOTYPE -> 0;
          case RIDGE -> ridge;
          case GAUSSIAN -> shrinkage;
        };
    return Optional.of(
        new Scoring(
            head,
            regularisation,
            expansion,
            expansion > 0 ? EXPANSION_SEED : 0,
            text,
            visual,
            margin));
  }

  static AutoScoring recordedAuto(Map<String, String> provenance) {
    return new AutoScoring(
        AUTO.equals(provenance.get(SHRINKAGE)),
        AUTO.equals(provenance.get(VISUAL)),
        AUTO.equals(provenance.get(MARGIN)));
  }

  /** Without a head its settings mean nothing, so they are not written. */
  static void write(Scoring scoring, AutoScoring auto, Map<String, String> map) {
    switch (scoring.head()) {
      case RIDGE -> map.put("head.ridge", Values.plain(scoring.regularisation()));
      case GAUSSIAN ->
          map.put(SHRINKAGE, auto.shrinkage() ? AUTO : Values.plain(scoring.regularisation()));
      case PROTOTYPE -> {}
    }
    map.put(EXPANSION, Integer.toString(scoring.expansion()));
    map.put("score.text", Values.plain(scoring.textWeight()));
    map.put(VISUAL, auto.weight() ? AUTO : Values.plain(scoring.visualWeight()));
    map.put(MARGIN, auto.margin() ? AUTO : Values.plain(scoring.margin()));
  }
}
