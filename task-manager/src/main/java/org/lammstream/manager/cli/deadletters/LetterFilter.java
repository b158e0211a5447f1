package org.lammstream.manager.cli.deadletters;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.lammstream.stream.consume.ReadFrom;
import picocli.CommandLine.Option;

/** Which letters a command is about; all of them where nothing is given. */
final class LetterFilter {
  @Option(
      names = "--reason",
      paramLabel = "REASON",
      description = "Only letters with this reason, for example UNREADABLE_IMAGE.")
  @Nullable String reason;

  @Option(names = "--learner", paramLabel = "NAME", description = "Only letters of this learner.")
  @Nullable String learner;

  @Option(
      names = "--since",
      converter = Since.class,
      paramLabel = "WHEN",
      description = "Only what was refused since then: 2026-01-02T03:04:05Z, or 7d, 12h, 90m ago.")
  @Nullable Instant since;

  boolean isGiven() {
    return reason != null || learner != null || since != null;
  }

  /** Letters are written after the refusal, so reading may begin there. */
  ReadFrom from() {
    return since == null
        ? new ReadFrom.Beginning()
        : new ReadFrom.Time(since.minus(RedrivenMarks.CLOCKS));
  }

  boolean admits(Letter letter) {
    return (reason == null || same(reason, letter.reason()))
        && (learner == null || learner.equals(letter.learner()))
        && (since == null || !letter.time().isBefore(since));
  }

  private static boolean same(String asked, String reason) {
    return asked.toUpperCase(Locale.ROOT).replace('-', '_').equals(reason);
  }
}
