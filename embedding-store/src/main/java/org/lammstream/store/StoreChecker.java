package org.lammstream.store;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads a whole store and collects what is wrong with it. */
final class StoreChecker {

  private final Database database;
  private final View view;
  private final StoreReader reader;
  private final List<String> problems = new ArrayList<>();

  StoreChecker(Database database, View view) {
    this.database = database;
    this.view = view;
    this.reader = new StoreReader(view);
  }

  StoreCheck check() {
    Map<String, StoreCheck.Family> families = new LinkedHashMap<>();
    for (ColumnFamily family : ColumnFamily.values()) {
      families.put(family.familyName(), scan(family));
    }
    attempt(() -> reader.learners().forEach(this::checkLearner));
    return new StoreCheck(
        StoreFormat.of(view),
        database.readOnly(),
        StoreFiles.bytes(database.directory()),
        (int) entries(families, ColumnFamily.LEARNERS),
        (int) entries(families, ColumnFamily.VERSIONS),
        entries(families, ColumnFamily.OUTBOX),
        families,
        problems.stream().distinct().toList());
  }

  private static long entries(Map<String, StoreCheck.Family> families, ColumnFamily family) {
    StoreCheck.Family found = families.get(family.familyName());
    return found == null ? 0 : found.entries();
  }

  private StoreCheck.Family scan(ColumnFamily family) {
    long[] size = new long[2];
    attempt(
        () -> {
          try (Cursor cursor = view.cursor(family)) {
            for (boolean more = cursor.seek(new byte[0]); more; more = cursor.next()) {
              byte[] key = cursor.key();
              byte[] value = cursor.value();
              size[0]++;
              size[1] += key.length + value.length;
              attempt(() -> Envelope.open(family, key, value));
            }
          }
        });
    return new StoreCheck.Family(size[0], size[1]);
  }

  private void checkLearner(String learner) {
    attempt(
        () -> {
          LearnerRecord record = reader.learner(learner).orElse(LearnerRecord.NEW);
          Map<String, Integer> pointers = new LinkedHashMap<>(record.aliases());
          pointers.put("head", record.head());
          pointers.forEach(
              (name, number) -> {
                attempt(
                    () -> {
                      if (!reader.hasVersion(learner, number)) {
                        problems.add(pointer(learner, name) + " is unknown version " + number);
                      } else if (reader.versionRecord(learner, number).pruned().isPresent()) {
                        problems.add(pointer(learner, name) + " is pruned version " + number);
                      }
                    });
              });
        });
    attempt(
        () ->
            reader.versions(learner).stream()
                .filter(version -> version.prunedAt().isEmpty())
                .forEach(version -> checkVersion(learner, version.number())));
  }

  private static String pointer(String learner, String name) {
    return "learner \"" + learner + "\": " + name;
  }

  private void checkVersion(String learner, int number) {
    attempt(
        () -> {
          Version version = reader.version(learner, number);
          if (!EmbeddingsDigest.sha256(version.classes()).equals(version.embeddingsSha256())) {
            problems.add(
                "learner \"" + learner + "\": version " + number + " differs from its digest");
          }
        });
  }

  private void attempt(Runnable step) {
    try {
      step.run();
    } catch (StoreException e) {
      problems.add(String.valueOf(e.getMessage()));
    }
  }
}
