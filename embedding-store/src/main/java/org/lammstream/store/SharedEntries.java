package org.lammstream.store;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.lammstream.store.VersionRecord.Run;

/** The class entries that pruned versions wrote and versions that stay still use. */
final class SharedEntries {

  /** Version that wrote the entry → class ids: one bit for each entry. */
  private final Map<Integer, BitSet> used = new HashMap<>();

  SharedEntries(StoreReader reader, String learner, PruneSelection selection) {
    ManifestReader manifests = new ManifestReader(reader, learner);
    for (int number : selection.kept()) {
      Manifest manifest = manifests.read(reader.versionRecord(learner, number));
      for (Run run : manifest.runs()) {
        if (selection.isGone(run.version())) {
          used.computeIfAbsent(run.version(), version -> new BitSet())
              .set(run.first(), run.first() + run.count());
        }
      }
    }
  }

  boolean uses(int version, int classId) {
    BitSet classes = used.get(version);
    return classes != null && classes.get(classId);
  }
}
