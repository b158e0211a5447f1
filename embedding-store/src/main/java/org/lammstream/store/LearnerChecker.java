package org.lammstream.store;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.lammstream.store.ClassEntries.Reference;
import org.lammstream.store.StoreProblem.Kind;
import org.lammstream.store.VersionRecord.Run;

/** Checks one learner: that everything it refers to is there, and every version's digest. */
final class LearnerChecker {

  private final View view;
  private final Findings findings;
  private final CheckProgress progress;
  private final String learner;
  private final ManifestReader manifests;
  private final VerifiedEntries entries;
  private final PromptedTestsChecker tests;

  /** Records that can be read, by number. */
  private final NavigableMap<Integer, VersionRecord> records = new TreeMap<>();

  private int highestClassId = -1;

  LearnerChecker(View view, Findings findings, CheckProgress progress, String learner) {
    this.view = view;
    this.findings = findings;
    this.progress = progress;
    this.learner = learner;
    this.manifests = new ManifestReader(new StoreReader(view), learner);
    this.entries = new VerifiedEntries(view, learner);
    this.tests = new PromptedTestsChecker(records);
  }

  /**
   * Checks the learner.
   *
   * @param highest highest number of a version that is stored
   */
  LearnerCheck check(int highest) {
    Optional<LearnerRecord> record = readLearner();
    int last = Math.max(highest, record.map(LearnerRecord::last).orElse(0));
    for (int number = 1; number <= last; number++) {
      readRecord(number);
    }
    BitSet needed = neededByReadable();
    for (int number = 1; number <= last; number++) {
      VersionRecord version = records.get(number);
      if (version != null) {
        checkVersion(version, needed.get(number));
      }
      progress.advanced("versions of learner \"" + learner + "\"", number, last);
    }
    record.ifPresent(known -> checkPointers(known, highest));
    return condition(last);
  }

  private Optional<LearnerRecord> readLearner() {
    byte[] key = Keys.learner(learner);
    try {
      Optional<LearnerRecord> record = view.get(ColumnFamily.LEARNERS, key, Codecs.LEARNER);
      if (record.isEmpty()) {
        findings.value(
            new Damage(ColumnFamily.LEARNERS, key, "value is missing", Damage.Sort.MISSING));
      }
      return record;
    } catch (StoreException e) {
      findings.failure(e);
      return Optional.empty();
    }
  }

  private void readRecord(int number) {
    byte[] key = Keys.version(learner, number);
    try {
      Optional<VersionRecord> record = view.get(ColumnFamily.VERSIONS, key, Codecs.VERSION);
      if (record.isEmpty()) {
        missing(ColumnFamily.VERSIONS, number);
      } else if (record.get().number() != number) {
        findings.version(
            Kind.VALUE,
            learner,
            number,
            "version " + number + " is stored as version " + record.get().number());
      } else {
        records.put(number, record.get());
      }
    } catch (StoreException e) {
      findings.failure(e, learner, number);
    }
  }

  /** Versions that are not pruned, and all that they go back to. */
  private BitSet neededByReadable() {
    BitSet needed = new BitSet();
    for (VersionRecord version : records.values()) {
      if (version.pruned().isEmpty()) {
        int number = version.number();
        while (number != 0 && !needed.get(number)) {
          needed.set(number);
          VersionRecord ancestor = records.get(number);
          number = ancestor == null || ancestor.parent() >= number ? 0 : ancestor.parent();
        }
      }
    }
    return needed;
  }

  private void checkVersion(VersionRecord version, boolean testsNeeded) {
    int number = version.number();
    int parent = version.parent();
    if (parent < 0 || parent >= number) {
      findings.version(
          Kind.REFERENCE,
          learner,
          number,
          "version " + number + " has impossible parent " + parent);
    }
    checkPresent(ColumnFamily.SCORES, Codecs.SCORES, number);
    if (testsNeeded) {
      read(ColumnFamily.TESTS, Codecs.TEST_SET, number).ifPresent(set -> tests.add(number, set));
      if (version.hasExamples()) {
        checkPresent(ColumnFamily.EXAMPLES, Codecs.EXAMPLES, number);
      }
      if (version.hasPromptedTests()) {
        read(ColumnFamily.PIXELS, Codecs.PIXELS, number)
            .flatMap(pixels -> tests.problem(number, pixels))
            .ifPresent(problem -> invalid(number, problem));
      }
    }
    if (version.pruned().isEmpty()) {
      if (version.hasPrompts()) {
        checkPresent(ColumnFamily.PROMPTS, Codecs.PROMPTS, number);
      }
      if (version.hasPromptedTests()) {
        read(ColumnFamily.SEEN, Codecs.SEEN, number)
            .flatMap(seen -> tests.problem(number, seen))
            .ifPresent(problem -> invalid(number, problem));
      }
      checkClasses(version);
    }
  }

  private void checkPresent(ColumnFamily family, Codec<?> codec, int number) {
    Optional<?> unused = read(family, codec, number);
  }

