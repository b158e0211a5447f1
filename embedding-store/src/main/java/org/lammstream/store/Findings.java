package org.lammstream.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.lammstream.store.StoreProblem.Kind;

/** Collects damage; what is found twice, for example through two versions, is one problem. */
final class Findings {

  private final Map<String, Finding> findings = new LinkedHashMap<>();
  private final List<FileFinding> files = new ArrayList<>();

  private record Finding(
      Kind kind,
      Optional<ColumnFamily> family,
      Optional<String> key,
      String what,
      Map<String, NavigableSet<Integer>> affected) {}

  private record FileFinding(ColumnFamily family, byte[] first, byte[] last, Finding finding) {
    boolean mayHold(Damage damage) {
      boolean inside =
          Arrays.compareUnsigned(first, damage.key()) <= 0
              && Arrays.compareUnsigned(damage.key(), last) <= 0;
      return family == damage.family() && (inside || damage.key().length == 0);
    }
  }

  /** A damaged data file, with its first and its last key. */
  void file(ColumnFamily family, byte[] first, byte[] last, String what) {
    String keys = family.describe(first) + " to " + family.describe(last);
    Finding finding = add(Kind.FILE, Optional.of(family), Optional.of(keys), what);
    files.add(new FileFinding(family, first, last, finding));
  }

  /** A damaged value; which versions depend on it may come out later. */
  void value(Damage damage) {
    find(damage);
  }

  /** A damaged value that a version needs. */
  void value(Damage damage, String learner, int version) {
    find(damage).affected().computeIfAbsent(learner, name -> new TreeSet<>()).add(version);
  }

  /** Something about a learner that is no single value's fault. */
  void learner(Kind kind, String learner, String what) {
    add(kind, Optional.empty(), Optional.of(learner), what)
        .affected()
        .computeIfAbsent(learner, name -> new TreeSet<>());
  }

  /** Something about a version that is no single value's fault. */
  void version(Kind kind, String learner, int version, String what) {
    add(kind, Optional.empty(), Optional.of(learner), what)
        .affected()
        .computeIfAbsent(learner, name -> new TreeSet<>())
        .add(version);
  }

  /** Something about the whole store. */
  void store(Kind kind, String what) {
    add(kind, Optional.empty(), Optional.empty(), what);
  }

  /** What a step could not read, without knowing of a version that needs it. */
  void failure(StoreException failure) {
    if (failure instanceof StoreCorruptedException corrupted && corrupted.damage().isPresent()) {
      value(corrupted.damage().get());
    } else {
      store(Kind.VALUE, String.valueOf(failure.getMessage()));
    }
  }

  /** What a version's reading failed on. */
  void failure(StoreException failure, String learner, int version) {
    if (failure instanceof StoreCorruptedException corrupted && corrupted.damage().isPresent()) {
      value(corrupted.damage().get(), learner, version);
    } else {
      version(Kind.VALUE, learner, version, "version " + version + ": " + failure.getMessage());
    }
  }

  /** Numbers of the learner's versions that some damage affects. */
  NavigableSet<Integer> damaged(String learner) {
    NavigableSet<Integer> numbers = new TreeSet<>();
    findings.values().stream()
        .map(finding -> finding.affected().getOrDefault(learner, new TreeSet<>()))
        .forEach(numbers::addAll);
    return numbers;
  }

  List<StoreProblem> problems() {
    return findings.values().stream().map(Findings::problem).toList();
  }

  private Finding find(Damage damage) {
    return files.stream()
        .filter(file -> damage.isUnreadable() && file.mayHold(damage))
        .map(FileFinding::finding)
        .findFirst()
        .orElseGet(
            () ->
                add(
                    damage.sort() == Damage.Sort.MISSING ? Kind.MISSING : Kind.VALUE,
                    Optional.of(damage.family()),
                    damage.key().length == 0
                        ? Optional.empty()
                        : Optional.of(damage.family().describe(damage.key())),
                    damage.what()));
  }

  private Finding add(Kind kind, Optional<ColumnFamily> family, Optional<String> key, String what) {
    // The first finding at a value is the closest to the cause.
    String identity = family.isPresent() ? family + " " + key : kind + " " + key + " " + what;
    return findings.computeIfAbsent(
        identity, none -> new Finding(kind, family, key, what, new TreeMap<>()));
  }

  private static StoreProblem problem(Finding finding) {
    Map<String, List<Integer>> affected = new TreeMap<>();
    finding.affected().forEach((learner, numbers) -> affected.put(learner, List.copyOf(numbers)));
    return new StoreProblem(
        finding.kind(),
        finding.family().map(ColumnFamily::familyName),
        finding.family().isPresent() ? finding.key() : Optional.empty(),
        affected,
        finding.what(),
        finding.kind() == Kind.FILE ? "" : finding.family().map(Findings::effect).orElse(""));
  }

  private static String effect(ColumnFamily family) {
    return switch (family) {
      case META -> "the store may not open";
      case LEARNERS -> "the learner's head and aliases are lost, its versions are not";
      case VERSIONS -> "the version cannot be read";
      case CLASSES -> "other classes are not affected";
      case EXAMPLES -> "its classes can still be used, but not be forgotten";
      case HEADS, PROMPTS -> "the version cannot be read, its classes are not affected";
      case SEEN -> "the version can be read, but not evaluated";
      case PIXELS -> "the version can be used, but its learner cannot go on";
      case TESTS -> "the version can be read, but not evaluated on its task";
      case SCORES -> "the version can be read, its accuracy must be computed again";
      case FEATURES -> "an image must be encoded again";
      case OFFSETS -> "where to go on in this partition is lost";
      case APPLIED -> "this event may be learned twice";
      case OUTBOX -> "a result cannot be published";
    };
  }
}
