package org.lammstream.manager.cli;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.lammstream.manager.replay.ReplayException;
import org.lammstream.manager.replay.TaskOrder;
import org.lammstream.manager.replay.WhatIf;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/**
 * What is different in a replay. Only the command line counts: {@code LAMM_SET} and {@code
 * LAMM_SEED} are meant for workers, and must not turn every replay into another one.
 */
final class WhatIfOptions {
  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE[,KEY=VALUE...]",
      description =
          "What if: learn with these settings ('lamm doctor --list-settings' lists them); also"
              + " seed=N, order=ORDER and without=TASK. Repeatable: each is a variant of its own.")
  private List<String> groups = new ArrayList<>();

  @Option(
      names = "--order",
      paramLabel = "ORDER",
      description =
          "What if: reversed, shuffled:SEED, or a file with a task name on each line; for all"
              + " variants.")
  private @Nullable String order;

  @Option(
      names = "--without",
      paramLabel = "TASK",
      description = "What if: leave this task out; for all variants. Repeatable.")
  private List<String> without = new ArrayList<>();

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "What if: another seed; for all variants.")
  private @Nullable Long seed;

  /**
   * The variants in their order; none means as recorded.
   *
   * @throws ParameterException if one cannot be, or is there twice
   */
  List<WhatIf> variants(CommandLine command) {
    try {
      WhatIf common = common(command);
      List<WhatIf> variants = new ArrayList<>();
      if (isGiven(command, "--set")) {
        groups.forEach(group -> variants.add(WhatIf.parse(group).or(common)));
      } else if (!common.isNothing()) {
        variants.add(common);
      }
      Set<String> names = new HashSet<>();
      for (WhatIf variant : variants) {
        if (!names.add(variant.name())) {
          throw new ReplayException("variant " + variant.description() + " is given twice");
        }
      }
      return variants;
    } catch (ReplayException e) {
      throw new ParameterException(command, ErrorLine.of(e), e);
    }
  }

  private WhatIf common(CommandLine command) {
    String ordered = order;
    Long seeded = seed;
    return new WhatIf(
        Map.of(),
        seeded != null && isGiven(command, "--seed")
            ? OptionalLong.of(seeded)
            : OptionalLong.empty(),
        ordered != null && isGiven(command, "--order")
            ? TaskOrder.parse(ordered)
            : new TaskOrder.Recorded(),
        isGiven(command, "--without") ? without : List.of());
  }

  private static boolean isGiven(CommandLine command, String option) {
    return OptionDefaults.sourceOf(command, option) == OptionSource.COMMAND_LINE;
  }
}