  /** Empty for what has been reported as missing or damaged. */
  private <T> Optional<T> read(ColumnFamily family, Codec<T> codec, int number) {
    try {
      Optional<T> value = view.get(family, Keys.version(learner, number), codec);
      if (value.isEmpty()) {
        missing(family, number);
      }
      return value;
    } catch (StoreException e) {
      findings.failure(e, learner, number);
      return Optional.empty();
    }
  }

  private void invalid(int number, String problem) {
    findings.version(Kind.VALUE, learner, number, "version " + number + " " + problem);
  }

  private void missing(ColumnFamily family, int number) {
    byte[] key = Keys.version(learner, number);
    findings.value(
        new Damage(family, key, "value is missing", Damage.Sort.MISSING), learner, number);
  }

  /** Reads every class, also behind damaged ones, so that each of them is named. */
  private void checkClasses(VersionRecord version) {
    int number = version.number();
    Manifest manifest;
    try {
      manifest = manifests.read(version);
    } catch (StoreException e) {
      findings.failure(e, learner, number);
      return;
    }
    MessageDigest digest = EmbeddingsDigest.newDigest();
    Set<String> names = new HashSet<>();
    Optional<VisualShape> shape = visualShape(version);
    boolean complete = true;
    for (Run run : manifest.runs()) {
      highestClassId = Math.max(highestClassId, run.first() + run.count() - 1);
      for (int classId = run.first(); classId < run.first() + run.count(); classId++) {
        try {
          VerifiedEntries.Entry entry = entries.read(new Reference(classId, run.version()));
          digest.update(entry.digestBytes());
          names.add(entry.name());
          shape.ifPresent(visual -> visual.add(entry.name(), entry.imageSum()));
        } catch (StoreException e) {
          findings.failure(e, learner, number);
          complete = false;
        }
      }
    }
    boolean all = complete;
    shape
        .flatMap(visual -> all ? visual.problem() : visual.problemOfSums())
        .ifPresent(problem -> invalid(number, problem));
    if (complete && addPrompts(version, digest)) {
      checkContent(version, manifest, names, HexFormat.of().formatHex(digest.digest()));
    }
  }

  /** False if they cannot be read, of which the check of what must be there has told. */
  private boolean addPrompts(VersionRecord version, MessageDigest digest) {
    if (!version.hasPrompts()) {
      return true;
    }
    try {
      Optional<SharedPrompts> prompts =
          view.get(ColumnFamily.PROMPTS, Keys.version(learner, version.number()), Codecs.PROMPTS);
      prompts.ifPresent(shared -> EmbeddingsDigest.add(digest, shared));
      return prompts.isPresent();
    } catch (StoreException e) {
      return false;
    }
  }

  /** What its visual state asks of its classes; empty if it has none that can be read. */
  private Optional<VisualShape> visualShape(VersionRecord version) {
    return version.hasVisualState()
        ? read(ColumnFamily.HEADS, Codecs.HEAD, version.number()).map(VisualShape::new)
        : Optional.empty();
  }

  private void checkContent(
      VersionRecord version, Manifest manifest, Set<String> names, String digest) {
    int number = version.number();
    if (!digest.equals(version.embeddingsSha256())) {
      findings.version(
          Kind.DIGEST, learner, number, "version " + number + " differs from its digest");
    } else if (names.size() != manifest.size()
        || manifest.size() != version.classCount()
        || !names.containsAll(version.newClasses())) {
      invalid(number, "has other classes than it lists");
    }
  }

  private void checkPointers(LearnerRecord record, int highest) {
    Map<String, Integer> pointers = new TreeMap<>();
    record.aliases().forEach((name, number) -> pointers.put("alias \"" + name + "\"", number));
    if (record.last() > 0) {
      pointers.put("head", record.head());
    }
    pointers.forEach(
        (name, number) -> {
          VersionRecord version = records.get(number);
          if (version != null && version.pruned().isPresent()) {
            findings.learner(Kind.REFERENCE, learner, name + " is pruned version " + number);
          } else if (number < 1 || number > Math.max(record.last(), highest)) {
            findings.learner(Kind.REFERENCE, learner, name + " is unknown version " + number);
          }
        });
    if (highest > record.last()) {
      findings.learner(
          Kind.COUNTER,
          learner,
          "its last version is said to be " + record.last() + ", but there is version " + highest);
    }
    if (highestClassId >= record.nextClassId()) {
      findings.learner(
          Kind.COUNTER,
          learner,
          "its next class would get number "
              + record.nextClassId()
              + ", which class "
              + highestClassId
              + " and those before have");
    }
  }

  private LearnerCheck condition(int last) {
    Set<Integer> damaged = findings.damaged(learner);
    List<Integer> intact = new ArrayList<>();
    List<Integer> pruned = new ArrayList<>();
    for (int number = 1; number <= last; number++) {
      VersionRecord record = records.get(number);
      if (record != null && !damaged.contains(number)) {
        (record.pruned().isEmpty() ? intact : pruned).add(number);
      }
    }
    return new LearnerCheck(intact, new ArrayList<>(damaged), pruned);
  }
}
